// Every screen in light and in dark, small and large: nothing that axe finds serious, and nothing cut off.
import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect, test } from "./window";

const sizes = [
  { width: 800, height: 600 },
  { width: 1600, height: 1000 },
];

async function looksRight(page: Page, screen: string) {
  // Motion is over before anything is judged; a blinking cursor never ends.
  await page.evaluate(async () => {
    const ends = (one: Animation) => one.effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(ends)
        .map((one) => one.finished),
    );
  });
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const report = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      // What a site shows inside the preview is the site's; here the window is judged.
      iframes: false,
      resultTypes: ["violations"],
    });
    return report.violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
  expect.soft(found, screen).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(overflow, `${screen} is wider than the window`).toBeLessThanOrEqual(0);
  await test.info().attach(screen, { body: await page.screenshot(), contentType: "image/png" });
}

async function command(page: Page, words: string) {
  await page.keyboard.press("Control+Shift+p");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: /^Find a post, a page/ })).toHaveCount(0);
}

for (const viewport of sizes)
  for (const colorScheme of ["light", "dark"] as const)
    test.describe(`${viewport.width}x${viewport.height}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("the start page", async ({ page }) => {
        await command(page, "close this site");
        await expect(page.getByRole("heading", { name: "Recent sites" })).toBeVisible();
        await looksRight(page, "start");
        await command(page, "new site");
        await looksRight(page, "new site");
      });

      test("the lists", async ({ page }) => {
        await looksRight(page, "posts");
        await page.getByRole("button", { name: /^More for Notes/ }).press("Enter");
        await looksRight(page, "row menu");
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+2");
        await expect(page.getByRole("heading", { level: 1, name: "Pages" })).toBeVisible();
        await looksRight(page, "pages");
        await page.getByRole("list", { name: "Pages" }).getByRole("button").first().press("Delete");
        await expect(page.getByRole("region", { name: "Messages" })).toContainText("to the trash");
        await looksRight(page, "notice");
        await command(page, "go to the trash");
        await looksRight(page, "trash");
      });

      test("the forms", async ({ page }) => {
        await page.keyboard.press("Control+,");
        await expect(page.getByRole("textbox", { name: "Title" })).toBeVisible();
        await looksRight(page, "settings");
        await page.keyboard.press("Alt+3");
        await expect(page.getByRole("heading", { level: 1, name: "Design" })).toBeVisible();
        await looksRight(page, "design");
      });

      test("the page", async ({ page }) => {
        await page.getByRole("button", { name: /^Opening hours/ }).press("Enter");
        await expect(page.locator(".cm-content")).toBeVisible();
        await looksRight(page, "page");
        await page.getByRole("button", { name: "Details" }).press("Enter");
        await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
        await looksRight(page, "details");
      });

      test("what lies over the window", async ({ page }) => {
        await page.keyboard.press("Control+p");
        await looksRight(page, "palette");
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+/");
        await looksRight(page, "shortcuts");
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+Shift+Enter");
        await expect(page.getByRole("button", { name: /^A web server/ })).toBeVisible();
        await looksRight(page, "places");
        await page.getByRole("button", { name: /^A web server/ }).press("Enter");
        await looksRight(page, "web server");
      });
    });

test("at twice the letter size nothing is cut off", async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await page.addStyleTag({ content: "html { font-size: 200% }" });
  await looksRight(page, "posts, large letters");
  await page.keyboard.press("Control+,");
  await looksRight(page, "settings, large letters");
});

test("a window whose studio is gone says so instead of doing nothing", async ({ page, bridge }) => {
  bridge.kill();
  await page.keyboard.press("Control+n");
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(
    "Something in Galley went wrong",
  );
});
