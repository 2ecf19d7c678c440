import { describe, expect, it, vi } from "vitest";
import type { PageRow, Status } from "../api/protocol";
import { PageList, plain } from "./pageList.svelte";

const live: Status = { kind: "live", since: "2026-05-03T10:00:00Z" };

function row(title: string, more: Partial<PageRow> = {}): PageRow {
  return {
    page: title,
    kind: "post",
    title,
    status: live,
    date: "2026-05-03",
    tags: [],
    address: "/",
    picture: null,
    unsaved: false,
    trouble: false,
    ...more,
  };
}

const words = (status: Status) => (status.kind === "draft" ? "Draft" : "Live since May");
const listOf = (...rows: PageRow[]) => new PageList(() => rows, words, "latest");
const titles = (list: PageList) => list.visible.map((one) => one.title);

it("reads text without capitals and accents", () => {
  expect(plain("Ångström ÉTÉ")).toBe("angstrom ete");
});

describe("finding", () => {
  const list = listOf(
    row("Winter in the Café", { tags: ["Visiting"] }),
    row("Summer", { status: { kind: "draft" } }),
    row("Rope", { tags: ["Winter"] }),
  );

  it.each([
    ["cafe", ["Winter in the Café"]],
    ["winter", ["Rope", "Winter in the Café"]],
    ["winter visiting", ["Winter in the Café"]],
    ["draft", ["Summer"]],
    ["nothing", []],
    ["  ", ["Rope", "Summer", "Winter in the Café"]],
  ])("%s", (look, expected) => {
    list.find(look);
    expect(titles(list).toSorted()).toEqual(expected);
  });

  it("shows one status, and everything again", () => {
    list.find("");
    list.only("draft");
    expect(titles(list)).toEqual(["Summer"]);
    expect(list.narrowed).toBe(true);
    list.showAll();
    expect(list.visible).toHaveLength(3);
    expect(list.narrowed).toBe(false);
  });
});

it("sorts by date and by title; what has no date yet is the latest", () => {
  const list = listOf(
    row("b", { date: "2026-01-01" }),
    row("C", { date: null }),
    row("ä", { date: "2026-02-01" }),
  );
  expect(titles(list)).toEqual(["C", "ä", "b"]);
  list.sortBy("oldest");
  expect(titles(list)).toEqual(["b", "ä", "C"]);
  list.sortBy("title");
  expect(titles(list)).toEqual(["ä", "b", "C"]);
});

it("makes texts ready ahead of the first letter, in slices, until it is stopped", () => {
  vi.useFakeTimers();
  let asked = 0;
  const rows = Array.from({ length: 2_500 }, (_, at) =>
    row(`${at}`, { status: { kind: "live", since: `${at}` } }),
  );
  const list = new PageList(
    () => rows,
    () => `${++asked}`,
    "latest",
  );
  const stop = list.prepare();
  vi.advanceTimersToNextTimer();
  expect(asked).toBe(1_000);
  vi.advanceTimersToNextTimer();
  stop();
  vi.runAllTimers();
  expect(asked).toBe(2_000);
  vi.useRealTimers();
});

it("stays quick with twenty thousand rows", () => {
  const rows = Array.from({ length: 20_000 }, (_, at) =>
    row(`Note number ${at}`, { tags: [`tag ${at % 40}`] }),
  );
  const list = listOf(...rows);
  expect(list.visible).toHaveLength(20_000);
  list.find("warm up");
  expect(list.visible).toHaveLength(0);
  const times = ["note 7", "tag 3", "19999", "live"].map((look) => {
    const start = performance.now();
    list.find(look);
    expect(list.visible.length).toBeGreaterThan(0);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});
