// The frame that draws the page. It runs no script and opens no window, so no link and no form in it leads anywhere.
// Events in it are never heard: one of the engines we run on delivers none from a frame without scripts. So the frame
// lies under the pointer's reach, whatever scrolls is around it, and a press is looked up by its place.
import type { BlocksChange, PageSource } from "../../state/pageSource";
import type { PageView } from "../../state/preview.svelte";
import { PageDocument } from "./patch";
import { blockAtHeight, blockAtLine, heightOfLine, wordAt } from "./sync";

const shell = "<!doctype html><html><head></head><body></body></html>";
const restoresAtMost = 5;
const stylesWaitMs = 1500;
/** Where the eye rests: the part of the height from the top at which both sides are kept level. */
const third = 1 / 3;

/** The elements around the page. */
export interface FrameParts {
  frame: HTMLIFrameElement;
  /** What scrolls. */
  scroller: HTMLElement;
  /** What is as high as the page and so makes it scroll. */
  spacer: HTMLElement;
}

/** What is at a place of the page. */
export interface PagePlace {
  /** The line of the editor at which its block begins; nothing outside the text. */
  line: number | null;
  /** The word there, for finding it again in the block's text. */
  word: ReturnType<typeof wordAt>;
  /** Where a link there leads; empty without one. */
  link: string;
}

/** Draws the page and answers questions about it. */
export class PageFrame implements PageView {
  readonly #parts: FrameParts;
  readonly #onReady: () => void;
  readonly #resized = new ResizeObserver(() => this.#measure());
  #page: PageDocument | null = null;
  #source: PageSource | null = null;
  #scale = 1;
  #restores = 0;
  #isReady = false;
  #isEnded = false;

