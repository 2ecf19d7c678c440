import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { createApi } from "../api/api";
import type {
  Commands,
  EditAnswer,
  Event,
  Fields,
  PageRow,
  PageView,
  PreviewChange,
  SaveState,
} from "../api/protocol";
import { Failed, type Host } from "../host/host";
import { DocumentState } from "./document.svelte";

const saved: SaveState = { kind: "saved", at: "2026-05-03T10:00:00Z" };
const fields: Fields = { title: "Winter", date: "", tags: [], draft: true, description: "", slug: "" };

const view = (text: string, revision: number, more: Partial<PageView> = {}): PageView => ({
  page: "content/a.md",
  kind: "post",
  fields,
  text,
  revision,
  status: { kind: "draft" },
  address: "/a/",
  permalink: "https://site.example/a/",
  save: saved,
  words: 1,
  minutes: 1,
  problems: [],
  recovered: false,
  ...more,
});

const answer = (revision: number, preview: PreviewChange = { kind: "same" }): EditAnswer => ({
  revision,
  words: 2,
  minutes: 1,
  status: { kind: "draft" },
  save: { kind: "waiting" },
  problems: [],
  preview,
});

type Answers = {
  [Name in keyof Commands]?: (argument: Commands[Name]["argument"]) => Commands[Name]["answer"];
};

/** A host that answers as it is told, one turn of the loop later, and writes down what was asked. */
function setUp(answers: Answers, opened = view("text", 0), takesPreview = true) {
  const asked: string[] = [];
  const host: Host = {
    async call(name, argument) {
      asked.push(name);
      await settled();
      const found = answers[name];
      if (!found) throw new Failed({ remedy: null, message: `no ${name}`, hint: "", detail: "" });
      return found(argument);
    },
    listen: () => () => {},
  };
  const heard = { previews: [] as PreviewChange[], moved: [] as string[], failed: [] as unknown[] };
  const document = new DocumentState(createApi(host), opened, {
    preview: { take: (change) => (heard.previews.push(change), takesPreview || change.kind === "whole") },
    moved: (row) => heard.moved.push(row.page),
    fail: (error) => heard.failed.push(error),
  });
  const surface = { text: opened.text, problems: 0 };
  document.attach({
    change: (changes) => (surface.text = changes.apply(Text.of([surface.text])).toString()),
    showProblems: (problems) => (surface.problems = problems.length),
  });
  const type = (insert: string) => {
    const { text } = document;
    const changes = ChangeSet.of({ from: text.length, insert }, text.length);
    document.typed(changes, changes.apply(text), 0);
  };
  return { document, asked, heard, surface, type };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await settled();
}

const edits: Answers = { edit_page: ({ revision }) => answer(revision) };
const whole: PreviewChange = {
  kind: "whole",
  html: "",
  blocks: [],
  site_url: "",
  local_url: "",
  page_url: "",
};

describe("an open page", () => {
  it("says that it waits to be saved from the first key on", async () => {
    const { document, type } = setUp(edits);
    expect(document.save.kind).toBe("saved");
    type("!");
    expect(document.save.kind).toBe("waiting");
    await quiet();
    expect(document.length.words).toBe(2);
    document.hear({ kind: "pageSaved", page: "content/a.md", save: saved, status: { kind: "new" } });
    expect([document.save.kind, document.status.kind]).toEqual(["saved", "new"]);
  });

  it("is not called saved while text is still on its way", () => {
    const { document, type } = setUp(edits);
    type("!");
    document.hear({ kind: "pageSaved", page: "content/a.md", save: saved, status: { kind: "new" } });
    expect(document.save.kind).toBe("waiting");
  });

  it("says why text could not be handed over, and stops saying so when it could", async () => {
    const answers: Answers = {};
    const { document, type } = setUp(answers);
    type("a");
    await quiet();
    expect(document.save).toMatchObject({ kind: "failed", failure: { message: "no edit_page" } });
    Object.assign(answers, edits);
    type("b");
    await quiet();
    expect(document.save.kind).toBe("waiting");
  });

  it("saves after the text has arrived", async () => {
    const { document, asked, type } = setUp({ ...edits, save_page: () => saved });
    type("a");
    expect(await document.saveNow()).toBe(true);
    expect(asked).toEqual(["edit_page", "save_page"]);
  });

  it("closes after the text has arrived", async () => {
    const { document, asked, type } = setUp({ ...edits, close_page: () => ({}) });
    type("a");
    type("b");
    await document.close();
    expect(asked).toEqual(["edit_page", "edit_page", "close_page"]);
  });

  it("asks for the whole preview when a change does not fit", async () => {
    const { heard, asked, type } = setUp({ ...edits, show_preview: () => whole }, undefined, false);
    type("a");
    await quiet();
    expect(asked).toEqual(["edit_page", "show_preview"]);
    expect(heard.previews.map((change) => change.kind)).toEqual(["same", "whole"]);
  });

  it("asks for the preview once, however often the site changes", async () => {
    const { document, asked } = setUp({ show_preview: () => whole });
    for (let time = 0; time < 5; time++) document.hear({ kind: "siteChanged" });
    await quiet();
    expect(asked.length).toBeLessThanOrEqual(2);
  });
});

