import { expect, it, vi } from "vitest";
import { createApi } from "../api/api";
import type { Event } from "../api/protocol";
import { createMemoryHost } from "../host/memory";
import { SiteState } from "./site.svelte";

async function open() {
  const host = createMemoryHost({ open: true });
  const api = createApi(host);
  const fail = vi.fn();
  const site = new SiteState(api, await api.showSite(), fail);
  const calls: string[] = [];
  const call = host.call.bind(host);
  host.call = (name, argument) => {
    calls.push(name);
    return call(name, argument);
  };
  return { host, site, fail, calls };
}

const titles = (site: SiteState, kind: "post" | "page") => {
  const list = site.list(kind);
  return list.kind === "ready" ? list.rows.map((row) => row.title) : [];
};

const rowOf = (site: SiteState, title: string) => {
  const list = site.list("post");
  return list.kind === "ready" ? list.rows.find((row) => row.title === title)! : undefined!;
};

it("asks for a list when somebody looks at it, and again only while they do", async () => {
  const { site, calls } = await open();
  expect(site.list("post").kind).toBe("loading");
  const stop = site.watch("post");
  await vi.waitFor(() => expect(titles(site, "post")).toHaveLength(12));
  await site.refresh();
  expect(calls.filter((name) => name === "list_pages")).toHaveLength(2);
  stop();
  await site.refresh();
  expect(calls.filter((name) => name === "list_pages")).toHaveLength(2);
  site.watch("post");
  await vi.waitFor(() => expect(calls.filter((name) => name === "list_pages")).toHaveLength(3));
});

it("makes one refresh of many that come together", async () => {
  const { site, calls } = await open();
  const changed: Event = { kind: "siteChanged" };
  for (let times = 0; times < 20; times++) site.hear(changed);
  await site.refresh();
  expect(calls.filter((name) => name === "show_site")).toHaveLength(2);
});

it("moves to the trash at once, and puts back what could not be moved", async () => {
  const { host, site, fail } = await open();
  site.watch("post");
  await vi.waitFor(() => expect(titles(site, "post")).toHaveLength(12));
  const row = rowOf(site, "Letters from the ice");
  host.world.failNext.set("trash_page", { remedy: null, message: "It is in use", hint: "", detail: "" });
  const moving = site.moveToTrash(row);
  expect(titles(site, "post")).not.toContain(row.title);
  expect(await moving).toBeNull();
  expect(titles(site, "post")).toContain(row.title);
  expect(fail).toHaveBeenCalledOnce();

  const trashed = await site.moveToTrash(row);
  expect(site.view).toMatchObject({ posts: 11, trash: 1 });
  await site.restore(trashed!.trash);
  expect(site.view).toMatchObject({ posts: 12, trash: 0 });
  expect(titles(site, "post")).toContain(row.title);
});

it("follows a saved page's status without asking again", async () => {
  const { site, calls } = await open();
  site.watch("post");
  await vi.waitFor(() => expect(titles(site, "post")).toHaveLength(12));
  const asked = calls.length;
  const row = rowOf(site, "Letters from the ice");
  const since = "2026-09-14T08:00:00Z";
  site.hear({
    kind: "pageSaved",
    page: row.page,
    save: { kind: "waiting" },
    status: { kind: "edited", since },
  });
  expect(rowOf(site, row.title)).toMatchObject({ status: { kind: "edited" }, unsaved: true });
  expect(calls).toHaveLength(asked);
});

it("shows a list that could not be read, and reads it when asked again", async () => {
  const { host, site } = await open();
  host.world.failNext.set("list_trash", { remedy: null, message: "No", hint: "", detail: "" });
  site.watch("trash");
  await vi.waitFor(() => expect(site.trash.kind).toBe("failed"));
  await site.refresh();
  expect(site.trash).toEqual({ kind: "ready", rows: [] });
});

it("leaves a refused address to the dialog that asked", async () => {
  const { site, fail } = await open();
  await expect(site.rename("content/posts/letters-from-the-ice.md", "Members' evening")).rejects.toThrow(
    /another page/,
  );
  expect(fail).not.toHaveBeenCalled();
});
