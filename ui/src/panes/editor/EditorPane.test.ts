import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { EditorView } from "@codemirror/view";
import { createRawSnippet } from "svelte";
import { afterEach, expect, it } from "vitest";
import { createApi } from "../../api/api";
import type { Commands, Fields, PageView } from "../../api/protocol";
import { Failed, type Host } from "../../host/host";
import { AppState } from "../../state/app.svelte";
import EditorPane from "./EditorPane.svelte";

const fields: Fields = {
  title: "Winter",
  date: "2026-11-01",
  tags: ["Visiting"],
  draft: true,
  description: "",
  slug: "",
};
const nothing = createRawSnippet(() => ({ render: () => "<span></span>" }));

afterEach(cleanup);

type Answers = {
  [Name in keyof Commands]?: (argument: Commands[Name]["argument"]) => Commands[Name]["answer"];
};

/** Opens a page in the pane, with a host that answers as it is told. */
async function open(more: Partial<PageView> = {}, answers: Answers = {}) {
  const view: PageView = {
    page: "content/a.md",
    kind: "post",
    fields,
    text: "one two",
    revision: 0,
    status: { kind: "draft" },
    address: "/a/",
    permalink: "https://site.example/a/",
    save: { kind: "saved", at: "2026-11-01T10:00:00Z" },
    words: 2,
    minutes: 1,
    problems: [],
    recovered: false,
    ...more,
  };
  const edit = (revision: number) => ({ ...view, revision, preview: { kind: "same" as const } });
  const known: Answers = {
    show_site: () => ({
      title: "Museum",
      folder: "museum",
      baseUrl: "https://site.example",
      posts: 1,
      pages: 0,
      trash: 0,
      waiting: 0,
      lastPublish: null,
      problems: [],
      notice: null,
    }),
    show_preferences: () => ({ appearance: "system", view: "write", letterSize: 18 }),
    change_preferences: (preferences) => preferences,
    open_page: () => view,
    close_page: () => ({}),
    save_page: () => view.save,
    list_pages: () => [],
    edit_page: ({ revision }) => edit(revision),
    change_field: ({ field }) => ({
      fields: { ...fields, [field.kind]: field.value },
      refused: field.kind === "slug" && field.value === "!" ? "It needs a letter" : null,
      address: "/a/",
      edit: edit(0),
    }),
    ...answers,
  };
  const asked: { name: string; argument: unknown }[] = [];
  const host: Host = {
    async call(name, argument) {
      asked.push({ name, argument });
      const found = known[name];
      if (!found) throw new Failed({ remedy: null, message: `no ${name}`, hint: "", detail: "" });
      return found(argument);
    },
    listen: () => () => {},
  };
  const app = new AppState(createApi(host));
  await app.start();
  const { unmount } = render(EditorPane, {
    app,
    open: app.open!,
    page: "content/a.md",
    lead: nothing,
    publish: nothing,
  });
  const text = await screen.findByRole("textbox", { name: "Text" });
  const editor = EditorView.findFromDOM(text)!;
  const argumentsOf = (name: keyof Commands) =>
    asked.filter((one) => one.name === name).map((one) => one.argument);
  return { app, editor, argumentsOf, unmount };
}

it("shows a page with its title, its length and whether it is safe", async () => {
  const { editor, argumentsOf, unmount } = await open();
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Title" }).value).toBe("Winter");
  expect(screen.getByText("2 words · 1 min")).toBeTruthy();
  expect(screen.getByText("Saved")).toBeTruthy();
  editor.dispatch({ changes: { from: 7, insert: " three" } });
  await waitFor(() => expect(argumentsOf("edit_page")).toHaveLength(1));
  unmount();
  await waitFor(() => expect(argumentsOf("close_page")).toEqual(["content/a.md"]));
});

it("puts the keyboard where one goes on", async () => {
  const { editor } = await open();
  expect(editor.hasFocus).toBe(true);
  cleanup();
  await open({ fields: { ...fields, title: "" } });
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Title" }));
});

it("shows what the text at the cursor is, and changes it by its buttons", async () => {
  const { editor } = await open({ text: "**one** two" });
  const bold = screen.getByRole("button", { name: "Bold" });
  expect(bold.getAttribute("aria-pressed")).toBe("false");
  editor.dispatch({ selection: { anchor: 3 } });
  await waitFor(() => expect(bold.getAttribute("aria-pressed")).toBe("true"));
  await fireEvent.click(bold);
  expect(editor.state.doc.toString()).toBe("one two");
  const stops = [...document.querySelectorAll<HTMLElement>("[role=toolbar] button")].filter(
    (button) => button.tabIndex === 0,
  );
  expect(stops).toHaveLength(1);
});

