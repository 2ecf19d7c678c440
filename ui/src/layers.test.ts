// Imports go down only: App -> panes -> editor, parts -> state -> api -> host, and no pane knows another.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { expect, it } from "vitest";

const source = "src";
const heights: Record<string, number> = { "": 5, panes: 4, editor: 3, parts: 3, state: 2, api: 1, host: 0 };

// The types of the border belong to both ends of it: a host speaks them, and they know no host.
const shared = join("api", "protocol");

const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|^test-setup\.ts$/.test(file),
);

const layerOf = (file: string) => (file.includes(sep) ? file.split(sep)[0]! : "");
const paneOf = (file: string) => (layerOf(file) === "panes" ? file.split(sep)[1]! : null);

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...found].map((match) => normalize(join(dirname(file), match[1]!)));
}

/** Says what is wrong with an import, if something is. */
function wrong(from: string, to: string): string | null {
  if (to === shared) return null;
  const [above, below] = [heights[layerOf(from)], heights[layerOf(to)]];
  if (above === undefined || below === undefined) return `${from} -> ${to}: no such layer`;
  if (below > above) return `${from} -> ${to}: up`;
  const panes = [paneOf(from), paneOf(to)];
  // The preview is drawn inside the editor's pane, beside the text it follows.
  if (panes[0] === "editor" && panes[1] === "preview") return null;
  if (panes[0] && panes[1] && panes[0] !== panes[1]) return `${from} -> ${to}: from pane to pane`;
  return null;
}

it("finds the files of every layer", () => {
  expect(new Set(files.map(layerOf))).toEqual(new Set(Object.keys(heights)));
});

it("holds", () => {
  expect(files.flatMap((file) => importsOf(file).map((to) => wrong(file, to))).filter(Boolean)).toEqual([]);
});

it("would notice", () => {
  const at = (...parts: string[]) => join(...parts);
  expect(wrong(at("state", "site"), at("parts", "words"))).toMatch(/up$/);
  expect(wrong(at("panes", "trash", "a"), at("panes", "start", "b"))).toMatch(/pane to pane$/);
  expect(wrong(at("parts", "a"), at("state", "b"))).toBeNull();
});
