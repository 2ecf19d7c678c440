import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";
import { createApi } from "../../api/api";
import type { PageRow } from "../../api/protocol";
import { Failed, type Host } from "../../host/host";
import { AppState } from "../../state/app.svelte";
import PaletteDialog from "./PaletteDialog.svelte";

const row = { page: "content/knots.md", kind: "post", title: "Knots", status: { kind: "draft" } } as PageRow;

afterEach(cleanup);

/** Opens the box over a site whose lists come only when the returned function is called. */
async function open() {
  const lists: (() => void)[] = [];
  const later = <T>(answer: T) => new Promise<T>((resolve) => lists.push(() => resolve(answer)));
  const known: Record<string, (argument: unknown) => unknown> = {
    show_site: () => ({ title: "Museum", folder: "museum", baseUrl: "https://site.example", problems: [] }),
    show_preferences: () => ({ appearance: "system", view: "write", letterSize: 18 }),
    show_settings: () => ({ site: [], themeName: "", theme: [] }),
    list_pages: (argument) => later((argument as { kind: string }).kind === "post" ? [row] : []),
  };
  const host: Host = {
    async call(name, argument) {
      const found = known[name];
      if (!found) throw new Failed({ remedy: null, message: `no ${name}`, hint: "", detail: "" });
      return found(argument) as never;
    },
    listen: () => () => {},
  };
  const app = new AppState(createApi(host));
  await app.start();
  const ran: string[] = [];
  app.commands.register([
    { id: "new", words: "Knit something new", group: "go", run: () => ran.push("new") },
  ]);
  app.lay({ kind: "palette", first: "pages" });
  render(PaletteDialog, { app, first: "pages" });
  const box = screen.getByRole("combobox");
  await waitFor(() => expect(lists).toHaveLength(2));
  return { app, box, ran, arrive: () => lists.forEach((list) => list()) };
}

it("keeps an Enter that came before the lists for what was meant", async () => {
  const { app, box, ran, arrive } = await open();
  await fireEvent.input(box, { target: { value: "kn" } });
  await fireEvent.keyDown(box, { key: "Enter" });
  expect(app.overlay.kind).toBe("palette");
  arrive();
  await waitFor(() => expect(app.screen).toMatchObject({ route: { screen: "page", page: row.page } }));
  expect(app.overlay.kind).toBe("none");
  expect(ran).toEqual([]);
});

it("forgets that Enter when the person goes on typing", async () => {
  const { app, box, arrive } = await open();
  await fireEvent.input(box, { target: { value: "kn" } });
  await fireEvent.keyDown(box, { key: "Enter" });
  await fireEvent.input(box, { target: { value: "kno" } });
  arrive();
  await screen.findByRole("option", { name: /Knots/ });
  expect(app.overlay.kind).toBe("palette");
});

it("says that nothing fits only when all there is has come", async () => {
  const { box, arrive } = await open();
  await fireEvent.input(box, { target: { value: "zzz" } });
  expect(screen.getByRole("status").textContent).toBe("");
  arrive();
  await waitFor(() => expect(screen.getByRole("status").textContent).not.toBe(""));
});
