// Commands about one page: open, write, rename, trash.
import type { EditAnswer, Field, PageKind, TextChanges } from "../../api/protocol";
import type { Handlers } from "../memory";
import { Previews } from "./preview";
import { addressOf, nameOf, refuse, rowOf, statusOf, type MemoryPage, type World } from "./world";

type Names =
  | "open_page"
  | "edit_page"
  | "change_field"
  | "save_page"
  | "close_page"
  | "create_page"
  | "rename_page"
  | "duplicate_page"
  | "trash_page"
  | "restore_page"
  | "resolve_conflict"
  | "add_picture"
  | "choose_picture"
  | "show_preview";

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Commands about one page. */
export function pageCommands(world: World): Handlers<Names> {
  const previews = new Previews();

  const show = (page: MemoryPage) => ({
    page: page.id,
    kind: page.kind,
    fields: page.fields,
    text: page.text,
    revision: page.revision,
    status: statusOf(page),
    address: addressOf(page),
    permalink: `https://harbour.example${addressOf(page)}`,
    save: { kind: "saved" as const, at: new Date().toISOString() },
    ...countsOf(page.text),
    problems: [],
    recovered: false,
  });

  const answer = (page: MemoryPage): EditAnswer => {
    setTimeout(() => {
      world.emit({ kind: "pageSaved", page: page.id, save: savedNow(), status: statusOf(page) });
      if (world.current) world.emit({ kind: "siteChanged" });
    }, 400);
    return {
      revision: page.revision,
      ...countsOf(page.text),
      status: statusOf(page),
      save: { kind: "waiting" },
      problems: [],
      preview: previews.change(page),
    };
  };

  const addPicture = (page: MemoryPage, name: string, data: string) => {
    const file = name || "picture.png";
    page.pictures.set(file, `data:image/png;base64,${data}`);
    return { markdown: `![](${file})`, descriptionAt: 2, row: rowOf(page) };
  };

  return {
    open_page: (id) => show(world.page(id)),
    edit_page({ page: id, base, revision, changes }) {
      const page = world.page(id);
      if (base !== page.revision && changes.kind === "pieces")
        return refuse("The window and Galley hold different texts", "", { kind: "sendWholeText" });
      page.text = applied(page.text, changes);
      page.revision = revision;
      return answer(page);
    },
    change_field({ page: id, field }) {
      const page = world.page(id);
      const refused = problemOf(field);
      if (!refused) page.fields = { ...page.fields, [field.kind]: field.value };
      return { fields: page.fields, refused, address: addressOf(page), edit: answer(page) };
    },
    save_page: () => savedNow(),
    close_page: () => ({}),
    create_page: ({ kind, title }) => rowOf(addPage(world, kind, title || "")),
    rename_page({ page: id, name }) {
      const page = world.page(id);
      const fit = name
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "");
      const renamed = page.id.replace(/[^/]*\.md$/, `${fit}.md`);
      if (renamed !== id && world.site.pages.some((one) => one.id === renamed))
        return refuse(`The address cannot be “${fit}”, because another page has it`, "Choose another one.");
      page.id = renamed;
      page.fields = { ...page.fields, slug: "" };
      return rowOf(page);
    },
    duplicate_page(id) {
      const page = world.page(id);
      const copy = addPage(world, page.kind, page.fields.title, `${nameOf(page.id)}-copy`);
      copy.text = page.text;
      copy.fields = { ...page.fields, draft: true, slug: "" };
      return rowOf(copy);
    },
    trash_page(id) {
      const page = world.page(id);
      const trashed = { id: world.name("trash"), at: new Date().toISOString(), page };
      world.site.pages = world.site.pages.filter((one) => one !== page);
      world.site.trash.unshift(trashed);
      return { trash: trashed.id, at: trashed.at, title: page.fields.title };
    },
    restore_page(id) {
      const trashed = world.site.trash.find((one) => one.id === id);
      if (!trashed) return refuse("That is not in the trash any more", "");
      world.site.trash = world.site.trash.filter((one) => one !== trashed);
      world.site.pages.unshift(trashed.page);
      return rowOf(trashed.page);
    },
    resolve_conflict: ({ page }) => show(world.page(page)),
    add_picture: ({ page, name, data }) => addPicture(world.page(page), name, data),
    choose_picture: (page) => addPicture(world.page(page), "harbour.png", pixel),
    show_preview: (id) => previews.whole(world.page(id)),
  };
}

const savedNow = () => ({ kind: "saved" as const, at: new Date().toISOString() });

function addPage(world: World, kind: PageKind, title: string, name = title): MemoryPage {
  const folder = kind === "post" ? "content/posts" : "content";
  const wanted = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-") || "untitled";
  const taken = (id: string) => world.site.pages.some((one) => one.id === id);
  let id = `${folder}/${wanted}.md`;
  for (let copy = 2; taken(id); copy++) id = `${folder}/${wanted}-${copy}.md`;
  const date = kind === "post" ? new Date().toISOString().slice(0, 10) : "";
  const fields = { title, date, tags: [], draft: true, description: "", slug: "" };
  const page = { id, kind, fields, text: "", revision: 1, picture: null, live: null, pictures: new Map() };
  world.site.pages.unshift(page);
  return page;
}

function applied(text: string, changes: TextChanges): string {
  if (changes.kind === "whole") return changes.text;
  return changes.pieces.reduceRight(
    (now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to),
    text,
  );
}

function problemOf(field: Field): string | null {
  if (field.kind !== "date" || field.value === "" || /^\d{4}-\d{2}-\d{2}/.test(field.value)) return null;
  return "Write the date as 2026-05-03";
}

function countsOf(text: string): { words: number; minutes: number } {
  const words = text.split(/\s+/).filter(Boolean).length;
  return { words, minutes: Math.max(1, Math.round(words / 200)) };
}
