// The page in the preview: its HTML, the lines its blocks stand for, and how wide it is shown. The frame that draws
// it is attached while somebody looks; without one the HTML is kept up to date all the same.
import type { PreviewChange } from "../api/protocol";
import type { PreviewEnd } from "./document.svelte";
import { cutPage, withBlocks, type BlocksChange, type PageSource } from "./pageSource";

/** What draws the page. */
export interface PageView {
  /** Draws a whole page. */
  show(source: PageSource): void;
  /** Draws a change of some blocks. */
  patch(before: PageSource, after: PageSource, change: BlocksChange): void;
}

/** How wide the page is shown. */
export type PreviewWidth = "phone" | "tablet" | "full";

const measuresKept = 500;

/** The preview of one page. */
export class PreviewState implements PreviewEnd {
  readonly #ask: () => void;
  #source = $state.raw<PageSource | null>(null);
  #unable = $state.raw<string | null>(null);
  #view: PageView | null = null;
  #measured = 0;
  /** How wide the page is shown. */
  width = $state<PreviewWidth>("full");

  /** `ask` asks for the whole preview. */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** The page; nothing before it came. */
  get source(): PageSource | null {
    return this.#source;
  }

  /** Why there is no preview of what is in the editor now, if there is none. */
  get unable(): string | null {
    return this.#unable;
  }

  /** Draws the page here until the returned function is called. */
  attach(view: PageView): () => void {
    this.#view = view;
    if (this.#source) view.show(this.#source);
    else this.#ask();
    return () => {
      if (this.#view === view) this.#view = null;
    };
  }

  /** Takes a change in; answers whether it could. A preview that nobody looks at is asked for when somebody does. */
  take(change: PreviewChange, typedAt: number | null): boolean {
    const isTaken = this.#take(change);
    if (!isTaken) this.#source = null;
    if (isTaken && typedAt !== null && this.#view) this.#measure(typedAt);
    return isTaken || this.#view === null;
  }

  #take(change: PreviewChange): boolean {
    switch (change.kind) {
      case "whole":
        this.#show(cutPage(change));
        return true;
      case "blocks":
        return this.#patch(change);
      case "same":
        this.#unable = null;
        return this.#source !== null;
      case "unable":
        this.#unable = change.message;
        return true;
    }
  }

  #show(source: PageSource): void {
    this.#source = source;
    this.#unable = null;
    this.#view?.show(source);
  }

  #patch(change: BlocksChange): boolean {
    const before = this.#source;
    const after = before && withBlocks(before, change);
    if (!after) return false;
    this.#source = after;
    this.#unable = null;
    this.#view?.patch(before, after, change);
    return true;
  }

  // Tests in the real window read these: how long a key takes to show in the preview.
  #measure(typedAt: number): void {
    if (++this.#measured % measuresKept === 0)
      for (const name of ["galley:key", "galley:preview"]) performance.clearMarks(name);
    performance.mark("galley:key", { startTime: typedAt });
    performance.mark("galley:preview");
    if (this.#measured % measuresKept === 0) performance.clearMeasures("galley:key-to-preview");
    performance.measure("galley:key-to-preview", "galley:key", "galley:preview");
  }
}
