import { expect, it } from "vitest";
import { isPressed, shortcutWords } from "./shortcut";

// The events are made in the test: naming a test after one would print the whole document it belongs to.
type Press = KeyboardEventInit & { key: string };
const press = (key: string, init: KeyboardEventInit = {}): Press => ({ key, ...init });

it.each([
  ["Mod+P", press("p", { ctrlKey: true }), true],
  ["Mod+P", press("P", { ctrlKey: true, shiftKey: true }), false],
  ["Mod+Shift+P", press("P", { ctrlKey: true, shiftKey: true }), true],
  ["Mod+P", press("p"), false],
  ["Mod+P", press("p", { ctrlKey: true, altKey: true }), false],
  ["Mod+Shift+7", press("/", { ctrlKey: true, shiftKey: true, code: "Digit7" }), true],
  ["Mod+/", press("/", { ctrlKey: true }), true],
  ["Mod+/", press("/", { ctrlKey: true, shiftKey: true, code: "Digit7" }), true],
  ["Alt+1", press("1", { altKey: true, code: "Digit1" }), true],
  ["F6", press("F6", { shiftKey: true }), false],
  ["Mod+Shift+Enter", press("Enter", { ctrlKey: true, shiftKey: true }), true],
  ["Mod+P", press("p", { ctrlKey: true, metaKey: true }), false],
])("%s: %j", (shortcut, init, expected) => {
  expect(isPressed(shortcut, new KeyboardEvent("keydown", init))).toBe(expected);
});

it("writes shortcuts as each system does", () => {
  expect(shortcutWords("Mod+Shift+P", false)).toBe("Ctrl+Shift+P");
  expect(shortcutWords("Mod+Shift+Enter", true)).toBe("⌘⇧↩");
  expect(shortcutWords("Mod+,", false)).toBe("Ctrl+,");
});
