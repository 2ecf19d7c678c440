// The HTML of the page in the preview, cut where its blocks begin. Changes of blocks are put together here, so that
// the whole page can be shown again at any time without asking for it.
import type { PreviewChange } from "../api/protocol";

/** A whole preview as Rust sends it. */
export type WholePreview = Extract<PreviewChange, { kind: "whole" }>;

/** The three addresses of a preview. */
export type PreviewAddresses = Pick<WholePreview, "site_url" | "local_url" | "page_url">;

/** A change of some blocks, as Rust sends it. */
export type BlocksChange = Extract<PreviewChange, { kind: "blocks" }>;

/** A page's HTML in pieces. */
export interface PageSource extends PreviewAddresses {
  /** What stands before the first block. */
  readonly head: string;
  /** The blocks, each up to where the next one begins. */
  readonly blocks: readonly string[];
  /** What stands after the last block. */
  readonly tail: string;
  /** The line of the editor at which each block begins, counted from 1. */
  readonly lines: readonly number[];
  /** Says whether nothing but space stands between the blocks, so that blocks can be exchanged one by one. */
  readonly isClose: boolean;
}

/** Cuts a whole page. */
export function cutPage(whole: WholePreview): PageSource {
  const { html, blocks, site_url, local_url, page_url } = whole;
  const starts = blocks.map((block) => block.from);
  const end = blocks.at(-1)?.to ?? html.length;
  const isInOrder = starts.every((start, index) => start >= (index === 0 ? 0 : blocks[index - 1]!.to));
  if (blocks.length === 0 || !isInOrder || end > html.length)
    return { head: html, blocks: [], tail: "", lines: [], isClose: false, site_url, local_url, page_url };
  const gaps = blocks.slice(1).map((block, index) => html.slice(blocks[index]!.to, block.from));
  return {
    head: html.slice(0, starts[0]),
    blocks: starts.map((start, index) => html.slice(start, starts[index + 1] ?? end)),
    tail: html.slice(end),
    lines: blocks.map((block) => block.line),
    isClose: gaps.every((gap) => gap.trim() === ""),
    site_url,
    local_url,
    page_url,
  };
}

/** The page after a change of some blocks; nothing if the change does not fit it. */
export function withBlocks(source: PageSource, change: BlocksChange): PageSource | null {
  const { start, removed, inserted, lines } = change;
  if (!source.isClose || start + removed > source.blocks.length) return null;
  const blocks = source.blocks.toSpliced(start, removed, ...inserted);
  return blocks.length === lines.length ? { ...source, blocks, lines } : null;
}
