// Makes of a page's HTML a document that may be shown: clean, with addresses that work here, and with a mark at the
// start of every block. Parsing happens in a document without a window, where nothing loads and nothing runs.
import type { PageSource, PreviewAddresses } from "../../state/pageSource";
import { AddressBook } from "./addresses";
import { clean } from "./clean";

/** A page that may be shown. */
export interface PreparedPage {
  document: Document;
  /** Says whether its marks stand in order beside each other, one before each block and one after the last. */
  isMarked: boolean;
}

// No page can know this word, so no page can set marks of its own.
const word = `g${crypto.randomUUID().replaceAll("-", "")}`;
const tag = `${word}-mark`;
// Two nodes, because what pulls a block apart moves one of them but not the other: the element follows bold that does
// not end, and is thrown out of a table that does not end; the comment stays.
const markHtml = `<!--${word}--><${tag}></${tag}>`;

/** Says whether a node is a mark. */
export const isMark = (node: Node): node is Comment =>
  node.nodeType === Node.COMMENT_NODE && node.nodeValue === word;

/** The marks in a document, in order. */
export function marksIn(document: Document): Comment[] {
  const marks: Comment[] = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (isMark(node)) marks.push(node);
  return marks;
}

/** Prepares a whole page. */
export function preparePage(source: PageSource): PreparedPage {
  const blocks = source.blocks.map((block) => markHtml + block).join("");
  const marked = parse(source.head + blocks + markHtml + source.tail);
  const marks = [...marked.getElementsByTagName(tag)];
  const isMarked = source.blocks.length > 0 && areInOrder(marks, source.blocks.length + 1);
  // A mark in the wrong place may have changed how the page is read, so then it is read again without any.
  const document = isMarked ? marked : parse(source.head + source.blocks.join("") + source.tail);
  if (isMarked) for (const mark of marks) mark.remove();
  const book = new AddressBook(source);
  clean(document, book);
  putBase(document, source.page_url);
  return { document, isMarked };
}

/** Prepares blocks that come into a page whose blocks stand inside `parent`. Answers with nothing when one of them
 *  reaches out of itself, as an end tag without a start does: then only the whole page tells what it looks like. */
export function prepareBlocks(
  blocks: readonly string[],
  parent: Element,
  addresses: PreviewAddresses,
): DocumentFragment | null {
  if (blocks.some(reachesOut)) return null;
  const chain = chainOf(parent);
  const open = chain.map((name) => `<${name}>`).join("");
  const close = chain
    .map((name) => `</${name}>`)
    .toReversed()
    .join("");
  const inside = blocks.map((block) => markHtml + block).join("") + markHtml;
  // The letters before keep a stray `frameset` from taking the page over, as those of a real page do.
  const parsed = parse(`<body>.${open}${inside}${close}<p>`);
  const marks = [...parsed.getElementsByTagName(tag)];
  const place = marks[0]?.parentElement;
  if (!place || !areInOrder(marks, blocks.length + 1) || !isPlainBody(parsed, place, chain)) return null;
  const fragment = parsed.createDocumentFragment();
  const end = marks.at(-1)!.previousSibling;
  for (const mark of marks) if (mark !== marks[0]) mark.remove();
  for (let node = marks[0]!.previousSibling; node && node !== end;) {
    const next: ChildNode | null = node.nextSibling;
    fragment.append(node);
    node = next;
  }
  marks[0]!.remove();
  clean(fragment, new AddressBook(addresses));
  return fragment;
}

// The frame is a page of today's kind, so every page is read as one.
function parse(html: string): Document {
  const text = /^\s*<!doctype/i.test(html) ? html : `<!doctype html>${html}`;
  return new DOMParser().parseFromString(text, "text/html");
}

function areInOrder(marks: readonly Element[], count: number): boolean {
  const parent = marks[0]?.parentElement;
  if (!parent || marks.length !== count) return false;
  return marks.every(
    (mark) =>
      mark.parentElement === parent &&
      mark.firstChild === null &&
      mark.previousSibling !== null &&
      isMark(mark.previousSibling),
  );
}

/** Says whether a block may change what lies outside it although its tags come in pairs. */
export const reachesOut = (block: string): boolean => /<\/?(html|head|body|frameset|form)\b/i.test(block);

// The names from the page's body down to where its blocks are: an end tag can reach every one of them.
function chainOf(parent: Element): string[] {
  const names: string[] = [];
  for (
    let element: Element | null = parent;
    element && element.localName !== "body";
    element = element.parentElement
  )
    names.unshift(element.localName);
  return names;
}

// A block that closed or opened something outside itself, or gave the body an attribute, left its trace.
function isPlainBody(parsed: Document, place: Element, chain: readonly string[]): boolean {
  const { body, documentElement } = parsed;
  if (body.attributes.length > 0 || documentElement.attributes.length > 0) return false;
  const found = chainOf(place);
  return (
    found.length === chain.length &&
    found.every((name, index) => name === chain[index]) &&
    body.lastElementChild?.localName === "p" &&
    body.lastElementChild.firstChild === null &&
    body.children.length === (chain.length === 0 ? place.children.length : 2)
  );
}

// Links of the page open in a new window, and the frame may open none: without a script that is what keeps them still.
function putBase(document: Document, pageUrl: string): void {
  const base = document.createElement("base");
  base.href = pageUrl;
  base.target = "_blank";
  document.head.prepend(base);
}
