// Tab and Shift+Tab in a list: an item goes under the one above it, or a level up. Anywhere else Tab moves on to
// the next control, as it does everywhere in the window.
import { EditorSelection, type ChangeSpec, type EditorState, type StateCommand } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { nodeAround } from "./tree";

/** Puts the list item at the cursor under the item above it. */
export const indentItem: StateCommand = ({ state, dispatch }) => {
  const item = itemAt(state);
  const above = item?.prevSibling;
  if (!item || above?.name !== "ListItem") return false;
  const by = contentColumn(state, above) - column(state, item.from);
  const changes = itemLines(state, item).map((from): ChangeSpec => ({
    from,
    insert: " ".repeat(Math.max(1, by)),
  }));
  return apply(state, dispatch, changes);
};

/** Takes the list item at the cursor a level up. */
export const outdentItem: StateCommand = ({ state, dispatch }) => {
  const item = itemAt(state);
  const outer = item?.parent?.parent;
  if (!item || outer?.name !== "ListItem") return false;
  const by = column(state, item.from) - column(state, outer.from);
  const changes = itemLines(state, item).flatMap((from): ChangeSpec[] => {
    const spaces = /^ */.exec(state.sliceDoc(from, from + by))?.[0].length ?? 0;
    return spaces > 0 ? [{ from, to: from + spaces }] : [];
  });
  return apply(state, dispatch, changes);
};

function itemAt(state: EditorState): SyntaxNode | null {
  const line = state.doc.lineAt(state.selection.main.head);
  return state.readOnly ? null : nodeAround(state, line.from + indentWidth(line.text), line.to, ["ListItem"]);
}

const indentWidth = (text: string): number => /^\s*/.exec(text)?.[0].length ?? 0;

function column(state: EditorState, position: number): number {
  return position - state.doc.lineAt(position).from;
}

function contentColumn(state: EditorState, item: SyntaxNode): number {
  const mark = item.getChild("ListMark");
  return mark ? column(state, mark.to) + 1 : column(state, item.from) + 2;
}

// Where an item's lines may be moved: behind the quote marks that all of them have in common.
function itemLines(state: EditorState, item: SyntaxNode): number[] {
  const starts: number[] = [];
  const last = state.doc.lineAt(item.to).number;
  for (let number = state.doc.lineAt(item.from).number; number <= last; number++) {
    const line = state.doc.line(number);
    if (line.length > 0) starts.push(line.from + (/^(?:\s{0,3}> ?)*/.exec(line.text)?.[0].length ?? 0));
  }
  return starts;
}

type Dispatch = Parameters<StateCommand>[0]["dispatch"];

function apply(state: EditorState, dispatch: Dispatch, specs: readonly ChangeSpec[]): boolean {
  const changes = state.changes([...specs]);
  const selection = EditorSelection.create(
    state.selection.ranges.map((range) =>
      EditorSelection.range(changes.mapPos(range.anchor, 1), changes.mapPos(range.head, 1)),
    ),
    state.selection.mainIndex,
  );
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "input.indent" }));
  return true;
}
