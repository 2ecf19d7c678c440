import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Failed } from "../host/host";
import { Notices } from "./notices.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failed = new Failed({ remedy: null, message: "It did not work", hint: "Try again", detail: "" });

it("lets what was done leave by itself, and keeps what failed", () => {
  const notices = new Notices();
  notices.say("Done");
  notices.fail(failed);
  vi.advanceTimersByTime(60_000);
  expect(notices.shown.map((notice) => notice.kind)).toEqual(["failed"]);
});

it("keeps a message while it is looked at", () => {
  const notices = new Notices();
  notices.say("Done");
  const id = notices.shown[0]!.id;
  notices.hold(id);
  vi.advanceTimersByTime(60_000);
  expect(notices.shown).toHaveLength(1);
  notices.release(id);
  vi.advanceTimersByTime(60_000);
  expect(notices.shown).toHaveLength(0);
});

it("undoes once and goes", () => {
  const notices = new Notices();
  const run = vi.fn();
  notices.say("Moved", { words: "Undo", run });
  notices.act(notices.latestAction!);
  expect(run).toHaveBeenCalledOnce();
  expect(notices.shown).toHaveLength(0);
  expect(notices.latestAction).toBeNull();
});

it("shows three at most, the latest", () => {
  const notices = new Notices();
  for (const words of ["1", "2", "3", "4"]) notices.say(words);
  expect(notices.shown.map((notice) => notice.kind === "done" && notice.words)).toEqual(["2", "3", "4"]);
});

it("keeps the words of a bug for the details", () => {
  const notices = new Notices();
  notices.fail(new TypeError("x is undefined"));
  const notice = notices.shown[0]!;
  expect(notice.kind === "failed" && notice.failure).toMatchObject({
    message: "",
    detail: "TypeError: x is undefined",
  });
});