it("asks where a link leads", async () => {
  const { editor } = await open();
  editor.dispatch({ selection: { anchor: 0, head: 3 } });
  await fireEvent.click(screen.getByRole("button", { name: "Link" }));
  const address = await screen.findByRole("combobox", { name: "Address" });
  await fireEvent.input(address, { target: { value: "example.org" } });
  await fireEvent.submit(address.closest("form")!);
  await waitFor(() => expect(editor.state.doc.toString()).toBe("[one](https://example.org) two"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("changes details, and says beside the field what was not taken", async () => {
  const { app, argumentsOf } = await open();
  app.commands.run("page.details");
  const slug = await screen.findByRole("textbox", { name: "Web address" });
  await fireEvent.input(slug, { target: { value: "!" } });
  await fireEvent.change(slug);
  await screen.findByText("It needs a letter");
  expect(argumentsOf("change_field")).toEqual([
    { page: "content/a.md", field: { kind: "slug", value: "!" } },
  ]);
  await fireEvent.click(screen.getByRole("button", { name: "Clear the date" }));
  await waitFor(() => expect(argumentsOf("change_field")).toHaveLength(2));
  app.commands.run("page.details.close");
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Web address" })).toBeNull());
});

it("keeps the time of day when the day changes", async () => {
  const { app, argumentsOf } = await open({ fields: { ...fields, date: "2026-11-01T09:30:00Z" } });
  app.commands.run("page.details");
  const date = await screen.findByLabelText<HTMLInputElement>("Date");
  expect(date.value).toBe("2026-11-01");
  await fireEvent.change(date, { target: { value: "2026-12-24" } });
  await waitFor(() => expect(argumentsOf("change_field")).toHaveLength(1));
  expect(argumentsOf("change_field")[0]).toMatchObject({ field: { value: "2026-12-24T09:30:00Z" } });
});

it("a page whose details cannot be read is text and nothing else", async () => {
  await open({ fields: null, text: "+++\ntitle =\n+++\nwords" });
  expect(screen.queryByRole("textbox", { name: "Title" })).toBeNull();
  expect(screen.getByText(/details at the top of this page cannot be read/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Details" }).disabled).toBe(true);
});

it("says that text is back, until that is read", async () => {
  await open({ recovered: true });
  const notice = screen.getByText("Text that was not saved when Galley stopped is back.");
  await fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(notice.isConnected).toBe(false);
});

it("shows both texts of a conflict and lets the person choose", async () => {
  const { editor, argumentsOf } = await open(
    { save: { kind: "conflict", outside: "+++\ntitle = 'x'\n+++\none 2" } },
    {
      resolve_conflict: () => ({
        page: "content/a.md",
        kind: "post",
        fields,
        text: "one 2",
        revision: 5,
        status: { kind: "draft" },
        address: "/a/",
        permalink: "https://site.example/a/",
        save: { kind: "saved", at: "2026-11-01T10:00:00Z" },
        words: 2,
        minutes: 1,
        problems: [],
        recovered: false,
      }),
    },
  );
  await fireEvent.click(screen.getByRole("button", { name: "Compare" }));
  const theirs = await screen.findByRole("document", { name: "The text in the file" });
  expect(theirs.textContent?.trim()).toBe("one 2");
  const choices = screen.getAllByRole("button", { name: "Take the other" });
  await fireEvent.click(choices.at(-1)!);
  await waitFor(() => expect(editor.state.doc.toString()).toBe("one 2"));
  expect(argumentsOf("resolve_conflict")).toEqual([{ page: "content/a.md", keep: "theirs" }]);
  expect(screen.getByText("Saved")).toBeTruthy();
});

it("lists what needs a look", async () => {
  const { editor } = await open({
    text: "one\ntwo",
    problems: [
      {
        severity: "warning",
        page: null,
        file: null,
        line: 2,
        column: 1,
        message: "No such page",
        hint: "Look again",
      },
    ],
  });
  await fireEvent.click(screen.getByRole("button", { name: "1 thing needs a look" }));
  await fireEvent.click(await screen.findByRole("menuitem", { name: /No such page/, hidden: true }));
  expect(editor.state.selection.main.head).toBe(4);
});
