// Settings and design, by keyboard alone.
import { expect, reload, tabTo, test } from "./window";

test("a new title is written by itself and shows everywhere", async ({ page }) => {
  await page.keyboard.press("Control+,");
  await tabTo(page, "textbox", "Title");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Pier Museum");
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Site" })).toContainText("Pier Museum");
  await expect(page).toHaveTitle("Pier Museum – Galley");
  await reload(page);
  await page.keyboard.press("Control+,");
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Pier Museum");
});

test("an address that does not fit stays in its field with the reason, and is not written", async ({
  page,
}) => {
  await page.keyboard.press("Control+,");
  const field = page.getByRole("textbox", { name: "Web address" });
  await tabTo(page, "textbox", "Web address");
  const before = await field.inputValue();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("harbour");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("harbour");
  await reload(page);
  await page.keyboard.press("Control+,");
  await expect(field).toHaveValue(before);
});

test("the search looks through all settings", async ({ page }) => {
  await page.keyboard.press("Control+,");
  await tabTo(page, "textbox", "Find a setting");
  await page.keyboard.type("appearance");
  await expect(page.getByRole("combobox", { name: "Appearance" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Title" })).toBeVisible();
});

test("the window's colours change at once and are kept", async ({ page }) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.keyboard.press("Control+Shift+p");
  await page.keyboard.type("dark colours");
  await page.keyboard.press("Enter");
  await expect.poll(paper).not.toBe(light);
  await reload(page);
  await expect.poll(paper).not.toBe(light);
});

test("a choice of the theme is written and can be taken back", async ({ page }) => {
  await page.keyboard.press("Alt+3");
  const choice = page.getByRole("combobox").first();
  await choice.waitFor();
  const before = await choice.inputValue();
  await choice.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText("Saved")).toBeVisible();
  const after = await choice.inputValue();
  expect(after).not.toBe(before);
  await reload(page);
  await page.keyboard.press("Alt+3");
  await expect(choice).toHaveValue(after);
});
