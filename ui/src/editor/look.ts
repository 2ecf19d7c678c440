// The writing surface: the book face at its measure on the sheet, marks said quietly. Colours and sizes come from
// the tokens alone.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const letters = HighlightStyle.define([
  { tag: tags.strong, fontWeight: "650" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--pencil)" },
  { tag: tags.url, color: "var(--quiet)" },
  { tag: tags.monospace, class: "cm-code" },
  { tag: tags.labelName, color: "var(--pencil)" },
  { tag: tags.atom, color: "var(--pencil)" },
  { tag: tags.comment, color: "var(--quiet)" },
  { tag: [tags.angleBracket, tags.tagName, tags.attributeName, tags.attributeValue], color: "var(--quiet)" },
  // Last, so that a mark inside bold or a heading is as quiet as any other.
  { tag: [tags.processingInstruction, tags.contentSeparator], class: "cm-mark" },
]);

const surface = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--face-book)",
    fontSize: "var(--letter-size, var(--book))",
    lineHeight: "calc(var(--book-line) / var(--book))",
    overflowAnchor: "none",
    // What scrolls is around the editor.
    overflow: "visible",
  },
  ".cm-content": {
    maxWidth: "calc(var(--measure) + 2 * var(--space-8))",
    margin: "0 auto",
    minHeight: "60vh",
    padding: "var(--space-2) var(--space-8) 40vh",
    caretColor: "var(--pencil)",
    overflowWrap: "anywhere",
    hangingPunctuation: "first",
    fontVariantNumeric: "oldstyle-nums",
  },
  ".cm-line": { padding: "0" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--pencil)", marginLeft: "-1px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--pencil-tint)",
  },
  ".cm-placeholder": { color: "var(--quiet)", fontStyle: "italic" },
  ".cm-mark": { color: "var(--quiet)", fontWeight: "400", fontStyle: "normal", textDecoration: "none" },
  ".cm-code": {
    fontFamily: "var(--face-code)",
    fontSize: "0.82em",
    fontVariantNumeric: "normal",
    fontVariantLigatures: "none",
  },
  ".cm-heading-1, .cm-heading-2, .cm-heading-3, .cm-heading-4": { fontWeight: "650", textWrap: "balance" },
  ".cm-heading-1": { fontSize: "1.5em", lineHeight: "1.39", paddingTop: "0.5em" },
  ".cm-heading-2": { fontSize: "1.28em", lineHeight: "1.3", paddingTop: "0.5em" },
  ".cm-heading-3": { fontSize: "1.1em", paddingTop: "0.35em" },
  ".cm-quote": { borderInlineStart: "2px solid var(--edge)", paddingInlineStart: "1em" },
  ".cm-code-line": {
    fontFamily: "var(--face-code)",
    fontSize: "0.82em",
    fontVariantNumeric: "normal",
    // A writer has to see the signs that are there, not the arrows they could be drawn as.
    fontVariantLigatures: "none",
    background: "var(--paper)",
    padding: "0 var(--space-4)",
  },
  ".cm-code-line .cm-code": { fontSize: "inherit" },
  ".cm-block-first": { borderRadius: "var(--radius) var(--radius) 0 0", paddingTop: "var(--space-1)" },
  ".cm-block-last": { borderRadius: "0 0 var(--radius) var(--radius)", paddingBottom: "var(--space-1)" },
  ".cm-block-first.cm-block-last": { borderRadius: "var(--radius)" },
  ".cm-raw-line, .cm-table-line": {
    fontFamily: "var(--face-code)",
    fontSize: "0.82em",
    fontVariantNumeric: "normal",
    fontVariantLigatures: "none",
  },
  ".cm-raw-line": { color: "var(--quiet)" },
  ".cm-rule-line": { color: "var(--quiet)", letterSpacing: "0.3em" },
  ".cm-hanging": { paddingInlineStart: "var(--hang)", textIndent: "calc(-1 * var(--hang))" },
  ".cm-item-start": {
    display: "inline-block",
    minWidth: "var(--hang)",
    textIndent: "0",
    textAlign: "end",
    whiteSpace: "pre",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-picture-place": {
    padding: "0 var(--space-2)",
    borderRadius: "var(--radius)",
    background: "var(--pencil-tint)",
    color: "var(--pencil)",
    font: "var(--text) / var(--text-line) var(--face)",
  },
  ".cm-selectionMatch": { background: "var(--hover)", borderRadius: "2px" },
  ".cm-searchMatch": {
    background: "var(--careful-tint)",
    outline: "1px solid var(--careful)",
    borderRadius: "2px",
  },
  ".cm-searchMatch-selected": { background: "var(--careful)", color: "var(--sheet)" },
  ".cm-searchMatch-selected *": { color: "var(--sheet)" },
});

const floating = EditorView.theme({
  ".cm-panels": { background: "none", color: "var(--ink)", border: "0" },
  ".cm-panels-top": { borderBottom: "1px solid var(--hairline)" },
  ".cm-search-panel": {
    display: "grid",
    gap: "var(--space-1)",
    padding: "var(--space-1) var(--space-4) var(--space-2)",
  },
  ".cm-search-row": {
    display: "flex",
    alignItems: "center",
    gap: "2px",
    font: "var(--text) / var(--text-line) var(--face)",
  },
  ".cm-search-row input": {
    flex: "0 1 15rem",
    minWidth: "6rem",
    minHeight: "var(--control)",
    padding: "0 var(--space-3)",
    marginInlineEnd: "var(--space-1)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--radius)",
    background: "var(--sheet)",
  },
  ".cm-search-row input:focus-visible": { borderColor: "var(--pencil)", outlineOffset: "-1px" },
  ".cm-search-row button": {
    minWidth: "var(--control)",
    minHeight: "var(--control)",
    padding: "0 var(--space-2)",
    border: "0",
    borderRadius: "var(--radius)",
    background: "none",
    color: "var(--quiet)",
    whiteSpace: "nowrap",
  },
  ".cm-search-row button:hover": { background: "var(--hover)", color: "var(--ink)" },
  ".cm-search-row button[aria-pressed=true]": { background: "var(--pencil-tint)", color: "var(--pencil)" },
  ".cm-search-count": {
    flex: "0 0 6rem",
    color: "var(--quiet)",
    fontSize: "var(--small)",
    whiteSpace: "nowrap",
  },
  ".cm-tooltip": {
    maxWidth: "26rem",
    border: "0",
    borderRadius: "var(--radius-card)",
    background: "var(--sheet)",
    boxShadow: "var(--shadow)",
    font: "var(--text) / var(--text-line) var(--face)",
  },
  ".cm-diagnostic": { padding: "var(--space-2) var(--space-3)", border: "0", margin: "0" },
  ".cm-problem-hint": { color: "var(--quiet)", marginTop: "var(--space-1)" },
  ".cm-lintRange": { backgroundImage: "none", textDecorationLine: "underline", textDecorationStyle: "wavy" },
  ".cm-lintRange-error": { textDecorationColor: "var(--wrong)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--careful)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--pencil)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--careful)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--wrong)" },
});

/** How the writing surface looks. */
export const look: Extension = [surface, floating, syntaxHighlighting(letters)];
