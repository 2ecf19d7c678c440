// What stands at the start of a line before its words: quote marks, a list marker, a heading's marks.
import type { EditorState, Line } from "@codemirror/state";

/** The kinds of list. */
export type ListKind = "bullet" | "numbered" | "task";

/** A line taken apart. */
export interface LineParts {
  /** Quote marks with their spaces, such as `> `. */
  quote: string;
  /** Spaces before the marker. */
  indent: string;
  /** The list marker with its spaces, such as `- ` or `2. ` or `- [ ] `. */
  marker: string;
  /** What kind of list the marker makes. */
  list: ListKind | null;
  /** The heading's marks with their spaces, such as `## `. */
  heading: string;
  /** The words. */
  words: string;
}

const shape =
  /^((?:[ ]{0,3}>[ ]?)*)([ \t]*)((?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[[ xX]\](?=[ \t]|$))?(?:[ \t]+|$))?(#{1,6}(?:[ \t]+|$))?(.*)$/;

/** Takes a line apart. */
export function partsOf(text: string): LineParts {
  const [, quote = "", indent = "", marker = "", heading = "", words = ""] = shape.exec(text) ?? [];
  return { quote, indent, marker, list: listKind(marker), heading, words };
}

/** Where a line's words start, counted from the line's own start. */
export function wordsOffset(text: string): number {
  return text.length - partsOf(text).words.length;
}

function listKind(marker: string): ListKind | null {
  if (marker === "") return null;
  if (marker.includes("[")) return "task";
  return /\d/.test(marker) ? "numbered" : "bullet";
}

/** The lines that the selection touches. A selection that ends at a line's very start does not touch that line. */
export function selectedLines(state: EditorState): Line[] {
  const lines = new Map<number, Line>();
  for (const range of state.selection.ranges) {
    const first = state.doc.lineAt(range.from);
    let last = state.doc.lineAt(range.to);
    if (!range.empty && last.from === range.to && last.number > first.number)
      last = state.doc.line(last.number - 1);
    for (let number = first.number; number <= last.number; number++)
      lines.set(number, state.doc.line(number));
  }
  return [...lines.values()];
}
