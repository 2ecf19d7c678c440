import { describe, expect, it } from "vitest";
import type { PreviewChange } from "../api/protocol";
import type { PageSource } from "./pageSource";
import { PreviewState } from "./preview.svelte";

const whole = (...blocks: string[]): PreviewChange => {
  let at = 6;
  return {
    kind: "whole",
    html: `<main>${blocks.join("")}</main>`,
    blocks: blocks.map((block, index) => {
      const from = at;
      at += block.length;
      return { line: index + 1, from, to: at };
    }),
    site_url: "https://site.example",
    local_url: "http://127.0.0.1:1/t",
    page_url: "http://127.0.0.1:1/t/a/",
  };
};

const blocks = (start: number, removed: number, inserted: string[], lines: number[]): PreviewChange => ({
  kind: "blocks",
  start,
  removed,
  inserted,
  lines,
});

function setUp() {
  const seen: string[] = [];
  const asked = { times: 0 };
  const preview = new PreviewState(() => asked.times++);
  const text = (source: PageSource) => source.blocks.join("");
  const view = {
    show: (source: PageSource) => void seen.push(`show ${text(source)}`),
    patch: (_: PageSource, after: PageSource) => void seen.push(`patch ${text(after)}`),
  };
  return { preview, view, seen, asked };
}

describe("the preview", () => {
  it("is asked for when somebody begins to look, and only then", () => {
    const { preview, view, seen, asked } = setUp();
    expect(preview.take(blocks(0, 1, ["x"], [1]), null)).toBe(true);
    expect(asked.times).toBe(0);
    preview.attach(view);
    expect(asked.times).toBe(1);
    preview.take(whole("a", "b"), null);
    expect(seen).toEqual(["show ab"]);
  });

  it("keeps up while nobody looks", () => {
    const { preview, view, seen, asked } = setUp();
    preview.attach(view)();
    preview.take(whole("a", "b"), null);
    preview.take(blocks(1, 1, ["c", "d"], [1, 2, 3]), null);
    preview.attach(view);
    expect(seen).toEqual(["show acd"]);
    expect(asked.times).toBe(1);
  });

  it("says so when a change does not fit", () => {
    const { preview, view } = setUp();
    preview.attach(view);
    preview.take(whole("a"), null);
    expect(preview.take(blocks(1, 1, [], []), null)).toBe(false);
    expect(preview.take({ kind: "same" }, null)).toBe(false);
    expect(preview.take(whole("a"), null)).toBe(true);
  });

  it("keeps the last page while there can be no new one", () => {
    const { preview, view, seen } = setUp();
    preview.attach(view);
    preview.take(whole("a"), null);
    preview.take({ kind: "unable", message: "The template has a fault." }, null);
    expect(preview.unable).toBe("The template has a fault.");
    expect(seen).toEqual(["show a"]);
    preview.take({ kind: "same" }, null);
    expect(preview.unable).toBeNull();
  });

  it("measures how long a key takes to show", () => {
    const { preview, view } = setUp();
    preview.attach(view);
    performance.clearMeasures("galley:key-to-preview");
    preview.take(whole("a"), performance.now() - 5);
    preview.take(whole("a"), null);
    const measures = performance.getEntriesByName("galley:key-to-preview");
    expect(measures).toHaveLength(1);
    expect(measures[0]!.duration).toBeGreaterThanOrEqual(4);
  });
});
