import { afterEach, expect, it } from "vitest";
import { createApi } from "../api/api";
import { createMemoryHost, type MemoryHost } from "../host/memory";
import { AppState } from "./app.svelte";

let app: AppState;
afterEach(() => app.end());

async function start(host: MemoryHost = createMemoryHost()) {
  app = new AppState(createApi(host));
  await app.start();
  return host;
}

const failure = (message: string) => ({ remedy: null, message, hint: "", detail: "" });

it("starts on the start page, without a word about the site that is not open", async () => {
  await start();
  expect(app.screen).toMatchObject({ kind: "start", page: { newSitePlace: "Documents/Sites" } });
  expect(app.notices.shown).toHaveLength(0);
});

it("comes back to an open site after a reload of the window", async () => {
  await start(createMemoryHost({ open: true }));
  expect(app.screen).toMatchObject({ kind: "site", route: { screen: "posts" } });
});

it("opens the sample and remembers the list a page was opened from", async () => {
  await start();
  await app.openSample();
  app.go({ screen: "pages" });
  app.go({ screen: "page", page: "content/visit.md" });
  expect(app.list).toBe("pages");
  expect(app.screen).toMatchObject({ route: { screen: "page" } });
});

it("opens a site of pages alone in their list, which a page then stands in", async () => {
  await start(createMemoryHost({ posts: 0 }));
  await app.openSample();
  expect(app.screen).toMatchObject({ route: { screen: "pages" } });
  app.go({ screen: "page", page: "content/visit.md" });
  expect(app.list).toBe("pages");
});

it("goes back to the start page when no site is open any more", async () => {
  const host = await start();
  await app.openSample();
  host.world.current = null;
  await app.createPage("post");
  await expect.poll(() => app.screen.kind).toBe("start");
  expect(app.notices.shown[0]).toMatchObject({ kind: "failed", failure: { message: "No site is open" } });
});

it("says what could not be opened and stays", async () => {
  const host = await start();
  host.world.failNext.set("open_sample", failure("The disk is full"));
  await app.openSample();
  expect(app.screen.kind).toBe("start");
  expect(app.notices.shown).toHaveLength(1);
});

it("makes a site, and leaves a failure to the dialog that asked", async () => {
  const host = await start();
  host.world.failNext.set("create_site", failure("No"));
  await expect(app.createSite("Choir")).rejects.toThrow("No");
  expect(app.notices.shown).toHaveLength(0);
  await app.createSite("Choir");
  expect(app.open?.site.view.title).toBe("Choir");
});

it("takes a site off the start page", async () => {
  await start();
  await app.forgetRecent("old");
  expect(app.screen).toMatchObject({ kind: "start", page: { recent: [] } });
});

it("makes a draft and opens it", async () => {
  await start();
  await app.openSample();
  await app.createPage("post");
  expect(app.screen).toMatchObject({
    kind: "site",
    route: { screen: "page", page: "content/posts/untitled.md" },
  });
});

it("closes a site and finds it among the recent ones", async () => {
  await start();
  await app.openSample();
  await app.closeSite();
  expect(app.screen).toMatchObject({ kind: "start", page: { recent: [{ title: "Harbour Museum" }, {}] } });
});

it("applies an appearance at once and keeps it", async () => {
  const host = await start();
  await app.preferences.change({ appearance: "dark" });
  expect(document.documentElement.dataset.appearance).toBe("dark");
  expect(host.world.preferences.appearance).toBe("dark");
  await app.preferences.change({ appearance: "system" });
  expect(document.documentElement.dataset.appearance).toBeUndefined();
});
