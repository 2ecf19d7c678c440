import { EditorState, type StateCommand } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { setHeading, toggleList, toggleQuote } from "./blocks";
import { formatsAt } from "./formats";
import { toggleInline } from "./inline";
import { insertFootnote, insertMore, insertRule, insertTable, toggleCodeBlock } from "./insert";
import { markdownLanguage } from "./language";
import { addressMeant, linkAt, putLink } from "./link";
import { indentItem, outdentItem } from "./listIndent";

/** Makes a state from text in which `‸` is the cursor and `«…»` the selection. */
function stateOf(marked: string): EditorState {
  const cursor = marked.indexOf("‸");
  const text = marked.replace(/[‸«»]/g, "");
  const [anchor, head] = cursor >= 0 ? [cursor, cursor] : [marked.indexOf("«"), marked.indexOf("»") - 1];
  return EditorState.create({ doc: text, selection: { anchor, head }, extensions: markdownLanguage() });
}

function markedOf(state: EditorState): string {
  const { from, to, empty } = state.selection.main;
  const [before, inside, after] = [state.sliceDoc(0, from), state.sliceDoc(from, to), state.sliceDoc(to)];
  return empty ? `${before}‸${after}` : `${before}«${inside}»${after}`;
}

function done(command: StateCommand, marked: string): string {
  let state = stateOf(marked);
  const isDone = command({ state, dispatch: (transaction) => (state = transaction.state) });
  return isDone ? markedOf(state) : "not done";
}

describe("inline marks", () => {
  it.each([
    ["a «word» here", "a **«word»** here"],
    ["a **«word»** here", "a «word» here"],
    ["a «**word**» here", "a «word» here"],
    ["a wo‸rd here", "a **wo‸rd** here"],
    ["a **wo‸rd** here", "a wo‸rd here"],
    ["a ‸ here", "a **‸** here"],
    ["a **‸** here", "a ‸ here"],
    ["« word »", "« **word** »"],
    ["« **word** »", "« word »"],
    ["«one\ntwo»", "**«one**\n**two»**"],
    ["- «one\n- two»", "- **«one**\n- **two»**"],
    ["«a **b** c»", "**«a b c»**"],
    ["## «word»", "## **«word»**"],
  ])("bold: %j becomes %j", (before, after) => expect(done(toggleInline("bold"), before)).toBe(after));

  it("keeps one mark when the other goes", () => {
    expect(done(toggleInline("italic"), "***«word»***")).toBe("**«word»**");
    expect(done(toggleInline("bold"), "*«word»*")).toBe("***«word»***");
  });

  it("fences code with more backticks than it has", () => {
    expect(done(toggleInline("code"), "«a`b»")).toBe("``«a`b»``");
    expect(done(toggleInline("code"), "«`b»")).toBe("`` «`b» ``");
    expect(done(toggleInline("code"), "``«a`b»``")).toBe("«a`b»");
  });

  it("leaves a code block alone", () => expect(done(toggleInline("bold"), "```\n«x»\n```")).toBe("not done"));
  it("strikes out", () => expect(done(toggleInline("strike"), "«x»")).toBe("~~«x»~~"));
  it("keeps a selection's direction", () => {
    let state = EditorState.create({ doc: "word", selection: { anchor: 4, head: 0 } });
    toggleInline("bold")({ state, dispatch: (transaction) => (state = transaction.state) });
    expect([state.selection.main.anchor, state.selection.main.head]).toEqual([6, 2]);
  });
});

describe("lines", () => {
  it.each<[string, StateCommand, string, string]>([
    ["heading", setHeading(2), "wo‸rd", "## wo‸rd"],
    ["heading again", setHeading(2), "## wo‸rd", "wo‸rd"],
    ["other heading", setHeading(3), "# wo‸rd", "### wo‸rd"],
    ["no heading", setHeading(0), "## wo‸rd", "wo‸rd"],
    ["underlined heading", setHeading(2), "wo‸rd\n===\n\nx", "## wo‸rd\n\nx"],
    ["bullets", toggleList("bullet"), "«one\n\ntwo»", "- «one\n\n- two»"],
    ["bullets off", toggleList("bullet"), "- «one\n- two»", "«one\ntwo»"],
    ["numbers", toggleList("numbered"), "- «one\n- two»", "1. «one\n2. two»"],
    ["tasks", toggleList("task"), "‸", "- [ ] ‸"],
    ["done tasks stay done", toggleList("task"), "«- [x] one\ntwo»", "- [x] «one\n- [ ] two»"],
    ["nested item", toggleList("numbered"), "  - o‸ne", "  1. o‸ne"],
    ["quote", toggleQuote, "«one\n\ntwo»", "> «one\n>\n> two»"],
    ["quote off", toggleQuote, "> «one\n>\n> two»", "«one\n\ntwo»"],
    ["code block", toggleCodeBlock, "«let x»", "```\n«let x»\n```"],
    ["code block off", toggleCodeBlock, "```js\nle‸t x\n```\n", "le‸t x\n"],
    ["longer fence", toggleCodeBlock, "«a\n```»", "````\n«a\n```»\n````"],
  ])("%s", (_, command, before, after) => {
    const result = done(command, before);
    expect(result.replace(/[‸«»]/g, "")).toBe(after.replace(/[‸«»]/g, ""));
    expect(result).toContain(/[‸«]/.exec(after)![0]);
  });

  it("a heading in a code block is not made", () =>
    expect(done(setHeading(1), "```\nx‸\n```")).toBe("not done"));
});

