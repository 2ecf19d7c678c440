// Bold, italic, struck out, code: marks around words. A command takes the marks away where the words have them and
// puts them there where they have not, line by line, because no mark reaches over the end of a paragraph.
import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { wordsOffset } from "./lineParts";
import { isInCode, nodeAround, treeUpTo } from "./tree";

/** A way to set words apart inside a line. */
export type InlineFormat = "bold" | "italic" | "strike" | "code";

interface Marks {
  node: string;
  mark: string;
  text: string;
}

const formats: Record<InlineFormat, Marks> = {
  bold: { node: "StrongEmphasis", mark: "EmphasisMark", text: "**" },
  italic: { node: "Emphasis", mark: "EmphasisMark", text: "*" },
  strike: { node: "Strikethrough", mark: "StrikethroughMark", text: "~~" },
  code: { node: "InlineCode", mark: "CodeMark", text: "`" },
};

interface Span {
  from: number;
  to: number;
}

/** Says whether a range has a format. */
export function hasInlineFormat(state: EditorState, range: Span, format: InlineFormat): boolean {
  const spans = range.from === range.to ? [range] : wordSpans(state, range);
  return spans.length > 0 && spans.every((span) => around(state, span, formats[format]) !== null);
}

/** Gives the selected words a format, or takes it away where all of them have it. */
export function toggleInline(format: InlineFormat): StateCommand {
  const marks = formats[format];
  return ({ state, dispatch }) => {
    if (state.readOnly || state.selection.ranges.some((range) => isInCode(state, range.head))) return false;
    const update = state.changeByRange((range) =>
      range.empty ? toggleAtCursor(state, range, marks) : toggleWords(state, range, marks, format),
    );
    dispatch(state.update(update, { scrollIntoView: true, userEvent: "input.format" }));
    return true;
  };
}

interface Piece {
  from: number;
  to?: number;
  insert?: string;
}

interface RangeChange {
  changes: ChangeSpec;
  range: SelectionRange;
}

function toggleAtCursor(state: EditorState, cursor: SelectionRange, marks: Marks): RangeChange {
  const node = around(state, cursor, marks);
  if (node) return unwrapped(state, cursor, [node], marks);
  const { from } = cursor;
  const { text } = marks;
  const between =
    state.sliceDoc(from - text.length, from) === text && state.sliceDoc(from, from + text.length) === text;
  if (between)
    return {
      changes: { from: from - text.length, to: from + text.length },
      range: EditorSelection.cursor(from - text.length),
    };
  const word = state.wordAt(from);
  if (word && word.from < from && word.to > from) return wrapped(state, [word], marks.text, cursor);
  return { changes: { from, insert: text + text }, range: EditorSelection.cursor(from + text.length) };
}

function toggleWords(
  state: EditorState,
  range: SelectionRange,
  marks: Marks,
  format: InlineFormat,
): RangeChange {
  const spans = wordSpans(state, range);
  const nodes = spans.map((span) => around(state, span, marks));
  if (nodes.length > 0 && nodes.every((node) => node !== null)) return unwrapped(state, range, nodes, marks);
  const bare = spans.filter((_, index) => nodes[index] === null);
  if (format === "code") return wrappedAsCode(state, bare, range);
  return wrapped(state, bare, marks.text, range, innerMarks(state, bare, marks));
}

function wrapped(
  state: EditorState,
  spans: readonly Span[],
  text: string,
  range: SelectionRange,
  drop: readonly Span[] = [],
): RangeChange {
  const changes = spans.flatMap(({ from, to }) => [
    { from, insert: text },
    { from: to, insert: text },
  ]);
  return mapped(state, [...drop, ...changes], range);
}

function wrappedAsCode(state: EditorState, spans: readonly Span[], range: SelectionRange): RangeChange {
  const changes = spans.flatMap(({ from, to }) => {
    const [before, after] = codeMarks(state.sliceDoc(from, to));
    return [
      { from, insert: before },
      { from: to, insert: after },
    ];
  });
  return mapped(state, changes, range);
}

// A run of backticks inside needs a longer run around it, and a space between the two where they would touch.
function codeMarks(code: string): [string, string] {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return [fence + space, space + fence];
}

function unwrapped(
  state: EditorState,
  range: SelectionRange,
  nodes: readonly SyntaxNode[],
  marks: Marks,
): RangeChange {
  const changes = [...new Set(nodes.map((node) => node.from))].flatMap((from) => {
    const node = nodes.find((candidate) => candidate.from === from)!;
    return marksOf(node, marks).map((mark) => ({ from: mark.from, to: mark.to }));
  });
  return mapped(state, changes, range);
}

// The selection keeps the same words: what is put at its start goes before it, what is put at its end after it.
function mapped(state: EditorState, pieces: readonly Piece[], range: SelectionRange): RangeChange {
  const changes = state.changes(pieces);
  const from = changes.mapPos(range.from, 1);
  const to = range.empty ? from : Math.max(from, changes.mapPos(range.to, -1));
  const backward = range.head < range.anchor;
  return { changes, range: backward ? EditorSelection.range(to, from) : EditorSelection.range(from, to) };
}

/** The words of a range, line by line, without the marks at each line's start and the spaces at both ends. */
function wordSpans(state: EditorState, range: Span): Span[] {
  const spans: Span[] = [];
  const last = state.doc.lineAt(range.to).number;
  for (let number = state.doc.lineAt(range.from).number; number <= last; number++) {
    const line = state.doc.line(number);
    const from = Math.max(range.from, line.from + wordsOffset(line.text));
    const to = Math.min(range.to, line.to);
    if (from >= to) continue;
    const text = state.sliceDoc(from, to);
    const start = from + (text.length - text.trimStart().length);
    const end = from + text.trimEnd().length;
    if (start < end) spans.push({ from: start, to: end });
  }
  return spans;
}

function around(state: EditorState, span: Span, marks: Marks): SyntaxNode | null {
  const node = nodeAround(state, span.from, span.to, [marks.node]);
  if (!node || span.from !== span.to) return node;
  // At the outer edge of the marks a cursor is outside: what is typed there is plain.
  return node.from < span.from && node.to > span.from ? node : null;
}

function marksOf(node: SyntaxNode, marks: Marks): Span[] {
  const found = node.getChildren(marks.mark);
  const first = found[0];
  const last = found.at(-1);
  return first && last && first.from !== last.from ? [first, last] : [];
}

function innerMarks(state: EditorState, spans: readonly Span[], marks: Marks): Span[] {
  const found: Span[] = [];
  for (const span of spans)
    treeUpTo(state, span.to).iterate({
      from: span.from,
      to: span.to,
      enter(ref) {
        if (ref.name !== marks.node || ref.from < span.from || ref.to > span.to) return;
        found.push(...marksOf(ref.node, marks).map(({ from, to }) => ({ from, to })));
      },
    });
  return found;
}
