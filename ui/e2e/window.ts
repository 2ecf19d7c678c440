// A window with the real studio behind it: each test gets a bridge, a place for files and a page of its own.
import { test as base, expect, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The studio behind the window. */
export interface Bridge {
  /** Where it answers. */
  readonly url: string;
  /** Says which folder or file the next dialog is answered with. */
  choose(path: string): Promise<void>;
  /** The addresses it was asked to open outside. */
  opened(): Promise<string[]>;
  /** Ends it, as a crash would. */
  kill(): void;
}

interface Fixtures {
  /** Whether a site is open from the start. */
  site: "none" | "sample";
  /** A folder of the test's own. */
  scratch: string;
  bridge: Bridge;
}

const program = process.env.GALLEY_BRIDGE ?? "../target/debug/bridge";

export const test = base.extend<Fixtures>({
  site: ["sample", { option: true }],

  scratch: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "galley-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  bridge: async ({ site, scratch }, use) => {
    const open = site === "sample" ? "--sample" : "--empty";
    const child = spawn(program, ["--port", "0", open, "--data", join(scratch, "galley")]);
    const url = await firstLine(child);
    await use({
      url,
      choose: async (path) => void (await fetch(`${url}/test/choose`, { method: "POST", body: path })),
      opened: async () => (await fetch(`${url}/test/opened`)).json() as Promise<string[]>,
      kill: () => void child.kill("SIGKILL"),
    });
    child.kill("SIGKILL");
  },

  page: async ({ page, bridge }, use) => {
    const bugs: string[] = [];
    page.on("pageerror", (error) => bugs.push(error.message));
    await page.goto(bridge.url);
    await ready(page);
    await use(page);
    expect(bugs).toEqual([]);
  },
});

export { expect };

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout!.on("data", (data: Buffer) => {
      text += data.toString();
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end).trim());
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the bridge ended with ${code}: ${text}`)));
  });
}

/** Loads the window anew, as a person does who restarts the app. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await ready(page);
}

const ready = (page: Page) => page.getByRole("heading", { level: 1 }).first().waitFor();

/** Presses Tab until the control with this role and name has the focus: a person without a pointer gets there too. */
export async function tabTo(
  page: Page,
  role: Parameters<Page["getByRole"]>[0],
  name: string | RegExp,
): Promise<void> {
  const goal = page.getByRole(role, { name }).first();
  await goal.waitFor();
  for (let presses = 0; presses < 80; presses++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached the ${role} ${name}`);
}