describe("what is put into the text", () => {
  it("a line never underlines the paragraph above", () => {
    expect(done(insertRule, "word‸")).toBe("word\n\n---\n‸\n");
    expect(done(insertRule, "word\n‸\nnext")).toBe(
      "word\n\n---\n‸\n\nnext".replace("\n\n\nnext", "\n\nnext"),
    );
  });
  it("the end of the beginning", () => expect(done(insertMore, "‸")).toBe("<!-- more -->\n‸\n"));
  it("a table", () => {
    const table = "| «Column 1» | Column 2 |\n| -------- | -------- |\n|          |          |\n";
    expect(done(insertTable(2, 1, "Column"), "‸")).toBe(table);
  });
  it("footnotes count on", () => {
    expect(done(insertFootnote, "one‸ two")).toBe("one[^1] two\n\n[^1]: ‸");
    expect(done(insertFootnote, "a[^1] b‸\n\n[^1]: x\n")).toBe("a[^1] b[^2]\n\n[^1]: x\n[^2]: ‸");
  });
});

describe("links", () => {
  const put = (marked: string, address: string) => {
    const place = linkAt(stateOf(marked));
    return done(putLink(place, place.words, address), marked);
  };
  it("words become a link", () => expect(put("a «word»", "https://x.org")).toBe("a [word](https://x.org)‸"));
  it("an address changes", () => expect(put("[wo‸rd](a)", "b")).toBe("[word](b)‸"));
  it("a link becomes words", () => expect(put("[wo‸rd](a) x", "")).toBe("word‸ x"));
  it("no words: the address is the text", () =>
    expect(put("‸", "https://x.org")).toBe("[https://x.org](https://x.org)‸"));
  it("brackets do not end an address", () => expect(put("«w»", "a (b)")).toBe("[w](<a%20(b)>)‸"));
  it.each([
    ["example.org", "https://example.org"],
    ["example.org/a?b", "https://example.org/a?b"],
    ["a@example.org", "mailto:a@example.org"],
    ["/about/", "/about/"],
    ["@/visit.md", "@/visit.md"],
    ["notes.md", "notes.md"],
    ["https://x.org", "https://x.org"],
    ["#part", "#part"],
  ])("%s is meant as %s", (typed, meant) => expect(addressMeant(typed)).toBe(meant));
});

describe("list levels", () => {
  it("goes under the item above and back", () => {
    expect(done(indentItem, "- a\n- b‸")).toBe("- a\n  - b‸");
    expect(done(indentItem, "1. a\n2. b‸")).toBe("1. a\n   2. b‸");
    expect(done(outdentItem, "- a\n  - b‸")).toBe("- a\n- b‸");
  });
  it("takes what hangs below along", () =>
    expect(done(indentItem, "- a\n- b‸\n  - c")).toBe("- a\n  - b‸\n    - c"));
  it("lets Tab go on outside lists", () => {
    expect(done(indentItem, "wo‸rd")).toBe("not done");
    expect(done(indentItem, "- fi‸rst")).toBe("not done");
    expect(done(outdentItem, "- fi‸rst")).toBe("not done");
  });
});

describe("formats at the cursor", () => {
  it("are named", () => {
    expect(formatsAt(stateOf("> - **wo‸rd**"))).toMatchObject({ bold: true, list: "bullet", quote: true });
    expect(formatsAt(stateOf("## [wo‸rd](a)"))).toMatchObject({ heading: 2, link: true, bold: false });
    expect(formatsAt(stateOf("```\n**wo‸rd**\n```"))).toMatchObject({ codeBlock: true, bold: false });
    expect(formatsAt(stateOf("**a** ‸b"))).toMatchObject({ bold: false });
  });
  it("a footnote is no link", () => expect(formatsAt(stateOf("a[^‸1]")).link).toBe(false));
});
