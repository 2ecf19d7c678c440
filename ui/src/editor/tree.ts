// Questions to the syntax tree that several commands ask.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

const parseMs = 60;

/** The syntax tree, as far as this place at least where that is possible in a moment. */
export function treeUpTo(state: EditorState, position: number) {
  return ensureSyntaxTree(state, position, parseMs) ?? syntaxTree(state);
}

/** The innermost node of one of these names that holds the whole range. */
export function nodeAround(
  state: EditorState,
  from: number,
  to: number,
  names: readonly string[],
): SyntaxNode | null {
  const tree = treeUpTo(state, to);
  for (const side of [1, -1] as const) {
    let node: SyntaxNode | null = tree.resolveInner(from, side);
    for (; node; node = node.parent)
      if (names.includes(node.name) && node.from <= from && node.to >= to) return node;
  }
  return null;
}

/** Says whether this place is in code, where marks are letters like any other. */
export function isInCode(state: EditorState, position: number): boolean {
  return nodeAround(state, position, position, ["FencedCode", "CodeBlock"]) !== null;
}
