import { expect, it, vi } from "vitest";
import { createApi } from "../api/api";
import type { Setting, SettingKey } from "../api/protocol";
import { createMemoryHost } from "../host/memory";
import { SettingsState } from "./settings.svelte";

const title: SettingKey = { scope: "site", name: "title" };
const address: SettingKey = { scope: "site", name: "base_url" };

async function open() {
  const host = createMemoryHost({ open: true });
  const fail = vi.fn();
  const settings = new SettingsState(createApi(host), fail);
  host.listen((event) => settings.hear(event));
  settings.watch();
  await vi.waitFor(() => expect(settings.loaded.kind).toBe("ready"));
  return { host, settings, fail };
}

function find(settings: SettingsState, key: SettingKey): Setting {
  if (settings.loaded.kind !== "ready") throw new Error("not there yet");
  const groups = settings.loaded.settings[key.scope];
  return groups.flatMap((group) => group.settings).find((one) => one.key.name === key.name)!;
}

it("writes a change and says so", async () => {
  const { settings } = await open();
  const sent = settings.set(title, { kind: "text", value: "Pier" });
  expect(settings.change(title)).toBe("saving");
  await sent;
  expect(settings.change(title)).toBe("saved");
  expect(find(settings, title)).toMatchObject({ value: { value: "Pier" }, chosen: true });
});

it("keeps a refused value with the words that say why, until it fits", async () => {
  const { settings } = await open();
  await settings.set(address, { kind: "text", value: "harbour" });
  expect(settings.change(address)).toBe("refused");
  expect(find(settings, address)).toMatchObject({ value: { value: "harbour" } });
  expect(find(settings, address).problem).toMatch(/full address/);
  await settings.load();
  expect(find(settings, address).problem).toMatch(/full address/);
  await settings.set(address, { kind: "text", value: "https://harbour.example/museum" });
  expect(settings.change(address)).toBe("saved");
  expect(find(settings, address).problem).toBeNull();
});

it("goes back to the default", async () => {
  const { settings } = await open();
  await settings.set(title, { kind: "text", value: "Pier" });
  await settings.reset(title);
  expect(find(settings, title)).toMatchObject({ value: { value: "Harbour Museum" }, chosen: false });
});

it("sends changes in the order they were made", async () => {
  const { settings } = await open();
  const values = ["P", "Pi", "Pie", "Pier"];
  await Promise.all(values.map((value) => settings.set(title, { kind: "text", value })));
  expect(find(settings, title).value).toEqual({ kind: "text", value: "Pier" });
});

it("says when a change could not be written, and goes on", async () => {
  const { host, settings, fail } = await open();
  host.world.failNext.set("change_setting", {
    remedy: null,
    message: "The folder is read-only",
    hint: "",
    detail: "",
  });
  await settings.set(title, { kind: "text", value: "Pier" });
  expect(fail).toHaveBeenCalledOnce();
  expect(settings.change(title)).toBe("none");
  await settings.set(title, { kind: "text", value: "Pier" });
  expect(settings.change(title)).toBe("saved");
});