  constructor(parts: FrameParts, onReady: () => void) {
    this.#parts = parts;
    this.#onReady = onReady;
    parts.frame.addEventListener("load", this.#loaded);
    parts.scroller.addEventListener("scroll", this.#scrolled, { passive: true });
    parts.frame.srcdoc = shell;
  }

  /** Lets go of the frame. */
  end(): void {
    this.#isEnded = true;
    this.#resized.disconnect();
    this.#parts.frame.removeEventListener("load", this.#loaded);
    this.#parts.scroller.removeEventListener("scroll", this.#scrolled);
  }

  show(source: PageSource): void {
    const isOther = this.#source?.page_url !== source.page_url;
    this.#source = source;
    if (!this.#page) return;
    const page = this.#page;
    this.#keepingPlace(() => page.show(source));
    if (isOther) this.#parts.scroller.scrollTop = 0;
  }

  patch(before: PageSource, after: PageSource, change: BlocksChange): void {
    this.#source = after;
    const page = this.#page;
    if (page) this.#keepingPlace(() => page.patch(before, after, change));
  }

  /** Draws the page smaller, so that a wide one fits. */
  setScale(scale: number): void {
    this.#scale = scale;
    this.#measure();
  }

  /** Scrolls so that a line of the text is a third down the page; `total` is how many lines there are. */
  follow(line: number, total: number): void {
    const height = this.#heightOf(line, total);
    if (height !== null) this.#scrollTo(height - this.#viewHeight * third);
  }

  /** Scrolls to a line's block unless it is in sight already. */
  reveal(line: number): void {
    const page = this.#page;
    const block = blockAtLine(this.#source?.lines ?? [], line);
    const place = block < 0 ? null : page?.placeOf(block);
    if (!place) return;
    const isInSight = place.bottom > this.#viewHeight * 0.1 && place.top < this.#viewHeight * 0.8;
    if (!isInSight) this.#scrollTo(place.top + this.#offset - this.#viewHeight * third);
  }

  /** Scrolls to the very beginning or the very end. */
  followEnd(end: "top" | "bottom"): void {
    this.#scrollTo(end === "top" ? 0 : Number.MAX_SAFE_INTEGER);
  }

  /** What is at a place of the window. */
  placeAt(x: number, y: number): PagePlace | null {
    const document = this.#document;
    const [left, top] = this.#toPage(x, y);
    const element = document?.elementFromPoint(left, top);
    if (!document || !element || !this.#page) return null;
    const block = this.#page.blockOf(element);
    const link = element.closest("a[href], area[href]");
    return {
      line: block < 0 ? null : (this.#source?.lines[block] ?? null),
      word: block < 0 ? null : wordUnder(document, this.#page, block, left, top),
      link: link ? addressOf(link) : "",
    };
  }

  /** Opens or closes what a press at this place opens or closes; answers whether there was something. */
  toggleAt(x: number, y: number): boolean {
    const summary = this.#document?.elementFromPoint(...this.#toPage(x, y))?.closest("summary");
    const details = summary?.parentElement;
    if (details?.localName !== "details") return false;
    details.toggleAttribute("open");
    return true;
  }

  /** Scrolls what scrolls inside the page at this place; answers whether something did. */
  scrollInside(x: number, y: number, byX: number, byY: number): boolean {
    const document = this.#document;
    let element = document?.elementFromPoint(...this.#toPage(x, y)) ?? null;
    for (; element && element !== document?.documentElement; element = element.parentElement) {
      const { scrollLeft, scrollTop } = element;
      if (byX !== 0) element.scrollLeft += byX;
      else if (element !== document?.body) element.scrollTop += byY;
      if (element.scrollLeft !== scrollLeft || element.scrollTop !== scrollTop) return true;
    }
    return false;
  }

  /** Scrolls to the part of the page with this name; answers whether there is one. */
  goToPart(name: string): boolean {
    const part = this.#document?.getElementById(name);
    if (part) this.#scrollTo(part.getBoundingClientRect().top + this.#offset);
    return part !== null && part !== undefined;
  }

  /** Says whether the page follows the colours it is told, light or dark; not every engine passes them on. */
  async followsColours(): Promise<boolean> {
    const { frame } = this.#parts;
    const before = frame.style.colorScheme;
    const answers: (boolean | undefined)[] = [];
    for (const scheme of ["dark", "light"]) {
      frame.style.colorScheme = scheme;
      await nextFrame();
      await nextFrame();
      answers.push(frame.contentWindow?.matchMedia("(prefers-color-scheme: dark)").matches);
    }
    frame.style.colorScheme = before;
    return answers[0] === true && answers[1] === false;
  }

  get #document(): Document | null {
    return this.#parts.frame.contentDocument;
  }

  get #viewHeight(): number {
    return this.#parts.scroller.clientHeight / this.#scale;
  }

  /** How far the page is scrolled, in its own pixels. */
  get #offset(): number {
    return this.#parts.frame.contentWindow?.scrollY ?? 0;
  }

  #toPage(x: number, y: number): [number, number] {
    const box = this.#parts.frame.getBoundingClientRect();
    return [(x - box.left) / this.#scale, (y - box.top) / this.#scale];
  }

  // Every load is either the shell that was asked for or something that got away from it; that is put back.
  readonly #loaded = (): void => {
    const document = this.#document;
    this.#page = null;
    this.#resized.disconnect();
    if (document?.URL !== "about:srcdoc" || document.body.childNodes.length > 0) {
      if (this.#restores++ < restoresAtMost) this.#parts.frame.srcdoc = shell;
      return;
    }
    this.#page = new PageDocument(document);
    if (this.#source) this.show(this.#source);
    this.#resized.observe(document.documentElement);
    this.#resized.observe(document.body);
    if (!this.#isReady) void this.#waitForStyles(document);
  };

  // A page without its styles is not shown: it would flash.
  async #waitForStyles(document: Document): Promise<void> {
    const until = performance.now() + stylesWaitMs;
    const areThere = () =>
      this.#source !== null &&
      [...document.querySelectorAll<HTMLLinkElement>("link[rel~=stylesheet]")].every((link) => link.sheet);
    while (!areThere() && performance.now() < until && !this.#isEnded) await nextFrame();
    if (this.#isEnded) return;
    this.#isReady = true;
    this.#measure();
    this.#onReady();
  }

  readonly #scrolled = (): void => {
    const top = this.#parts.scroller.scrollTop / this.#scale;
    this.#parts.frame.contentWindow?.scrollTo({ top, behavior: "instant" });
  };

  #scrollTo(height: number): void {
    this.#measure();
    const { scroller } = this.#parts;
    scroller.scrollTop = Math.max(0, height * this.#scale);
    this.#scrolled();
  }

  #measure(): void {
    const height = this.#document?.documentElement?.scrollHeight ?? 0;
    const { spacer, scroller } = this.#parts;
    const wanted = `${Math.max(Math.floor(height * this.#scale), scroller.clientHeight)}px`;
    if (spacer.style.height !== wanted) spacer.style.height = wanted;
  }

  #heightOf(line: number, total: number): number | null {
    const page = this.#page;
    const lines = this.#source?.lines ?? [];
    if (!page || page.blocks !== lines.length || lines.length === 0) return null;
    const offset = this.#offset;
    const last = page.placeOf(lines.length - 1);
    const end = { line: total, height: (last?.bottom ?? 0) + offset };
    return heightOfLine(lines, line, end, (block) => topOf(page, block, offset));
  }

  // The block where the eye rests stays where it is, whatever grows or shrinks above it.
  #keepingPlace(change: () => void): void {
    const page = this.#page!;
    const isAtTop = this.#parts.scroller.scrollTop === 0;
    const eye = this.#viewHeight * third;
    const block = isAtTop ? -1 : blockAtHeight(page.blocks, eye, (at) => topOf(page, at, 0));
    const mark = page.markOf(block);
    const before = mark && page.topOf(mark);
    change();
    this.#measure();
    const after = mark && page.topOf(mark);
    if (typeof before === "number" && typeof after === "number" && after !== before)
      this.#scrollTo(this.#offset + after - before);
    else this.#scrolled();
  }
}

// A link of a drawing keeps its address as it was written. Elements of the frame are of no class of this window.
function addressOf(link: Element): string {
  const { href } = link as HTMLAnchorElement | SVGAElement;
  if (typeof href === "string") return href;
  return URL.canParse(href.baseVal, link.baseURI) ? new URL(href.baseVal, link.baseURI).href : "";
}

function topOf(page: PageDocument, block: number, offset: number): number | null {
  const place = page.placeOf(block);
  return place && place.top + offset;
}

function wordUnder(
  document: Document,
  page: PageDocument,
  block: number,
  x: number,
  y: number,
): ReturnType<typeof wordAt> {
  const caret = caretAt(document, x, y);
  const before = caret && page.textBefore(block, caret.node, caret.offset);
  if (!caret || before === null) return null;
  const rest = caret.node.nodeValue?.slice(caret.offset) ?? "";
  return wordAt(before + rest, before.length);
}

function caretAt(document: Document, x: number, y: number): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  // The older name of the same question, which WebKit still goes by.
  const range = (document as Document).caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
