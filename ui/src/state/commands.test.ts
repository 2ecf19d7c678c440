import { expect, it, vi } from "vitest";
import { CommandList, type Command } from "./commands.svelte";

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  words: id,
  group: "go",
  run: vi.fn(),
  ...more,
});

const press = (key: string) => new KeyboardEvent("keydown", { key, ctrlKey: true, cancelable: true });

it("lists what was registered until it is taken away", () => {
  const list = new CommandList();
  const first = list.register([command("a"), command("b")]);
  list.register([command("c")]);
  expect(list.all.map((one) => one.id)).toEqual(["a", "b", "c"]);
  first();
  expect(list.all.map((one) => one.id)).toEqual(["c"]);
});

it("does what a key press stands for, and takes the key", () => {
  const list = new CommandList();
  const open = command("open", { shortcut: "Mod+O", alternative: "Mod+E" });
  list.register([open]);
  const event = press("e");
  expect(list.press(event)).toBe(true);
  expect(event.defaultPrevented).toBe(true);
  expect(open.run).toHaveBeenCalledOnce();
});

it("leaves alone what cannot be done now, what the editor does itself, and what is being composed", () => {
  const list = new CommandList();
  const off = command("off", { shortcut: "Mod+O", enabled: () => false });
  const bold = command("bold", { shortcut: "Mod+B", handledByEditor: true });
  const on = command("on", { shortcut: "Mod+N" });
  list.register([off, bold, on]);
  expect(list.press(press("o"))).toBe(false);
  expect(list.press(press("b"))).toBe(false);
  expect(list.press(new KeyboardEvent("keydown", { key: "n", ctrlKey: true, isComposing: true }))).toBe(
    false,
  );
  expect(list.enabled.map((one) => one.id)).toEqual(["bold", "on"]);
  list.run("off");
  expect(off.run).not.toHaveBeenCalled();
});
