// Which lines two texts do not have in common, for showing them side by side.

/** Takes the lines between the marks at a file's top off it: the editor shows them as fields, not as text. */
export function withoutHead(file: string): string {
  return file.replace(/^\uFEFF?(\+\+\+|---)[ \t]*\r?\n(?:[\s\S]*?\r?\n)?\1[ \t]*(?:\r?\n|$)/, "");
}

/** A line of one of the texts. */
export interface ComparedLine {
  text: string;
  differs: boolean;
}

// Above this many pairs of lines only the first and the last lines are compared: nobody waits for the exact answer.
const pairsAtMost = 4_000_000;

/** Compares two texts line by line. */
export function differingLines(
  before: string,
  after: string,
): { before: ComparedLine[]; after: ComparedLine[] } {
  const [a, b] = [before.split(/\r\n?|\n/), after.split(/\r\n?|\n/)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = commonLines(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const mark = (lines: readonly string[], common: ReadonlySet<number>) =>
    lines.map((text, index) => ({
      text,
      differs: index >= start && index < lines.length - end && !common.has(index - start),
    }));
  return { before: mark(a, middle.before), after: mark(b, middle.after) };
}

// The longest run of lines that both have in the same order.
function commonLines(
  a: readonly string[],
  b: readonly string[],
): { before: Set<number>; after: Set<number> } {
  const found = { before: new Set<number>(), after: new Set<number>() };
  if (a.length * b.length > pairsAtMost) return found;
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      found.before.add(i++);
      found.after.add(j++);
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}
