// The texts of the editor and of the preview beside it, for the same reasons as in `words.ts`.
import type { PageKind, SaveState } from "../api/protocol";
import { number } from "./format";

const plural = new Intl.PluralRules("en");

function count(value: number, one: string, other: string): string {
  return `${number(value)} ${plural.select(value) === "one" ? one : other}`;
}

/** Says in a word or two whether the file holds what the editor holds. */
export function saveWords(save: SaveState): string {
  switch (save.kind) {
    case "saved":
      return "Saved";
    case "waiting":
      return "Saving…";
    case "failed":
      return "Not saved";
    case "conflict":
      return "Changed elsewhere";
    case "gone":
      return "File is gone";
  }
}

/** The words of the editor and the preview. */
export const editorWords = {
  text: "Text",
  title: "Title",
  placeholder: "Begin to write",
  opening: "The page is on its way",
  part: { writing: "Writing", preview: "Preview", page: "The page as it will be" },
  back: { post: "Posts", page: "Pages" } satisfies Record<PageKind, string>,
  views: { label: "View", write: "Write", split: "Split", preview: "Preview" },
  details: "Details",
  splitter: "Width of the text",
  length: (words: number, minutes: number) =>
    `${count(words, "word", "words")} · ${number(Math.max(minutes, words > 0 ? 1 : 0))} min`,
  problems: {
    thisPage: "This page",
    button: (problems: number) => count(problems, "thing needs a look", "things need a look"),
    line: (line: number) => `Line ${number(line)}`,
  },
  saved: "All your changes are saved",
  notSaved: (why: string) => `Not saved: ${why}`,
  trySaving: "Try again",
  recovered: "Text that was not saved when Galley stopped is back.",
  gone: {
    message: "The file of this page was deleted outside Galley",
    hint: "What you wrote is kept here. Save it again, or go back and leave it deleted.",
    again: "Save it again",
  },
  conflict: {
    message: "This page was also changed outside Galley",
    hint: "Your text is kept, and so is the other. Choose which one stays.",
    compare: "Compare",
    title: "Two versions of this page",
    help: "It was changed here and outside Galley since it was last saved.",
    mine: "Your text here",
    theirs: "The text in the file",
    keep: {
      mine: "Keep mine",
      theirs: "Take the other",
      both: "Keep both",
    },
    bothHelp: "Keeping both puts yours beside it as a draft copy.",
  },
  broken: {
    message: "The details at the top of this page cannot be read",
    hint: "So the whole file is shown as text. Once the lines between the marks at the top are in order, open the page again.",
  },
  toolbar: {
    name: "Formatting",
    bold: "Bold",
    italic: "Italic",
    heading: "Heading",
    headingLevel: (level: number) => `Heading ${number(level)}`,
    paragraph: "Plain paragraph",
    link: "Link",
    bullets: "Bulleted list",
    numbers: "Numbered list",
    tasks: "Task list",
    quote: "Quote",
    picture: "Picture",
    table: "Table",
    more: "More",
    strike: "Struck out",
    code: "Code",
    codeBlock: "Code block",
    rule: "Dividing line",
    footnote: "Footnote",
    readMore: "End of the beginning that lists show",
    find: "Find in this text",
  },
  commands: {
    save: "Save now",
    details: "Show the page's details",
    closeDetails: "Close the details",
    toolbar: "Go to the formatting buttons",
    title: "Go to the title",
    text: "Go to the text",
    view: "Show or hide the preview",
    tab: "Let Tab move on from the text, or not",
    undo: "Undo",
    redo: "Redo",
    see: "See this page in the browser",
    nextProblem: "Go to the next thing that needs a look",
  },
  link: {
    title: "Link",
    words: "Text",
    address: "Address",
    addressHelp: "A web address, or the title of one of your pages.",
    pages: "Your posts and pages",
    put: "Insert link",
    change: "Change link",
    remove: "Remove link",
    missing: "Write where the link leads",
  },
  table: {
    title: "Table",
    help: "Choose a size. The first row is for headings.",
    columns: "Columns",
    rows: "Rows below the headings",
    put: "Insert table",
    heading: "Heading",
    size: (columns: number, rows: number) =>
      `${count(columns, "column", "columns")}, ${count(rows, "row", "rows")}`,
  },
  pictures: {
    adding: "Adding picture…",
    tooLarge: (name: string) =>
      `${name || "The picture"} was not added: it is larger than 32 MB. Make it smaller first.`,
    describe: "Describe this picture",
    describeHelp:
      "Say between the brackets what it shows, for people who cannot see it. Leave it empty if it is only decoration.",
    done: "Done",
  },
  fields: {
    date: "Date",
    dateHelp: "A day to come schedules the post for that day.",
    clearDate: "Clear the date",
    tags: "Tags",
    tagsHelp: "Separate them with a comma.",
    draft: "Keep as a draft",
    draftOn: "Publishing leaves it here.",
    draftOff: "The next publish takes it online.",
    description: "Description",
    descriptionHelp: "Search engines and shared links show it.",
    letters: (letters: number) => `${number(letters)} of about 160 letters`,
    address: "Web address",
    addressHelp: "The last part. Left empty, it is made from the file's name.",
    full: (address: string) => `It will be at ${address}`,
  },
  search: {
    find: "Find",
    replaceWith: "Replace with",
    previous: "Previous",
    next: "Next",
    matchCase: "Match capitals",
    replace: "Replace",
    replaceAll: "Replace all",
    close: "Close search",
    count(total: number, selected: number, isMore: boolean): string {
      if (total === 0) return "Nothing found";
      const all = isMore ? `${number(total)}+` : number(total);
      return selected > 0 ? `${number(selected)} of ${all}` : all;
    },
  },
  preview: {
    embedded: (host: string) =>
      host
        ? `Embedded from ${host}. It shows on the published page.`
        : "Embedded. It shows on the published page.",
    widths: { label: "Width", phone: "Phone", tablet: "Tablet", full: "Full width" },
    dark: "Dark colours",
    light: "Light colours",
    browser: "Open in the browser",
    loading: "The preview is on its way",
    unable: "There is no preview of this page now",
    press: "click",
    open: (address: string, keys: string) => `${address} · ${keys} opens it`,
    noPage: (address: string) => `No page of this site has the address ${address}`,
  },
};
