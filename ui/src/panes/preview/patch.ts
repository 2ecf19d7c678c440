// Keeps the document in the frame equal to the page's HTML: block by block where that is enough, by a comparison of
// the whole otherwise.
import { morphAttributes, morphChildren, morphNodes } from "./morph";
import { isMark, marksIn, prepareBlocks, preparePage, reachesOut } from "./page";
import type { BlocksChange, PageSource } from "../../state/pageSource";

/** The document that shows a page. */
export class PageDocument {
  readonly #document: Document;
  /** The marks around the blocks, one more than there are blocks; none where blocks cannot be told apart. */
  #marks: readonly Comment[] = [];

  constructor(document: Document) {
    this.#document = document;
  }

  /** How many blocks can be told apart. */
  get blocks(): number {
    return Math.max(0, this.#marks.length - 1);
  }

  /** Shows a whole page. */
  show(source: PageSource): void {
    const { document: wanted, isMarked } = preparePage(source);
    const shown = this.#document;
    for (const part of ["documentElement", "head", "body"] as const)
      if (wanted[part] && shown[part]) morphAttributes(shown[part], wanted[part]);
    morphChildren(shown.head, wanted.head);
    morphChildren(shown.body, wanted.body);
    const marks = isMarked ? marksIn(shown) : [];
    this.#marks = marks.length === source.blocks.length + 1 ? marks : [];
  }

  /** Shows a change of some blocks; `before` and `after` are the page around it. */
  patch(before: PageSource, after: PageSource, change: BlocksChange): void {
    if (!this.#patchBlocks(before, change)) this.show(after);
  }

  #patchBlocks(before: PageSource, { start, removed, inserted }: BlocksChange): boolean {
    const parent = this.#marks[0]?.parentElement;
    const isKnown = this.#marks.length === before.blocks.length + 1;
    if (!parent || !isKnown || before.blocks.slice(start, start + removed).some(reachesOut)) return false;
    const prepared = prepareBlocks(inserted, parent, before);
    if (!prepared) return false;
    const end = this.#marks[start + removed]!;
    morphNodes(parent, end, nodesBetween(this.#marks[start]!, end), [...prepared.childNodes]);
    this.#marks = [...this.#marks.slice(0, start), ...this.#marksBefore(parent, start, end)].concat(
      this.#marks.slice(start + removed),
    );
    return true;
  }

  #marksBefore(parent: Element, start: number, end: Comment): Comment[] {
    const first = start > 0 ? this.#marks[start - 1]!.nextSibling : parent.firstChild;
    const marks: Comment[] = [];
    for (let node = first; node && node !== end; node = node.nextSibling) if (isMark(node)) marks.push(node);
    return marks;
  }

  /** Where a block stands in the frame, in the page's own pixels; nothing if it shows nothing. */
  placeOf(block: number): { top: number; bottom: number } | null {
    const [from, to] = [this.#marks[block], this.#marks[block + 1]];
    if (!from || !to) return null;
    const range = this.#document.createRange();
    range.setStartAfter(from);
    range.setEndBefore(to);
    const { top, bottom, width, height } = range.getBoundingClientRect();
    return width === 0 && height === 0 && top === 0 ? null : { top, bottom };
  }

  /** The mark at the start of a block, which stays while the block changes. */
  markOf(block: number): Comment | null {
    return this.#marks[block] ?? null;
  }

  /** How far down what follows a mark stands; nothing if the mark is gone. */
  topOf(mark: Comment): number | null {
    const block = this.#marks.indexOf(mark);
    return block < 0 ? null : (this.placeOf(block)?.top ?? null);
  }

  /** The words of a block before a place in it; nothing if the place is elsewhere. */
  textBefore(block: number, node: Node, offset: number): string | null {
    const mark = this.#marks[block];
    if (!mark || node.nodeType !== Node.TEXT_NODE || this.blockOf(node) !== block) return null;
    const range = this.#document.createRange();
    range.setStartAfter(mark);
    range.setEnd(node, offset);
    return range.toString();
  }

  /** The block that a node stands in; -1 for none. */
  blockOf(node: Node): number {
    const parent = this.#marks[0]?.parentElement;
    if (!parent || !parent.contains(node)) return -1;
    let found = -1;
    for (const mark of this.#marks) {
      if (!(mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      found++;
    }
    return found < this.blocks ? found : -1;
  }
}

function nodesBetween(from: ChildNode, to: ChildNode): ChildNode[] {
  const nodes: ChildNode[] = [];
  for (let node: ChildNode | null = from; node && node !== to; node = node.nextSibling) nodes.push(node);
  return nodes;
}
