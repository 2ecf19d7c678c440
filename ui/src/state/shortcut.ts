// A shortcut is written as in "Mod+Shift+P"; Mod is ⌘ on a Mac and Ctrl elsewhere.

/** Says whether this machine writes its shortcuts with ⌘. */
export const onMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Says whether a key press is this shortcut. */
export function isPressed(shortcut: string, event: KeyboardEvent): boolean {
  const parts = shortcut.split("+");
  const key = parts.pop() || "+";
  const mod = onMac ? event.metaKey : event.ctrlKey;
  const other = onMac ? event.ctrlKey : event.metaKey;
  if (mod !== parts.includes("Mod") || other) return false;
  if (event.altKey !== parts.includes("Alt")) return false;
  return matchesKey(key, parts.includes("Shift"), event);
}

// Digits go by their place on the keyboard, because with Shift their key is another sign on every layout.
// A sign such as "/" may itself need Shift, so for signs Shift counts only where the shortcut names it.
function matchesKey(key: string, shift: boolean, event: KeyboardEvent): boolean {
  if (/^\d$/.test(key)) return event.code === `Digit${key}` && event.shiftKey === shift;
  if (/^[A-Za-z]$/.test(key) || key.length > 1)
    return event.key.toLowerCase() === key.toLowerCase() && event.shiftKey === shift;
  return event.key === key && (event.shiftKey || !shift);
}

const macSigns: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Enter: "↩", Delete: "⌫" };

/** Writes a shortcut as this machine's keyboards do. */
export function shortcutWords(shortcut: string, mac = onMac): string {
  const parts = shortcut.split("+").map((part) => part || "+");
  if (mac) return parts.map((part) => macSigns[part] ?? part).join("");
  return parts.map((part) => (part === "Mod" ? "Ctrl" : part)).join("+");
}
