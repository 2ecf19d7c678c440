// What the parts do under the keyboard, seen as assistive technology sees it.
import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { createRawSnippet, tick } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Failed } from "../host/host";
import { Notices } from "../state/notices.svelte";
import Button from "./Button.svelte";
import Dialog from "./Dialog.svelte";
import LinksField from "./LinksField.svelte";
import NoticeArea from "./NoticeArea.svelte";
import NumberField from "./NumberField.svelte";
import TagsField from "./TagsField.svelte";
import TextField from "./TextField.svelte";
import { words } from "./words";

afterEach(cleanup);

const text = (html: string) => createRawSnippet(() => ({ render: () => `<span>${html}</span>` }));

describe("a button", () => {
  it("takes no second press while it is busy, and keeps the focus", async () => {
    const onclick = vi.fn();
    const { rerender } = render(Button, { children: text("Go"), onclick });
    const button = screen.getByRole("button", { name: "Go" });
    button.focus();
    await rerender({ busy: true });
    await fireEvent.click(button);
    expect(onclick).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
  });
});

describe("a field", () => {
  it("ties its help to the control, and the problem in its place", async () => {
    const { rerender } = render(TextField, { label: "Title", help: "Shown at the top", value: "" });
    const field = screen.getByLabelText("Title");
    const described = () => document.getElementById(field.getAttribute("aria-describedby")!)?.textContent;
    expect(described()).toBe("Shown at the top");
    expect(field.getAttribute("aria-invalid")).toBeNull();
    await rerender({ problem: "Write one" });
    expect(described()).toBe("Write one");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(screen.queryByText("Shown at the top")).toBeNull();
  });

  it("takes a number only within its bounds, and says so", async () => {
    const onnumber = vi.fn();
    render(NumberField, { label: "Port", value: 22, min: 1, max: 100, onnumber });
    const field = screen.getByLabelText("Port");
    for (const typed of ["", "0", "101", "x"]) await fireEvent.input(field, { target: { value: typed } });
    expect(onnumber).not.toHaveBeenCalled();
    expect(screen.getByText(words.field.between(1, 100))).toBeTruthy();
    await fireEvent.input(field, { target: { value: "80" } });
    expect(onnumber).toHaveBeenCalledExactlyOnceWith(80);
  });
});

describe("tags", () => {
  async function open(tags: string[]) {
    const onchange = vi.fn();
    render(TagsField, { label: "Tags", tags, known: ["Boats", "Books", "Events"], onchange });
    const field = screen.getByRole("combobox", { name: "Tags" });
    const type = async (value: string) => void (await fireEvent.input(field, { target: { value } }));
    const press = (key: string) => fireEvent.keyDown(field, { key });
    await fireEvent.focus(field);
    return { onchange, field, type, press };
  }

  it("takes what was typed on Enter and on a comma, once", async () => {
    const { onchange, type, press } = await open(["Events"]);
    await type("  Harbour ");
    await press("Enter");
    expect(onchange).toHaveBeenLastCalledWith(["Events", "Harbour"]);
    await type("events");
    await press(",");
    expect(onchange).toHaveBeenCalledOnce();
  });

  it("writes a known tag as it is known", async () => {
    const { onchange, type, press } = await open([]);
    await type("boats");
    await press("Enter");
    expect(onchange).toHaveBeenLastCalledWith(["Boats"]);
  });

  it("offers known tags, and the arrow keys choose among them", async () => {
    const { onchange, field, type, press } = await open([]);
    await type("bo");
    const offers = screen.getAllByRole("option");
    expect(offers.map((offer) => offer.textContent.trim())).toEqual(["Boats", "Books"]);
    await press("ArrowDown");
    await press("ArrowDown");
    expect(field.getAttribute("aria-activedescendant")).toBe(offers[1]!.id);
    await press("Enter");
    expect(onchange).toHaveBeenLastCalledWith(["Books"]);
  });

  it("takes the last one away on Backspace, and any by its button", async () => {
    const { onchange, press } = await open(["Boats", "Events"]);
    await press("Backspace");
    expect(onchange).toHaveBeenLastCalledWith(["Boats"]);
    await fireEvent.click(screen.getByRole("button", { name: words.field.removeTag("Boats") }));
    expect(onchange).toHaveBeenLastCalledWith(["Events"]);
  });

  it("leaves what is being composed alone", async () => {
    const { onchange, field, type } = await open([]);
    await type("ふね");
    await fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    expect(onchange).not.toHaveBeenCalled();
  });
});

