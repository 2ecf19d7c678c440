// What the text at the cursor is, for the buttons that show it as pressed.
import type { EditorState } from "@codemirror/state";
import { hasInlineFormat } from "./inline";
import { partsOf, type ListKind } from "./lineParts";
import { linkAt } from "./link";
import { isInCode, nodeAround } from "./tree";

/** The formats at the cursor. */
export interface Formats {
  bold: boolean;
  italic: boolean;
  strike: boolean;
  code: boolean;
  link: boolean;
  /** The heading's level; 0 for none. */
  heading: number;
  list: ListKind | null;
  quote: boolean;
  codeBlock: boolean;
}

/** Nothing special. */
export const plainFormats: Formats = {
  bold: false,
  italic: false,
  strike: false,
  code: false,
  link: false,
  heading: 0,
  list: null,
  quote: false,
  codeBlock: false,
};

/** The formats at the selection. */
export function formatsAt(state: EditorState): Formats {
  const range = state.selection.main;
  if (isInCode(state, range.head)) return { ...plainFormats, codeBlock: true };
  const parts = partsOf(state.doc.lineAt(range.head).text);
  return {
    bold: hasInlineFormat(state, range, "bold"),
    italic: hasInlineFormat(state, range, "italic"),
    strike: hasInlineFormat(state, range, "strike"),
    code: hasInlineFormat(state, range, "code"),
    link: linkAt(state).address !== "",
    heading: headingLevel(state, parts.heading),
    list: parts.list,
    quote: parts.quote !== "",
    codeBlock: false,
  };
}

function headingLevel(state: EditorState, marks: string): number {
  if (marks) return marks.trim().length;
  const { head } = state.selection.main;
  const underlined = nodeAround(state, head, head, ["SetextHeading1", "SetextHeading2"]);
  return underlined ? Number(underlined.name.at(-1)) : 0;
}

/** Says whether two answers are the same, so that nothing is drawn again for nothing. */
export function sameFormats(a: Formats, b: Formats): boolean {
  return (Object.keys(a) as (keyof Formats)[]).every((key) => a[key] === b[key]);
}
