import { expect, it } from "vitest";
import type { PublishPlan } from "../api/protocol";
import { day, moment, readDate, size } from "./format";
import { planNotes, planSize, progressWords, statusSentence, statusWords, words } from "./words";

const now = new Date(2026, 4, 20, 12);

it("reads a day as a day, wherever one is", () => {
  expect(readDate("2026-05-03")?.getDate()).toBe(3);
  expect(readDate("tomorrow")).toBeNull();
});

it("writes days by how near they are, and leaves alone what is no date", () => {
  expect(day("2026-05-20", now)).toBe("today");
  expect(day("2026-05-03", now)).not.toContain("2026");
  expect(day("2021-05-03", now)).toContain("2021");
  expect(day("soon", now)).toBe("soon");
  expect(moment("2026-05-20T10:30:00", now)).toMatch(/10:30/);
});

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [21_500, "21.5 kB"],
  [1_032_000, "1 MB"],
  [2_500_000_000, "2.5 GB"],
])("writes %i bytes as %s", (bytes, expected) => expect(size(bytes)).toBe(expected));

it("counts in words", () => {
  expect(words.publish.button(1)).toBe("Publish 1 change");
  expect(words.publish.button(1200)).toBe("Publish 1,200 changes");
});

it("says every status in a few words and in a sentence", () => {
  const since = "2021-05-03T10:00:00Z";
  const kinds = ["live", "edited", "withdrawn"] as const;
  const all = [{ kind: "draft" }, { kind: "new" }, { kind: "scheduled", date: "2031-01-02" }] as const;
  const statuses = [...all, ...kinds.map((kind) => ({ kind, since }))];
  expect(new Set(statuses.map(statusWords)).size).toBe(6);
  for (const status of statuses) expect(statusSentence(status)).toMatch(/^[A-Z].*\.$/);
});

const plan: PublishPlan = {
  id: "1",
  changes: [{ kind: "new", title: "A", address: "/a/", page: null }],
  otherFiles: 14,
  sentFiles: 15,
  removedFiles: 1,
  bytes: 21_500,
  first: false,
  problems: [],
  heldBack: 1,
};

it("says what else a publish carries", () => {
  expect(planNotes(plan)).toEqual([
    "And 14 other files that follow from this: lists, feeds, styles.",
    "1 draft or scheduled post stays here.",
  ]);
  expect(planNotes({ ...plan, otherFiles: 0, heldBack: 0 })).toEqual([]);
  expect(planSize(plan)).toBe("15 files to send, 21.5 kB · 1 file to take away");
});

it("says what a publish is doing", () => {
  const progress = {
    phase: "sending",
    done: 3,
    total: 9,
    bytesDone: 100,
    bytesTotal: 900,
    canCancel: true,
  } as const;
  expect(progressWords(null)).toBe("Getting ready");
  expect(progressWords(progress)).toBe("Sending 3 of 9 files, 100 bytes of 900 bytes");
  expect(progressWords({ ...progress, phase: "making" })).toBe("Making 3 of 9 files");
  expect(progressWords({ ...progress, phase: "pictures" })).toBe("Making 3 of 9 pictures");
});
