import { describe, expect, it } from "vitest";
import { blockAtHeight, blockAtLine, findWord, heightOfLine, wordAt } from "./sync";

const lines = [1, 3, 7];
const tops: (number | null)[] = [100, 200, 400];
const topOf = (block: number) => tops[block] ?? null;
const end = { line: 9, height: 500 };

describe("lines and heights", () => {
  it.each([
    [0, -1],
    [1, 0],
    [2, 0],
    [3, 1],
    [6, 1],
    [7, 2],
    [99, 2],
  ])("line %d is in block %d", (line, block) => expect(blockAtLine(lines, line)).toBe(block));

  it.each([
    [0, -1],
    [100, 0],
    [199, 0],
    [200, 1],
    [999, 2],
  ])("height %d is in block %d", (height, block) =>
    expect(blockAtHeight(tops.length, height, topOf)).toBe(block),
  );

  it.each([
    [1, 100],
    [2, 150],
    [3, 200],
    [5, 300],
    [6.5, 375],
    [8, 450],
    [99, 500],
  ])("line %d stands at %d", (line, height) => expect(heightOfLine(lines, line, end, topOf)).toBe(height));

  it("a block that shows nothing stands where the next begins", () => {
    const gaps = (block: number) => [100, null, 400][block] ?? null;
    expect(heightOfLine(lines, 3, end, gaps)).toBe(400);
    expect(blockAtHeight(3, 400, gaps)).toBe(2);
  });
});

describe("words", () => {
  it("are found around a place", () => {
    expect(wordAt("one two one", 9)).toEqual({ word: "one", nth: 1, inside: 1 });
    expect(wordAt("naïve", 3)).toEqual({ word: "naïve", nth: 0, inside: 3 });
    expect(wordAt("a  b", 2)).toBeNull();
  });
  it("are found again in the text they came from", () => {
    expect(findWord("**one** two [one](x)", "one", 1)).toBe(13);
    expect(findWord("one", "one", 3)).toBe(0);
    expect(findWord("one", "two", 0)).toBeNull();
  });
});
