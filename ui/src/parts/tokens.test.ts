// The colours are read from the tokens file and every pair in use is computed, in light and in dark.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const source = "src";
const css = readFileSync(join(source, "parts/tokens.css"), "utf8");

type Pair = readonly [light: string, dark: string];

const tokens = new Map<string, Pair>(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((match) => [
    match[1]!,
    [match[2]!, match[3]!] as const,
  ]),
);

const grounds = ["paper", "sheet", "hover", "pencil-tint", "good-tint", "careful-tint", "wrong-tint"];
const inks = ["ink", "quiet", "pencil", "pencil-deep", "good", "careful", "wrong"];

const pairs = [
  ...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)),
  ["on-pencil", "pencil"] as const,
  ["on-pencil", "pencil-deep"] as const,
  ["paper", "ink"] as const,
];

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

function colour(name: string, mode: 0 | 1): string {
  const pair = tokens.get(name);
  if (!pair) throw new Error(`no colour is called --${name}`);
  return pair[mode];
}

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("in %s", (_, mode) => {
  it.each(pairs)("--%s is readable on --%s", (ink, ground) => {
    expect(contrast(colour(ink, mode), colour(ground, mode))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["paper", "sheet"])("an edge and a focus ring are visible on --%s", (ground) => {
    expect(contrast(colour("edge", mode), colour(ground, mode))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour("pencil", mode), colour(ground, mode))).toBeGreaterThanOrEqual(3);
  });
});

it("computes contrast as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

// Styles of the interface: component files and style sheets. The host in memory draws pictures of its own.
const styled = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.(svelte|css)$/.test(file) && file !== join("parts", "tokens.css"),
);

const foreign =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklch|oklab|lab|lch)\(|:\s*(?:white|black|red|gr[ae]y|blue)\b/i;

function stylesOf(file: string): string {
  const text = readFileSync(join(source, file), "utf8");
  return file.endsWith(".css") ? text : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].join("\n");
}

it("finds component files to look at", () => expect(styled.length).toBeGreaterThan(30));

it.each(styled)("%s names no colour of its own", (file) => {
  expect(stylesOf(file).match(foreign)?.[0]).toBeUndefined();
});

it.each(styled)("%s uses only tokens that exist", (file) => {
  const known = new Set([...css.matchAll(/(--[\w-]+):/g)].map((match) => match[1]));
  const own = new Set(
    [...readFileSync(join(source, file), "utf8").matchAll(/(?:style:)?(--[\w-]+)[:=]/g)].map((m) => m[1]),
  );
  const used = [...stylesOf(file).matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]!);
  expect(used.filter((name) => !known.has(name) && !own.has(name) && name !== "--letter-size")).toEqual([]);
});