describe("details", () => {
  const change: NonNullable<Answers["change_field"]> = ({ field }) => ({
    fields: { ...fields, [field.kind]: field.value },
    refused: field.kind === "date" ? "This is not a date." : null,
    address: field.kind === "slug" ? `/${String(field.value)}/` : "/a/",
    edit: answer(0),
  });

  it("only the newest value waits, and what was typed meanwhile stays", async () => {
    const sent: unknown[] = [];
    const { document } = setUp({
      change_field: (argument) => (sent.push(argument.field.value), change(argument)),
    });
    for (const value of ["W", "Wi", "Win"]) document.changeField({ kind: "title", value });
    expect(document.fields?.title).toBe("Win");
    await settled();
    document.changeField({ kind: "title", value: "Wint" });
    await quiet();
    expect(document.fields?.title).toBe("Wint");
    expect(sent).toEqual(["W", "Win", "Wint"]);
  });

  it("a value that is refused stays, with the reason beside it", async () => {
    const { document } = setUp({ change_field: change });
    document.changeField({ kind: "date", value: "soon" });
    await quiet();
    expect([document.fields?.date, document.refusal("date")]).toEqual(["soon", "This is not a date."]);
  });

  it("another address shows in full", async () => {
    const { document } = setUp({ change_field: change });
    document.changeField({ kind: "slug", value: "b" });
    await quiet();
    expect([document.address, document.permalink]).toEqual(["/b/", "https://site.example/b/"]);
  });

  it("come back as they are when they could not be changed", async () => {
    const { document, heard } = setUp({ open_page: () => view("text", 0), show_preview: () => whole });
    document.changeField({ kind: "draft", value: false });
    await quiet();
    expect(document.fields?.draft).toBe(true);
    expect(heard.failed).toHaveLength(1);
  });
});

describe("changes from elsewhere", () => {
  it("are met by what was typed meanwhile", async () => {
    const { document, type, asked } = setUp({
      ...edits,
      open_page: () => view("TEXT", 4),
      show_preview: () => whole,
    });
    document.hear({ kind: "pageReloaded", page: "content/a.md" });
    type("!");
    await quiet();
    expect(document.text.toString()).toBe("TEXT!");
    expect(asked[0]).toBe("open_page");
  });

  it("do not touch other pages", () => {
    const { document, asked } = setUp({});
    const other: Event = { kind: "pageReloaded", page: "content/b.md" };
    document.hear(other);
    expect(asked).toEqual([]);
  });

  it("are settled by the person's choice", async () => {
    const conflict: SaveState = { kind: "conflict", outside: "theirs" };
    const { document, surface } = setUp(
      {
        resolve_conflict: ({ keep }) => view(keep === "theirs" ? "theirs" : "text", 2),
        show_preview: () => whole,
      },
      view("text", 0, { save: conflict }),
    );
    expect(document.save).toEqual(conflict);
    await document.resolve("theirs");
    expect([document.text.toString(), surface.text, document.save.kind]).toEqual([
      "theirs",
      "theirs",
      "saved",
    ]);
  });
});

it("a page that a picture moves into a folder goes by its new handle", async () => {
  const row = { page: "content/a/index.md", address: "/a/" } as PageRow;
  const { document, heard, asked, type } = setUp({
    ...edits,
    add_picture: () => ({ markdown: "![](x.png)", descriptionAt: 2, row }),
    show_preview: () => whole,
  });
  type("a");
  const added = await document.addPicture("x.png", "AA==");
  expect(added.markdown).toBe("![](x.png)");
  expect([document.page, heard.moved]).toEqual(["content/a/index.md", ["content/a/index.md"]]);
  await quiet();
  expect(asked).toEqual(["edit_page", "add_picture", "show_preview"]);
});
