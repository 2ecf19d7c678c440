import { diagnosticCount, forEachDiagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it } from "vitest";
import type { Problem } from "../api/protocol";
import { fillPlace, holdPlace, releasePlace, undescribedAt } from "./pictures";
import { showProblems } from "./problems";
import { changeFromElsewhere, isFromElsewhere, writing } from "./writing";

let view: EditorView | null = null;
afterEach(() => view?.destroy());

function surface(doc: string) {
  const taken: File[][] = [];
  const panels = document.createElement("div");
  const asked = { links: 0, elsewhere: 0, own: 0 };
  const made = new EditorView({
    parent: document.body,
    state: EditorState.create({
      doc,
      extensions: [
        writing({
          placeholder: "Begin",
          label: "Text",
          search: {
            find: "Find",
            replaceWith: "Replace with",
            previous: "Previous",
            next: "Next",
            matchCase: "Match capitals",
            replace: "Replace",
            replaceAll: "Replace all",
            close: "Close",
            count: (total, selected) => `${selected} of ${total}`,
          },
          panels,
          onPictures: (files) => taken.push([...files]),
          onLink: () => asked.links++,
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          if (update.transactions.some(isFromElsewhere)) asked.elsewhere++;
          else asked.own++;
        }),
      ],
    }),
  });
  view = made;
  return { view: made, taken, panels, asked };
}

function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

const problem = (line: number | null, column: number | null): Problem => ({
  severity: "warning",
  page: null,
  file: null,
  line,
  column,
  message: "This link leads nowhere",
  hint: "Choose another page.",
});

describe("the writing surface", () => {
  it("is named, checks spelling and hears its keys", () => {
    const { view, asked } = surface("word");
    expect(view.contentDOM.getAttribute("aria-label")).toBe("Text");
    expect(view.contentDOM.getAttribute("spellcheck")).toBe("true");
    view.dispatch({ selection: { anchor: 0, head: 4 } });
    press(view.contentDOM, "b", { ctrlKey: true });
    expect(view.state.doc.toString()).toBe("**word**");
    press(view.contentDOM, "k", { ctrlKey: true });
    expect(asked.links).toBe(1);
    press(view.contentDOM, "8", { ctrlKey: true, shiftKey: true, code: "Digit8" });
    expect(view.state.doc.toString()).toBe("- **word**");
    press(view.contentDOM, "z", { ctrlKey: true });
    press(view.contentDOM, "z", { ctrlKey: true });
    expect(view.state.doc.toString()).toBe("word");
  });

  it("goes on with a list and ends it", () => {
    const { view } = surface("- a");
    view.dispatch({ selection: { anchor: 3 } });
    press(view.contentDOM, "Enter");
    expect(view.state.doc.toString()).toBe("- a\n- ");
    press(view.contentDOM, "Enter");
    expect(view.state.doc.toString()).toBe("- a\n");
  });

  it("tells changes from elsewhere, which cannot be undone here", () => {
    const { view, asked } = surface("a");
    changeFromElsewhere(view, view.state.changes({ from: 1, insert: "b" }));
    press(view.contentDOM, "z", { ctrlKey: true });
    expect([view.state.doc.toString(), asked.elsewhere, asked.own]).toEqual(["ab", 1, 0]);
  });

  it("searches in a panel of its own", () => {
    const { view, panels } = surface("one two one");
    press(view.contentDOM, "f", { ctrlKey: true });
    const field = panels.querySelector("input")!;
    field.value = "one";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press(field, "Enter");
    press(field, "Enter");
    expect(panels.querySelector("[role=status]")!.textContent).toBe("2 of 2");
    expect(view.state.selection.main.from).toBe(8);
    press(field, "Escape");
    expect(panels.querySelector("input")).toBeNull();
  });
});

describe("problems", () => {
  it("are underlined where they are", () => {
    const { view } = surface("one\ntwo words\nthree");
    view.dispatch(
      showProblems(view.state, [problem(2, 5), problem(1, null), problem(99, 99), problem(null, null)]),
    );
    expect(diagnosticCount(view.state)).toBe(3);
    const places: [number, number][] = [];
    forEachDiagnostic(view.state, (_, from, to) => places.push([from, to]));
    expect(places).toEqual([
      [0, 3],
      [8, 13],
      [19, 19],
    ]);
  });
});

describe("pictures", () => {
  const place = { words: "Adding picture…" };

  it("are taken from a paste, and words are not", () => {
    const { view, taken } = surface("");
    const paste = (files: File[], text: string) => {
      const event = new Event("paste", { bubbles: true, cancelable: true });
      Object.assign(event, { clipboardData: { files, getData: () => text, types: [] } });
      view.contentDOM.dispatchEvent(event);
    };
    const png = new File(["x"], "a.png", { type: "image/png" });
    paste([png, new File(["x"], "a.pdf", { type: "application/pdf" })], "");
    expect(taken).toEqual([[png]]);
    paste([png], "words came along");
    expect(taken).toHaveLength(1);
  });

  it("hold their place while text is typed before them", () => {
    const { view } = surface("one\n\ntwo");
    holdPlace(view, place, 3);
    expect(view.dom.querySelector(".cm-picture-place")!.textContent).toBe("Adding picture…");
    view.dispatch({ changes: { from: 0, insert: "zero " } });
    fillPlace(view, place, "![](a.png)", 2);
    expect(view.state.doc.toString()).toBe("zero one\n\n![](a.png)\n\ntwo");
    expect(view.state.selection.main.head).toBe(12);
    expect(view.dom.querySelector(".cm-picture-place")).toBeNull();
  });

  it.each([
    ["one\n", 4, "one\n\n![](a.png)"],
    ["one\n\ntwo", 4, "one\n\n![](a.png)\n\ntwo"],
    ["one two", 4, "one ![](a.png)two"],
    ["two", 0, "![](a.png)\n\ntwo"],
    ["", 0, "![](a.png)"],
  ])("stand apart from other words: %j at %d", (doc, at, wanted) => {
    const { view } = surface(doc);
    holdPlace(view, place, at);
    fillPlace(view, place, "![](a.png)", 2);
    expect(view.state.doc.toString()).toBe(wanted);
  });

  it("give their place up", () => {
    const { view } = surface("one");
    holdPlace(view, place, 3);
    releasePlace(view, place);
    expect(view.dom.querySelector(".cm-picture-place")).toBeNull();
    expect(view.state.doc.toString()).toBe("one");
  });

  it.each([
    ["![](a.png)", 2, 0],
    ["x ![ ](a.png)", 4, 2],
    ["![a](a.png)", 2, null],
    ["![](a.png)", 1, null],
    ["[](a)", 1, null],
  ])("%j at %d: without description from %s", (doc, head, from) =>
    expect(undescribedAt(EditorState.create({ doc, selection: { anchor: head } }))).toBe(from),
  );
});
