// The pictures of the window in the manual and in the README, drawn anew by `npm run pictures`: the sample site,
// published once, with two changes waiting. Each is a WebP of at most 150 KB.
import type { Locator, Page } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, reload, test, type Bridge } from "./window";

const folder = "../content/manual/static/pictures";
const largest = 150_000;

// Where an author's sites are, as the pictures tell it.
const shown = "/home/ada/Documents/Galley";

test.use({
  viewport: { width: 1280, height: 820 },
  deviceScaleFactor: 1.5,
  locale: "en-GB",
  colorScheme: "light",
});

async function tellOtherPlaces(page: Page, scratch: string) {
  const real = join(scratch, "galley", "sites");
  await page.route("**/call", async (route) => {
    const asked = route.request().postData()?.replaceAll(shown, real);
    const answer = await route.fetch({ postData: asked });
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(real, shown) });
  });
  await reload(page);
}

async function command(page: Page, words: string) {
  await page.keyboard.press("Control+Shift+p");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

async function openPage(page: Page, words: string) {
  await page.keyboard.press("Control+p");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-content")).toBeVisible();
}

async function publishOnce(page: Page, bridge: Bridge, scratch: string) {
  const target = join(scratch, "galley", "sites", "Website");
  mkdirSync(target);
  await page.keyboard.press("Control+Shift+Enter");
  await page.getByRole("button", { name: /^A folder/ }).click();
  await bridge.choose(target);
  await page.getByRole("button", { name: "Choose…" }).click();
  await page.getByRole("textbox", { name: "What you call it" }).fill("The museum's website");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Publish now" }).click();
  await expect(page.getByText(/^Live · /)).toBeVisible();
  await page.keyboard.press("Escape");
}

async function changeTwoPages(page: Page) {
  await openPage(page, "knots");
  await page.locator(".cm-content").press("Control+End");
  await page.keyboard.type("\n\nBring string.");
  await openPage(page, "opening hours");
  const line = page.locator(".cm-line", { hasText: "The stove in the sail loft" });
  await line.locator("xpath=following-sibling::*[1]").click();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(" The biscuits are Mrs Oram's.");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Publish 2 changes" })).toBeVisible();
  await page.keyboard.press("Control+Home");
}

// Turns what the browser drew into a WebP, with as much quality as fits.
async function picture(page: Page, name: string, ready: Locator) {
  await expect(ready).toBeVisible();
  await expect(page.getByRole("region", { name: "Messages" }).getByRole("listitem")).toHaveCount(0);
  await page.waitForTimeout(700);
  const drawn = await page.screenshot({ caret: "initial", animations: "disabled" });
  const studio = await page.context().newPage();
  const bytes = await studio.evaluate(
    async ([png, limit]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), {
        width: image.naturalWidth,
        height: image.naturalHeight,
      });
      canvas.getContext("2d")!.drawImage(image, 0, 0);
      for (const quality of [0.95, 0.9, 0.85, 0.8, 0.7, 0.6]) {
        const webp = atob(canvas.toDataURL("image/webp", quality).split(",")[1]!);
        if (webp.length <= limit) return btoa(webp);
      }
      return "";
    },
    [drawn.toString("base64"), largest] as const,
  );
  await studio.close();
  expect(bytes, `${name} fits`).not.toBe("");
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(bytes, "base64"));
}

test("the pictures of the window", async ({ page, bridge, scratch }) => {
  test.slow();
  mkdirSync(folder, { recursive: true });
  await tellOtherPlaces(page, scratch);
  await publishOnce(page, bridge, scratch);
  await changeTwoPages(page);
  const preview = page.frameLocator("iframe").getByRole("heading", { level: 1 });
  await page.locator("iframe").evaluate((frame: HTMLIFrameElement) => frame.contentWindow!.scrollTo(0, 0));
  await picture(page, "window", preview);

  await page.getByRole("button", { name: "Details" }).click();
  await picture(page, "details", page.getByRole("complementary", { name: "Details" }));
  await page.keyboard.press("Escape");
  await page.locator(".cm-content").focus();
  await page.mouse.move(0, 0);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "dark", preview);
  await page.emulateMedia({ colorScheme: "light" });

  await page.keyboard.press("Alt+1");
  await picture(page, "posts", page.getByRole("button", { name: /^Opening hours/ }).first());
  await page.keyboard.press("Control+,");
  await picture(page, "settings", page.getByRole("textbox", { name: "Author" }));
  await page.keyboard.press("Alt+3");
  await picture(page, "design", page.getByRole("combobox", { name: "Accent colour" }));
  await page.keyboard.press("Alt+1");
  await page.keyboard.press("Control+Shift+Enter");
  await picture(page, "publish", page.getByRole("button", { name: "Publish now" }));
  await page.keyboard.press("Escape");
  await command(page, "close this site");
  await picture(page, "start", page.getByRole("heading", { name: "Recent sites" }));
});
