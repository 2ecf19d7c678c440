// Markdown as the engine reads it: CommonMark with tables, strikethrough, task lists and footnotes. Highlighting
// knows nothing else, so that nothing looks like markup that will not be markup on the page.
import { markdown } from "@codemirror/lang-markdown";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { GFM, type BlockContext, type LeafBlock, type MarkdownConfig } from "@lezer/markdown";

const bracket = "[".charCodeAt(0);
const reference = /^\[\^[^\]\s]+\]/;
const definition = /^\[\^[^\]\s]+\]:/;
const longestLabel = 100;

const footnotes: MarkdownConfig = {
  defineNodes: [
    { name: "Footnote", style: tags.labelName },
    { name: "FootnoteLabel", style: tags.labelName },
    { name: "FootnoteDefinition", block: true },
  ],
  parseInline: [
    {
      name: "Footnote",
      before: "Link",
      parse(context, next, at) {
        if (next !== bracket) return -1;
        const found = reference.exec(context.slice(at, Math.min(context.end, at + longestLabel)));
        return found ? context.addElement(context.elt("Footnote", at, at + found[0].length)) : -1;
      },
    },
  ],
  // Asked before the definitions of link targets, which a note of one word would pass for.
  parseBlock: [
    {
      name: "FootnoteDefinition",
      before: "LinkReference",
      leaf: (_, leaf) =>
        definition.test(leaf.content) ? { nextLine: () => false, finish: finishNote } : null,
    },
  ],
};

function finishNote(context: BlockContext, leaf: LeafBlock): boolean {
  const label = definition.exec(leaf.content)?.[0].length ?? 0;
  const end = leaf.start + leaf.content.length;
  const note = context.parser.parseInline(leaf.content.slice(label), leaf.start + label);
  const name = context.elt("FootnoteLabel", leaf.start, leaf.start + label);
  context.addLeafElement(leaf, context.elt("FootnoteDefinition", leaf.start, end, [name, ...note]));
  return true;
}

/** The language of the writing surface. Pasting an address over selected words makes them a link. */
export function markdownLanguage(): Extension {
  return markdown({ extensions: [GFM, footnotes], addKeymap: false, completeHTMLTags: false });
}
