// Headings, lists, quotes: marks at the start of a line. A command changes the lines the selection touches and
// takes its marks away where all of them have them.
import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type Line,
  type StateCommand,
} from "@codemirror/state";
import { partsOf, selectedLines, type LineParts, type ListKind } from "./lineParts";
import { isInCode, nodeAround } from "./tree";

/** Makes the selected lines headings of a level, or plain paragraphs with level 0. */
export function setHeading(level: 0 | 1 | 2 | 3): StateCommand {
  return (target) => {
    const marks = level === 0 ? "" : `${"#".repeat(level)} `;
    const same = wordLines(target.state).every(({ parts }) => parts.heading.trim() === marks.trim());
    return rewriteLines(
      target,
      ({ quote, indent, marker, words }) =>
        `${quote}${marks ? "" : indent}${marks ? "" : marker}${same ? "" : marks}${words}`,
    );
  };
}

/** Makes the selected lines a list of this kind, or plain paragraphs where they are one. */
export function toggleList(kind: ListKind): StateCommand {
  return (target) => {
    const lines = wordLines(target.state);
    const off = lines.length > 0 && lines.every(({ parts }) => parts.list === kind);
    let number = 0;
    return rewriteLines(target, (parts) => {
      number++;
      const marker = off ? "" : markerOf(kind, number, parts);
      return `${parts.quote}${parts.indent}${marker}${parts.words}`;
    });
  };
}

/** Makes the selected lines a quote, or takes one level of quoting away where all of them are quoted. */
export const toggleQuote: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const lines = selectedLines(state);
  const quoted = lines.every((line) => line.text.startsWith(">"));
  const changes = lines.map((line): ChangeSpec => {
    if (!quoted) return { from: line.from, insert: line.text === "" && lines.length > 1 ? ">" : "> " };
    return { from: line.from, to: line.from + (line.text.startsWith("> ") ? 2 : 1) };
  });
  dispatchMapped(state, dispatch, changes);
  return true;
};

function markerOf(kind: ListKind, number: number, parts: LineParts): string {
  if (kind === "numbered") return `${number}. `;
  if (kind === "bullet") return "- ";
  return parts.list === "task" ? parts.marker : "- [ ] ";
}

interface WordLine {
  line: Line;
  parts: LineParts;
}

// Empty lines between selected paragraphs stay empty; a single empty line is where somebody wants to begin.
function wordLines(state: EditorState): WordLine[] {
  const lines = selectedLines(state).filter((line) => !isInCode(state, line.from));
  const filled = lines.filter((line) => line.text.trim() !== "");
  return (filled.length > 0 ? filled : lines.slice(0, 1)).map((line) => ({
    line,
    parts: partsOf(line.text),
  }));
}

type Target = Parameters<StateCommand>[0];

function rewriteLines({ state, dispatch }: Target, rewrite: (parts: LineParts) => string): boolean {
  const lines = wordLines(state);
  if (state.readOnly || lines.length === 0) return false;
  const changes = lines.flatMap(({ line, parts }) => [
    ...startChange(line, parts, rewrite(parts)),
    ...dropUnderline(state, line),
  ]);
  dispatchMapped(state, dispatch, changes);
  return true;
}

// Only the marks at the start are replaced, so that the cursor stays among its words.
function startChange(line: Line, parts: LineParts, text: string): ChangeSpec[] {
  const start = text.slice(0, text.length - parts.words.length);
  const before = line.text.slice(0, line.text.length - parts.words.length);
  return start === before ? [] : [{ from: line.from, to: line.from + before.length, insert: start }];
}

// A heading that was made by underlining loses the line under it: the marks at its start say it from now on.
function dropUnderline(state: EditorState, line: Line): ChangeSpec[] {
  const heading = nodeAround(state, line.from, line.to, ["SetextHeading1", "SetextHeading2"]);
  const underline = heading?.lastChild;
  if (!underline || underline.name !== "HeaderMark" || underline.from <= line.to) return [];
  return [{ from: state.doc.lineAt(underline.from).from - 1, to: underline.to }];
}

function dispatchMapped(
  state: EditorState,
  dispatch: Target["dispatch"],
  specs: readonly ChangeSpec[],
): void {
  const changes = state.changes([...specs]);
  const moved = (position: number) => changes.mapPos(position, 1);
  const ranges = state.selection.ranges.map((range) =>
    EditorSelection.range(moved(range.anchor), moved(range.head)),
  );
  const selection = EditorSelection.create(ranges, state.selection.mainIndex);
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "input.format" }));
}
