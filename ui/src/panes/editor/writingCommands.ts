// What can be done to the text, each once: the toolbar, the palette and the sheet of shortcuts all read it here.
import { redo, toggleTabFocusMode, undo } from "@codemirror/commands";
import { nextDiagnostic } from "@codemirror/lint";
import { openSearchPanel } from "@codemirror/search";
import type { StateCommand } from "@codemirror/state";
import { setHeading, toggleList, toggleQuote } from "../../editor/blocks";
import type { Formats } from "../../editor/formats";
import { toggleInline } from "../../editor/inline";
import { insertFootnote, insertMore, insertRule, toggleCodeBlock } from "../../editor/insert";
import { editorWords } from "../../parts/editorWords";
import type { Command, CommandGroup } from "../../state/commands.svelte";
import type { WritingDesk } from "./desk.svelte";

/** Something that can be done to the text. */
export interface WritingCommand {
  id: string;
  words: string;
  group: CommandGroup;
  shortcut?: string;
  /** Says whether the text at the cursor is so already; left out where that has no meaning. */
  isOn?(formats: Formats): boolean;
  run(desk: WritingDesk): void;
}

const words = editorWords.toolbar;

const inText = (command: StateCommand) => (desk: WritingDesk) => desk.run(command);

const heading = (level: 0 | 1 | 2 | 3): WritingCommand => ({
  id: `text.heading.${level}`,
  words: level === 0 ? words.paragraph : words.headingLevel(level),
  group: "write",
  shortcut: `Mod+${level}`,
  isOn: (formats) => formats.heading === level,
  run: inText(setHeading(level)),
});

/** Everything that can be done to the text. */
export const writingCommands = {
  bold: {
    id: "text.bold",
    words: words.bold,
    group: "write",
    shortcut: "Mod+B",
    isOn: (formats) => formats.bold,
    run: inText(toggleInline("bold")),
  },
  italic: {
    id: "text.italic",
    words: words.italic,
    group: "write",
    shortcut: "Mod+I",
    isOn: (formats) => formats.italic,
    run: inText(toggleInline("italic")),
  },
  strike: {
    id: "text.strike",
    words: words.strike,
    group: "write",
    shortcut: "Mod+Shift+X",
    isOn: (formats) => formats.strike,
    run: inText(toggleInline("strike")),
  },
  code: {
    id: "text.code",
    words: words.code,
    group: "write",
    shortcut: "Mod+E",
    isOn: (formats) => formats.code,
    run: inText(toggleInline("code")),
  },
  paragraph: heading(0),
  heading1: heading(1),
  heading2: heading(2),
  heading3: heading(3),
  bullets: {
    id: "text.bullets",
    words: words.bullets,
    group: "write",
    shortcut: "Mod+Shift+8",
    isOn: (formats) => formats.list === "bullet",
    run: inText(toggleList("bullet")),
  },
  numbers: {
    id: "text.numbers",
    words: words.numbers,
    group: "write",
    shortcut: "Mod+Shift+7",
    isOn: (formats) => formats.list === "numbered",
    run: inText(toggleList("numbered")),
  },
  tasks: {
    id: "text.tasks",
    words: words.tasks,
    group: "write",
    isOn: (formats) => formats.list === "task",
    run: inText(toggleList("task")),
  },
  quote: {
    id: "text.quote",
    words: words.quote,
    group: "write",
    shortcut: "Mod+Shift+9",
    isOn: (formats) => formats.quote,
    run: inText(toggleQuote),
  },
  codeBlock: {
    id: "text.codeBlock",
    words: words.codeBlock,
    group: "write",
    shortcut: "Mod+Shift+E",
    isOn: (formats) => formats.codeBlock,
    run: inText(toggleCodeBlock),
  },
  link: {
    id: "insert.link",
    words: words.link,
    group: "insert",
    shortcut: "Mod+K",
    isOn: (formats) => formats.link,
    run: (desk) => desk.askLink(),
  },
  picture: {
    id: "insert.picture",
    words: words.picture,
    group: "insert",
    run: (desk) => desk.choosePicture(),
  },
  table: { id: "insert.table", words: words.table, group: "insert", run: (desk) => desk.askTable() },
  rule: { id: "insert.rule", words: words.rule, group: "insert", run: inText(insertRule) },
  footnote: { id: "insert.footnote", words: words.footnote, group: "insert", run: inText(insertFootnote) },
  readMore: { id: "insert.more", words: words.readMore, group: "insert", run: inText(insertMore) },
  find: {
    id: "text.find",
    words: words.find,
    group: "write",
    shortcut: "Mod+F",
    run: (desk) => desk.runInView(openSearchPanel),
  },
  undo: {
    id: "text.undo",
    words: editorWords.commands.undo,
    group: "write",
    shortcut: "Mod+Z",
    run: (desk) => desk.runInView(undo),
  },
  redo: {
    id: "text.redo",
    words: editorWords.commands.redo,
    group: "write",
    shortcut: "Mod+Shift+Z",
    run: (desk) => desk.runInView(redo),
  },
  nextProblem: {
    id: "text.problem",
    words: editorWords.commands.nextProblem,
    group: "write",
    shortcut: "F8",
    run: (desk) => desk.runInView(nextDiagnostic),
  },
  tab: {
    id: "text.tab",
    words: editorWords.commands.tab,
    group: "write",
    shortcut: "Ctrl+M",
    run: (desk) => desk.runInView(toggleTabFocusMode),
  },
} satisfies Record<string, WritingCommand>;

/** The same as commands of the window; the editor hears their keys by itself. */
export function commandsOf(desk: WritingDesk): Command[] {
  return Object.values<WritingCommand>(writingCommands).map(({ id, words: text, group, shortcut, run }) => ({
    id,
    words: text,
    group,
    ...(shortcut ? { shortcut, handledByEditor: true } : {}),
    run: () => run(desk),
  }));
}
