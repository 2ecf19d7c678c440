// Which place of the page belongs to which line of the text. Blocks are the fixed points; between two of them both
// sides are taken to grow evenly.

/** Where a block begins on the page; nothing if it shows nothing. */
export type TopOf = (block: number) => number | null;

/** The block that a line belongs to, counted from 0; -1 before the first. */
export function blockAtLine(lines: readonly number[], line: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]! <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The block at a height of the page, counted from 0; -1 above the first. */
export function blockAtHeight(blocks: number, height: number, topOf: TopOf): number {
  let [low, high] = [0, blocks];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nextTop(middle, blocks, topOf) ?? Infinity) <= height) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The height of the page that a line belongs to; the line may have a fraction. Nothing if nothing is known. */
export function heightOfLine(lines: readonly number[], line: number, end: Ends, topOf: TopOf): number | null {
  const block = blockAtLine(lines, line);
  const first =
    block < 0 ? { line: 1, top: 0 } : { line: lines[block]!, top: nextTop(block, lines.length, topOf) };
  if (first.top === null) return null;
  const next = block + 1;
  const last =
    next < lines.length
      ? { line: lines[next]!, top: nextTop(next, lines.length, topOf) ?? end.height }
      : { line: Math.max(end.line, first.line + 1), top: Math.max(end.height, first.top) };
  const share = Math.min(1, Math.max(0, (line - first.line) / Math.max(1, last.line - first.line)));
  return first.top + share * (last.top - first.top);
}

/** Where the text ends: its last line and the height of the page there. */
export interface Ends {
  line: number;
  height: number;
}

// A block that shows nothing, such as a definition of a link, stands where the next one begins.
function nextTop(block: number, blocks: number, topOf: TopOf): number | null {
  for (let at = block; at < blocks; at++) {
    const top = topOf(at);
    if (top !== null) return top;
  }
  return null;
}

/** Finds a word again in the text of a block: the same one of several alike. Answers with its place in the text. */
export function findWord(text: string, word: string, nth: number): number | null {
  let at = -1;
  for (let found = 0; found <= nth; found++) {
    const next = text.indexOf(word, at + 1);
    if (next < 0) return at < 0 ? null : at;
    at = next;
  }
  return at;
}

/** The word at a place of a text, and how many like it stand before. */
export function wordAt(text: string, offset: number): { word: string; nth: number; inside: number } | null {
  const before = /[\p{L}\p{N}]*$/u.exec(text.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{L}\p{N}]*/u.exec(text.slice(offset))?.[0] ?? "";
  const word = before + after;
  if (!word) return null;
  const start = offset - before.length;
  return { word, nth: text.slice(0, start).split(word).length - 1, inside: before.length };
}
