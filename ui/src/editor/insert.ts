// What a writer puts into the text with one press: a link, a table, a footnote, a code block, a line. Blocks get an
// empty line above and below, because without one some of them would change the paragraph before them instead.
import { EditorSelection, type EditorState, type StateCommand } from "@codemirror/state";
import { nodeAround } from "./tree";

/** Puts text at the cursor as a block of its own; `select` names what is selected in it afterwards. */
export function insertBlock(block: string, select: { from: number; to: number }): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const { from, to, before, after } = placeForBlock(state);
    const start = from + before.length;
    dispatch(
      state.update({
        changes: { from, to, insert: before + block + after },
        selection: EditorSelection.range(start + select.from, start + select.to),
        scrollIntoView: true,
        userEvent: "input.insert",
      }),
    );
    return true;
  };
}

interface BlockPlace {
  from: number;
  to: number;
  before: string;
  after: string;
}

// An empty line is used up; a line with words is left whole, and the block goes below it.
function placeForBlock(state: EditorState): BlockPlace {
  const line = state.doc.lineAt(state.selection.main.head);
  const isEmpty = line.text.trim() === "";
  const above = isEmpty ? line.number - 1 : line.number;
  const below = line.number + 1;
  const filled = (number: number) =>
    number >= 1 && number <= state.doc.lines && state.doc.line(number).text.trim() !== "";
  const before = isEmpty ? (filled(above) ? "\n" : "") : "\n\n";
  const after = filled(below) ? "\n" : below > state.doc.lines ? "\n" : "";
  return { from: isEmpty ? line.from : line.to, to: line.to, before, after };
}

/** Puts a dividing line. */
export const insertRule: StateCommand = (target) => insertBlock("---\n", { from: 4, to: 4 })(target);

/** Marks where the beginning that lists show ends. */
export const insertMore: StateCommand = (target) =>
  insertBlock("<!-- more -->\n", { from: 14, to: 14 })(target);

/** Puts a table with a heading row and so many rows below it; its first heading is selected. */
export function insertTable(columns: number, rows: number, heading: string): StateCommand {
  const titles = Array.from({ length: columns }, (_, index) => `${heading} ${index + 1}`);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const blank = row(titles.map((title) => " ".repeat(title.length)));
  const lines = [
    row(titles),
    row(titles.map((title) => "-".repeat(title.length))),
    ...Array(rows).fill(blank),
  ];
  return insertBlock(lines.join("\n"), { from: 2, to: 2 + (titles[0]?.length ?? 0) });
}

/** Makes the selected lines a code block, or makes plain text of the code block around the cursor. */
export const toggleCodeBlock: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { from, to, empty } = state.selection.main;
  const block = nodeAround(state, from, to, ["FencedCode"]);
  if (block) {
    dispatch(state.update({ changes: fenceLines(state, block.from, block.to), userEvent: "delete.format" }));
    return true;
  }
  if (empty) return insertBlock("```\n\n```", { from: 4, to: 4 })({ state, dispatch });
  const first = state.doc.lineAt(from);
  const last = state.doc.lineAt(to);
  const fence = fenceFor(state.sliceDoc(first.from, last.to));
  const changes = state.changes([
    { from: first.from, insert: `${fence}\n` },
    { from: last.to, insert: `\n${fence}` },
  ]);
  const selection = EditorSelection.range(changes.mapPos(from, 1), changes.mapPos(to, -1));
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "input.format" }));
  return true;
};

function fenceFor(code: string): string {
  const longest = Math.max(2, ...(code.match(/^`{3,}/gm) ?? []).map((run) => run.length));
  return "`".repeat(longest + 1);
}

function fenceLines(state: EditorState, from: number, to: number): { from: number; to: number }[] {
  const first = state.doc.lineAt(from);
  const last = state.doc.lineAt(to);
  const opening = { from: first.from, to: Math.min(first.to + 1, state.doc.length) };
  const isClosed = last.number > first.number && /^\s*(`{3,}|~{3,})\s*$/.test(last.text);
  return isClosed ? [opening, { from: Math.max(last.from - 1, opening.to), to: last.to }] : [opening];
}

/** Puts a footnote at the cursor and goes to the end of the text, where the note is written. */
export const insertFootnote: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const text = state.doc.toString();
  const label = `[^${nextFootnote(text)}]`;
  const { to } = state.selection.main;
  const tail = text.trimEnd();
  const apart = /(^|\n)\[\^[^\]\s]+\]:.*$/.test(tail) ? "\n" : "\n\n";
  const note = `${tail === "" && to === 0 ? "\n\n" : apart}${label}: `;
  const end = Math.max(tail.length, to);
  dispatch(
    state.update({
      changes: [
        { from: to, insert: label },
        { from: end, to: text.length, insert: note },
      ],
      selection: EditorSelection.cursor(end + label.length + note.length),
      scrollIntoView: true,
      userEvent: "input.insert",
    }),
  );
  return true;
};

function nextFootnote(text: string): number {
  const used = [...text.matchAll(/\[\^(\d{1,6})\]/g)].map((found) => Number(found[1]));
  return Math.max(0, ...used) + 1;
}
