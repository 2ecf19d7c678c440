// Posts, pages and the trash, by keyboard alone.
import { expect, tabTo, test } from "./window";

const first = /^The light is two hundred years old today/;

test("arrow keys move, Enter opens, and Back returns to the list", async ({ page }) => {
  await tabTo(page, "button", first);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: /^Opening hours in winter/ })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await expect(page.getByRole("button", { name: first })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
  await page.keyboard.press("Alt+1");
  await expect(page.getByRole("heading", { level: 1, name: "Posts" })).toBeVisible();
});

test("Delete moves to the trash, Undo and Put back bring it back", async ({ page }) => {
  const title = "Opening hours in winter";
  const row = page.getByRole("button", { name: new RegExp(`^${title}`) });
  await tabTo(page, "button", first);
  for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Delete");
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(`Moved “${title}” to the trash`);
  await page.keyboard.press("Alt+z");
  await expect(row).toBeVisible();

  await row.focus();
  await page.keyboard.press("Delete");
  await tabTo(page, "button", /^Trash/);
  await page.keyboard.press("Enter");
  await tabTo(page, "button", `Put back: ${title}`);
  await page.keyboard.press("Enter");
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await page.keyboard.press("Alt+1");
  await expect(row).toBeVisible();
});

test("letters, a tag or a status find a post; Escape shows all again", async ({ page }) => {
  const rows = page.getByRole("list", { name: "Posts" }).getByRole("listitem");
  await tabTo(page, "textbox", "Find a post");
  await page.keyboard.type("knots");
  await expect(rows).toHaveCount(1);
  await expect(page.getByText("1 of 15")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: /^Knots on Thursdays/ })).toBeFocused();
  await tabTo(page, "textbox", "Find a post");
  await page.keyboard.press("Escape");
  await page.keyboard.type("visiting boats");
  await expect(rows).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.keyboard.type("no such thing");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.type("draft");
  await expect(rows).toHaveCount(1);
});

test("the row's menu duplicates and renames", async ({ page }) => {
  await tabTo(page, "button", first);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("d");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("Made a draft copy");
  await expect(page.getByRole("button", { name: /^Posts/ })).toContainText("16");

  await page.getByRole("button", { name: "More for Knots on Thursdays" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("r");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Rename address" })).toBeVisible();
  await page.keyboard.type("Rope & knots");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(/rope-(and-)?knots/);
});

test("a new post opens as a draft, ready to be written", async ({ page }) => {
  await page.keyboard.press("Control+n");
  await expect(page.getByRole("button", { name: "Details" })).toBeVisible();
  await page.keyboard.press("Alt+1");
  await expect(page.getByRole("button", { name: /^Posts/ })).toContainText("16");
});

test("the palette finds a page, a setting and a command", async ({ page }) => {
  await page.keyboard.press("Control+p");
  await page.keyboard.type("knots");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Knots on Thursdays" })).toBeVisible();

  await page.keyboard.press("Control+p");
  await page.keyboard.type("web address");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("option", { name: /^Web address/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Web address" })).toBeFocused();

  await page.keyboard.press("Control+Shift+p");
  await page.keyboard.type("keyboard shortcuts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
});

test("F6 goes round the parts of the window, both ways", async ({ page }) => {
  const part = () => page.evaluate(() => document.activeElement?.closest("nav, main")?.tagName ?? "none");
  await page.keyboard.press("F6");
  const one = await part();
  await page.keyboard.press("F6");
  const two = await part();
  expect([one, two].toSorted()).toEqual(["MAIN", "NAV"]);
  await page.keyboard.press("Shift+F6");
  expect(await part()).toBe(one);
});
