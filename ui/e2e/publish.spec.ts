// From "Publish…" to "Everything is live", into a folder, by keyboard alone.
import type { Page } from "@playwright/test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, tabTo, test, type Bridge } from "./window";

async function toPlan(page: Page, bridge: Bridge, folder: string) {
  await page.keyboard.press("Control+Shift+Enter");
  await tabTo(page, "button", /^A folder/);
  await page.keyboard.press("Enter");
  await bridge.choose(folder);
  await tabTo(page, "button", "Choose…");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Folder", exact: true })).toHaveValue(folder);
  await tabTo(page, "button", "Go on");
  await page.keyboard.press("Enter");
}

const files = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" });

test("the finished files arrive, nothing else does, and the next change waits", async ({
  page,
  bridge,
  scratch,
}) => {
  const folder = join(scratch, "public");
  mkdirSync(folder);
  await toPlan(page, bridge, folder);
  await expect(page.getByText("The first publish to this place.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/stay here\.$/)).toBeVisible();
  await tabTo(page, "button", "Publish now");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Live · /)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Everything is live" })).toBeVisible();

  const arrived = files(folder);
  expect(arrived).toContain("index.html");
  expect(arrived.filter((file) => /\.(md|toml)$|anniversary-book|templates/.test(file))).toEqual([]);
  expect(readFileSync(join(folder, "index.html"), "utf8")).toContain("Museum");

  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByRole("heading", { name: "Everything is live" })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+p");
  await page.keyboard.type("knots");
  await page.keyboard.press("Enter");
  const text = page.locator(".cm-content");
  await text.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n\nBring string.");
  await expect(page.getByRole("button", { name: "Publish 1 change" })).toBeVisible({ timeout: 15_000 });
  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByRole("dialog")).toContainText("Knots on Thursdays", { timeout: 30_000 });
});

test("files that Galley did not put there are replaced only with leave", async ({
  page,
  bridge,
  scratch,
}) => {
  const folder = join(scratch, "public");
  mkdirSync(folder);
  writeFileSync(join(folder, "index.html"), "mine");
  await toPlan(page, bridge, folder);
  const question = page.getByRole("dialog", { name: "There are files already" });
  await expect(question).toContainText("index.html", { timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  expect(readFileSync(join(folder, "index.html"), "utf8")).toBe("mine");
});

test("what is missing in the form is said beside its field", async ({ page }) => {
  await page.keyboard.press("Control+Shift+Enter");
  await tabTo(page, "button", /^A web server/);
  await page.keyboard.press("Enter");
  await tabTo(page, "button", "Go on");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Write the server's name, for example ssh.example.org")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Server", exact: true })).toBeFocused();
});

test("a server that does not answer gives a plain message with a way on", async ({ page }) => {
  await page.keyboard.press("Control+Shift+Enter");
  await tabTo(page, "button", /^A web server/);
  await page.keyboard.press("Enter");
  await tabTo(page, "textbox", "Server");
  await page.keyboard.type("127.0.0.1");
  await tabTo(page, "spinbutton", "Port");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1");
  await tabTo(page, "textbox", "Name to sign in with");
  await page.keyboard.type("ada");
  await tabTo(page, "button", "Test the connection");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Sign in" })).toBeVisible();
  await page.keyboard.type("harbour");
  await page.keyboard.press("Enter");
  const alert = page.getByRole("dialog").getByRole("alert");
  await expect(alert).toContainText(/./, { timeout: 30_000 });
  await expect(alert).not.toContainText(/Something in Galley went wrong/);
});

test("the published site stands in its folder and nowhere beside it", async ({ page, bridge, scratch }) => {
  const folder = join(scratch, "public");
  mkdirSync(folder);
  await toPlan(page, bridge, folder);
  await tabTo(page, "button", "Publish now");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Live · /)).toBeVisible({ timeout: 30_000 });
  expect(readdirSync(scratch).toSorted()).toEqual(["galley", "public"]);
  expect(existsSync(join(folder, "404.html"))).toBe(true);
});
