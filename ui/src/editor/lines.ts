// How whole lines look: headings, quotes, code, and list items that hang behind their marker. Drawn for the lines
// in sight only, and left alone while an input method composes a word in them.
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState } from "@codemirror/state";
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";
import { partsOf } from "./lineParts";

const blockLooks: Record<string, string> = {
  ATXHeading1: "cm-heading-1",
  ATXHeading2: "cm-heading-2",
  ATXHeading3: "cm-heading-3",
  ATXHeading4: "cm-heading-4",
  ATXHeading5: "cm-heading-4",
  ATXHeading6: "cm-heading-4",
  SetextHeading1: "cm-heading-1",
  SetextHeading2: "cm-heading-2",
  Blockquote: "cm-quote",
  FencedCode: "cm-code-line",
  CodeBlock: "cm-code-line",
  HTMLBlock: "cm-raw-line",
  CommentBlock: "cm-raw-line",
  Table: "cm-table-line",
  HorizontalRule: "cm-rule-line",
  ListItem: "cm-item",
};
const opensBlock = ["FencedCode", "CodeBlock"];

/** The look of whole lines. */
export const lineLooks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = drawn(view);
    }

    update(update: ViewUpdate) {
      if (update.view.composing && update.docChanged) this.decorations = this.decorations.map(update.changes);
      else if (
        update.docChanged ||
        update.viewportChanged ||
        syntaxTree(update.startState) !== syntaxTree(update.state)
      )
        this.decorations = drawn(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function drawn(view: EditorView): DecorationSet {
  const { state } = view;
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    const looks = looksOfLines(state, from, to);
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      drawLine(builder, line.from, line.text, looks.get(line.number) ?? new Set());
      at = line.to + 1;
    }
  }
  return builder.finish();
}

function looksOfLines(state: EditorState, from: number, to: number): Map<number, Set<string>> {
  const looks = new Map<number, Set<string>>();
  const mark = (number: number, look: string) =>
    looks.set(number, (looks.get(number) ?? new Set()).add(look));
  syntaxTree(state).iterate({
    from,
    to,
    enter(node) {
      const look = blockLooks[node.name];
      if (!look) return;
      const first = state.doc.lineAt(node.from).number;
      const last = state.doc.lineAt(node.to).number;
      const seenFirst = Math.max(first, state.doc.lineAt(from).number);
      const seenLast = Math.min(last, state.doc.lineAt(to).number);
      for (let number = seenFirst; number <= seenLast; number++) mark(number, look);
      if (!opensBlock.includes(node.name)) return;
      mark(first, "cm-block-first");
      mark(last, "cm-block-last");
    },
  });
  return looks;
}

// Narrower than any marker in the book face, so that a marker never runs into its words.
const markerWidth = 1.7;

function drawLine(
  builder: RangeSetBuilder<Decoration>,
  from: number,
  text: string,
  looks: Set<string>,
): void {
  const isItem = looks.delete("cm-item");
  const parts = partsOf(text);
  const start = parts.indent.length + parts.marker.length;
  const hangs = isItem && parts.quote === "" && !looks.has("cm-code-line");
  const width = hangs ? hangWidth(parts.indent.length, parts.marker) : 0;
  if (looks.size > 0 || width > 0)
    builder.add(
      from,
      from,
      Decoration.line({
        class: [...looks, ...(width > 0 ? ["cm-hanging"] : [])].join(" "),
        attributes: width > 0 ? { style: `--hang: ${width}em` } : {},
      }),
    );
  if (width > 0 && start > 0)
    builder.add(from, from + start, Decoration.mark({ class: "cm-item-start", inclusive: false }));
}

function hangWidth(indent: number, marker: string): number {
  const level = Math.round(indent / 2);
  const own = marker.includes("[") ? 2 : marker === "" ? 0 : 1;
  return Math.round((level + own) * markerWidth * 100) / 100;
}