describe("links", () => {
  const links = [
    { label: "Visit", url: "@/visit.md" },
    { label: "Tickets", url: "https://tickets.example" },
  ];
  const goals = [
    { url: "@/visit.md", address: "/visit/", title: "Visit us" },
    { url: "@/about.md", address: "/about/", title: "About us" },
  ];

  it("move by buttons, which are off at the ends", async () => {
    const onchange = vi.fn();
    render(LinksField, { label: "Menu", links, goals, onchange });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: words.links.up("Visit") }).disabled).toBe(
      true,
    );
    await fireEvent.click(screen.getByRole("button", { name: words.links.down("Visit") }));
    expect(onchange).toHaveBeenLastCalledWith([links[1], links[0]]);
    await fireEvent.click(screen.getByRole("button", { name: words.links.remove("Tickets") }));
    expect(onchange).toHaveBeenLastCalledWith([links[0]]);
  });

  it("lead to a page by its title, or to an address", async () => {
    const onchange = vi.fn();
    const written = { label: "About", url: "/about/" };
    render(LinksField, { label: "Menu", links: [...links, written], goals, onchange });
    const rows = screen.getAllByRole("listitem");
    expect(within(rows[0]!).getByDisplayValue("Visit us")).toBeTruthy();
    expect(within(rows[1]!).getByRole("textbox", { name: words.links.address })).toBeTruthy();
    expect(within(rows[2]!).getByDisplayValue("About us")).toBeTruthy();
    await fireEvent.change(within(rows[1]!).getByRole("combobox"), { target: { value: "/" } });
    expect(onchange).toHaveBeenLastCalledWith([links[0], { label: "Tickets", url: "/" }, written]);
  });
});

describe("a dialog", () => {
  it("is named, and is left by Escape, by its button and by a press beside it", async () => {
    const onclose = vi.fn();
    render(Dialog, { title: "Rename", help: "The last part", onclose, children: text("…") });
    const dialog = screen.getByRole("dialog", { name: "Rename" });
    expect(document.getElementById(dialog.getAttribute("aria-describedby")!)?.textContent).toBe(
      "The last part",
    );
    await fireEvent(dialog, new Event("cancel", { cancelable: true }));
    await fireEvent.click(screen.getByRole("button", { name: words.close }));
    await fireEvent.mouseDown(dialog);
    expect(onclose).toHaveBeenCalledTimes(3);
    await fireEvent.mouseDown(screen.getByText("…"));
    expect(onclose).toHaveBeenCalledTimes(3);
  });
});

describe("notices", () => {
  it("are read aloud, undone by their button, and speak for a bug that has no words", async () => {
    const notices = new Notices();
    const run = vi.fn();
    render(NoticeArea, { notices });
    notices.say("Moved to the trash", { words: "Undo", run });
    notices.fail(new TypeError("x"));
    notices.fail(
      new Failed({ remedy: null, message: "The disk is full", hint: "Make room", detail: "ENOSPC" }),
    );
    await tick();
    const area = screen.getByRole("region", { name: words.notices });
    expect(area.querySelector("[aria-live=polite]")?.textContent).toContain("Moved to the trash");
    expect(within(area).getByText(words.unexpected.message)).toBeTruthy();
    expect(within(area).getByText("Make room")).toBeTruthy();
    expect(within(area).getByText("ENOSPC")).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(run).toHaveBeenCalledOnce();
    expect(within(area).queryByText("Moved to the trash")).toBeNull();
  });
});
