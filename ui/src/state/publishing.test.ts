import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApi } from "../api/api";
import type { TargetPlace, TargetSettings } from "../api/protocol";
import { createMemoryHost } from "../host/memory";
import { PublishingState } from "./publishing.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(keychain = true) {
  const host = createMemoryHost({ open: true, keychain });
  const publishing = new PublishingState(createApi(host));
  host.listen((event) => publishing.hear(event));
  return { host, publishing };
}

const folder = (path = "/srv/www"): TargetSettings => ({
  name: "Shelf",
  place: { kind: "folder", folder: path },
});
const place: TargetPlace = {
  kind: "sftp",
  host: "ssh.example",
  port: 22,
  user: "ada",
  folder: "www",
  sign_in: { kind: "password" },
};
const server: TargetSettings = { name: "Server", place };

const asked = (publishing: PublishingState) => vi.waitFor(() => expect(publishing.question).not.toBeNull());

async function planned(publishing: PublishingState, settings = folder()) {
  publishing.add(settings.place.kind);
  await publishing.saveAndPlan(settings);
  if (publishing.step.kind !== "planned") throw new Error(`at ${publishing.step.kind}`);
  return publishing.step.plan;
}

it("asks where to go at first, and goes straight to the plan of the place used last", async () => {
  const { publishing } = open();
  await publishing.begin();
  expect(publishing.step.kind).toBe("choosing");
  const plan = await planned(publishing);
  expect(plan.first).toBe(true);
  await publishing.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(publishing.step).toMatchObject({ kind: "ended", end: { kind: "done" } });
  publishing.leave();
  await publishing.begin();
  expect(publishing.step).toMatchObject({ kind: "planned", plan: { sentFiles: 0, changes: [] } });
});

it("goes on in the background, and comes back to the publish that runs", async () => {
  const { publishing } = open();
  await planned(publishing);
  await publishing.start();
  await vi.advanceTimersByTimeAsync(400);
  publishing.leave();
  expect(publishing.step).toMatchObject({ kind: "running", progress: { phase: "sending" } });
  await publishing.begin();
  expect(publishing.running).toBe(true);
});

it("stops when asked, and says why if it cannot", async () => {
  const { host, publishing } = open();
  await planned(publishing);
  await publishing.start();
  const failure = { remedy: null, message: "Too late", hint: "", detail: "" };
  host.world.failNext.set("cancel_publish", failure);
  await publishing.cancel();
  expect(publishing.step).toMatchObject({ kind: "running", stop: { kind: "failed", failure } });
  await publishing.cancel();
  expect(publishing.step).toMatchObject({ kind: "ended", end: { kind: "cancelled" } });
});

it("asks about the server's key, then for the password, until it is right", async () => {
  const { host, publishing } = open();
  publishing.add("sftp");
  const going = publishing.saveAndPlan(server);
  await asked(publishing);
  expect(publishing.question).toMatchObject({ kind: "hostKey" });
  publishing.answer({ kind: "yes" });
  await asked(publishing);
  expect(publishing.question).toMatchObject({ kind: "secret", refused: false, keepable: true });
  publishing.answer({ kind: "secret", secret: { text: "wrong", keep: true } });
  await asked(publishing);
  expect(publishing.question).toMatchObject({ kind: "secret", refused: true });
  publishing.answer({ kind: "secret", secret: { text: host.world.password, keep: true } });
  await going;
  expect(publishing.step.kind).toBe("planned");
  expect(publishing.question).toBeNull();
  expect(host.world.site.targets[0]!.secretKept).toBe(true);
});

it("says that nothing can be kept where there is no keychain", async () => {
  const { host, publishing } = open(false);
  host.world.hostKeyKnown = true;
  publishing.add("sftp");
  void publishing.saveAndPlan(server);
  await asked(publishing);
  expect(publishing.question).toMatchObject({ kind: "secret", keepable: false });
});

it("replaces foreign files only with leave", async () => {
  const { publishing } = open();
  publishing.add("folder");
  const going = publishing.saveAndPlan(folder("/srv/full"));
  await asked(publishing);
  expect(publishing.question).toMatchObject({ kind: "replace", count: 3 });
  publishing.answer(null);
  await going;
  expect(publishing.step.kind).toBe("choosing");

  const again = publishing.plan(publishing.targets[0]!);
  await asked(publishing);
  publishing.answer({ kind: "yes" });
  await again;
  expect(publishing.step.kind).toBe("planned");
});

it("tests a connection and keeps the form", async () => {
  const { host, publishing } = open();
  host.world.hostKeyKnown = true;
  publishing.add("sftp");
  await publishing.test({ ...server, place: { ...place, host: "nowhere" } });
  expect(publishing.step).toMatchObject({ kind: "editing", check: { kind: "failed" } });
  const testing = publishing.test(server);
  await asked(publishing);
  publishing.answer(null);
  await testing;
  expect(publishing.step).toMatchObject({ kind: "editing", check: { kind: "none" } });
  expect(host.world.site.targets).toHaveLength(1);
});

it("shows what could not be done, with the place it was about", async () => {
  const { host, publishing } = open();
  await planned(publishing);
  const failure = { remedy: null, message: "The disk is full", hint: "Make room", detail: "" };
  host.world.failNext.set("start_publish", failure);
  await publishing.start();
  expect(publishing.step).toMatchObject({ kind: "failed", failure, target: { settings: { name: "Shelf" } } });
  host.world.failNext.set("list_targets", failure);
  await publishing.begin();
  expect(publishing.step).toMatchObject({ kind: "failed", failure, target: null });
});

it("drops a plan the person did not wait for", async () => {
  const { publishing } = open();
  publishing.add("folder");
  const going = publishing.saveAndPlan(folder());
  publishing.leave();
  await going;
  expect(publishing.step.kind).toBe("idle");
});

it("says how far a long plan is, and stops it when the person leaves or stops it", async () => {
  const { host, publishing } = open();
  const call = vi.spyOn(host, "call");
  const progress = { done: 3, total: 9, bytesDone: 0, bytesTotal: 0, canCancel: true };
  publishing.add("folder");
  await publishing.test(folder());
  const place = publishing.targets[0]!;
  const going = publishing.plan(place);
  host.world.emit({ kind: "publishProgress", progress: { phase: "pictures", ...progress } });
  expect(publishing.step).toMatchObject({ kind: "planning", progress: { phase: "pictures", done: 3 } });
  publishing.choose();
  await going;
  expect(publishing.step.kind).toBe("choosing");
  expect(call).toHaveBeenCalledWith("cancel_publish", {});
});
