import { expect, it } from "vitest";
import { differingLines, withoutHead } from "./differingLines";

const marked = (before: string, after: string) => {
  const sides = differingLines(before, after);
  const text = (lines: { text: string; differs: boolean }[]) =>
    lines.map((line) => (line.differs ? `!${line.text}` : line.text)).join(" ");
  return [text(sides.before), text(sides.after)];
};

it.each([
  ["a\nb\nc", "a\nb\nc", "a b c", "a b c"],
  ["a\nb\nc", "a\nx\nc", "a !b c", "a !x c"],
  ["a\nb\nc\nd", "a\nc\ne\nd", "a !b c d", "a c !e d"],
  ["", "a", "!", "!a"],
  ["a\r\nb", "a\nb", "a b", "a b"],
])("%j beside %j", (before, after, left, right) => expect(marked(before, after)).toEqual([left, right]));

it.each([
  ["+++\ntitle = 1\n+++\ntext\n+++\n", "text\n+++\n"],
  ["---\r\na: 1\r\n---\r\n\r\ntext", "\r\ntext"],
  ["---\n---\ntext", "text"],
  ["+++\n---\ntext", "+++\n---\ntext"],
  ["text\n---\nmore\n---\n", "text\n---\nmore\n---\n"],
])("%j without its head", (file, wanted) => expect(withoutHead(file)).toBe(wanted));
