// A preview good enough to work on the window with: a little Markdown in a plain page.
import type { PreviewBlock, PreviewChange } from "../../api/protocol";
import { addressOf, type MemoryPage } from "./world";

interface Block {
  line: number;
  html: string;
}

/** The previews the window was shown, so that only what changed is sent again. */
export class Previews {
  readonly #shown = new Map<string, { title: string; blocks: Block[] }>();

  /** The whole page. */
  whole(page: MemoryPage): PreviewChange {
    const blocks = blocksOf(page);
    this.#shown.set(page.id, { title: page.fields.title, blocks });
    const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(page.fields.title)}</title>${style}</head><body><main><h1>${escaped(page.fields.title)}</h1>\n`;
    let html = head;
    const places: PreviewBlock[] = blocks.map((block) => {
      const from = html.length;
      html += block.html;
      const to = html.length;
      html += "\n";
      return { line: block.line, from, to };
    });
    html += "</main></body></html>";
    const local = location.origin;
    return {
      kind: "whole",
      html,
      blocks: places,
      site_url: "https://harbour.example",
      local_url: local,
      page_url: local + addressOf(page),
    };
  }

  /** What changed since the preview was last shown. */
  change(page: MemoryPage): PreviewChange {
    const before = this.#shown.get(page.id);
    if (!before || before.title !== page.fields.title) return this.whole(page);
    const after = blocksOf(page);
    this.#shown.set(page.id, { title: before.title, blocks: after });
    const same = (a?: Block, b?: Block) => a?.html === b?.html;
    const shorter = Math.min(before.blocks.length, after.length);
    let start = 0;
    while (start < shorter && same(before.blocks[start], after[start])) start++;
    let end = 0;
    while (end < shorter - start && same(before.blocks.at(-1 - end), after.at(-1 - end))) end++;
    const inserted = after.slice(start, after.length - end).map((block) => block.html);
    const removed = before.blocks.length - end - start;
    if (removed === 0 && inserted.length === 0) return { kind: "same" };
    return { kind: "blocks", start, removed, inserted, lines: after.map((block) => block.line) };
  }
}

const style = `<style>body{font:18px/1.6 serif;margin:2rem auto;max-width:36rem;padding:0 1rem}img{max-width:100%}</style>`;

function blocksOf(page: MemoryPage): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let start = 1;
  const close = () => {
    if (lines.length > 0) blocks.push({ line: start, html: blockHtml(lines, page) });
    lines = [];
  };
  page.text.split("\n").forEach((line, at) => {
    if (line.trim() === "") return close();
    if (lines.length === 0) start = at + 1;
    lines.push(line);
  });
  close();
  return blocks;
}

function blockHtml(lines: string[], page: MemoryPage): string {
  const heading = /^(#{1,6})\s+(.*)$/.exec(lines[0]!);
  if (heading) {
    const level = heading[1]!.length;
    return `<h${level}>${inline(heading[2]!, page)}</h${level}>`;
  }
  if (lines.every((line) => /^[-*]\s/.test(line)))
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2), page)}</li>`).join("")}</ul>`;
  if (lines[0]!.startsWith(">"))
    return `<blockquote><p>${inline(lines.map((line) => line.replace(/^>\s?/, "")).join(" "), page)}</p></blockquote>`;
  return `<p>${inline(lines.join("\n"), page)}</p>`;
}

function inline(text: string, page: MemoryPage): string {
  return escaped(text)
    .replace(
      /!\[([^\]]*)\]\(([^)\s]*)\)/g,
      (_, alt: string, src: string) => `<img alt="${alt}" src="${page.pictures.get(src) ?? src}">`,
    )
    .replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/(\*|_)([^*_]+)\1/g, "<em>$2</em>")
    .replace(/`([^`]+)`/g, "<code>$1</code>");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
