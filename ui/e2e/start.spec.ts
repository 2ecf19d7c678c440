// The start page, by keyboard alone.
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, reload, tabTo, test } from "./window";

test.use({ site: "none" });

test("a new site is made in the place that was chosen", async ({ page, bridge, scratch }) => {
  await tabTo(page, "button", /^New site/);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("What is it called?")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Give the site a title first")).toBeVisible();
  await expect(page.getByLabel("What is it called?")).toBeFocused();

  await bridge.choose(scratch);
  await tabTo(page, "button", "Choose another place…");
  await page.keyboard.press("Enter");
  await expect(page.getByText(scratch)).toBeVisible();
  await tabTo(page, "textbox", "What is it called?");
  await page.keyboard.type("Allegro Choir");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("button", { name: "Allegro Choir: site menu" }).or(page.getByTitle(/llegro/)),
  ).toBeVisible();
  expect(existsSync(join(scratch, "Allegro Choir")) || existsSync(join(scratch, "allegro-choir"))).toBe(true);
});

test("Escape leaves the dialog and gives the focus back", async ({ page }) => {
  await tabTo(page, "button", /^New site/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^New site/ })).toBeFocused();
});

test("the sample opens, is closed, and stands among the recent sites", async ({ page }) => {
  await tabTo(page, "button", /^Try the sample/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Posts" })).toBeVisible();
  await tabTo(page, "button", /Museum/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Recent sites" })).toBeVisible();
  await tabTo(page, "button", /Museum.*Opened today/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Posts" })).toBeVisible();
});

test("a folder that is no site gives a plain message and changes nothing", async ({
  page,
  bridge,
  scratch,
}) => {
  await bridge.choose(scratch);
  await tabTo(page, "button", /^Open a folder/);
  await page.keyboard.press("Enter");
  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages).toContainText(/site/);
  await expect(messages).not.toContainText(/undefined|Error|panick/);
  await expect(page.getByRole("heading", { level: 1, name: "Galley" })).toBeVisible();
});

test("a site whose folder is gone says so and can be taken off", async ({ page, bridge, scratch }) => {
  await bridge.choose(scratch);
  await tabTo(page, "button", /^New site/);
  await page.keyboard.press("Enter");
  await tabTo(page, "button", "Choose another place…");
  await page.keyboard.press("Enter");
  await tabTo(page, "textbox", "What is it called?");
  await page.keyboard.type("Choir");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Posts|Pages/ })).toBeVisible();
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type("close this site");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Recent sites" })).toBeVisible();
  const made = [join(scratch, "Choir"), join(scratch, "choir")].find((folder) => existsSync(folder))!;
  renameSync(made, join(scratch, "elsewhere"));
  await reload(page);
  await expect(page.getByText("Folder not found")).toBeVisible();
  await tabTo(page, "button", "Take Choir off this list");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Folder not found")).toHaveCount(0);
  expect(existsSync(join(scratch, "elsewhere"))).toBe(true);
});

test("the app does not run inside another page", async ({ page, bridge }) => {
  await page.setContent(`<iframe src="${bridge.url}" title="app"></iframe>`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Galley does not run inside another page.")).toBeVisible();
  await expect(frame.getByRole("button")).toHaveCount(0);
});
