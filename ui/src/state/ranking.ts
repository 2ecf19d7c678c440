// Which entries fit what a person typed, the best first.
import { plain } from "./pageList.svelte";

/** The entries that hold every word typed: those that begin with it first, then those with a word that does. */
export function rank<Entry>(
  entries: readonly Entry[],
  textOf: (entry: Entry) => string,
  look: string,
  atMost: number,
): Entry[] {
  const typed = plain(look).trim();
  const parts = typed.split(/\s+/).filter(Boolean);
  if (parts.length === 0) return entries.slice(0, atMost);
  const found: [Entry, number][] = [];
  for (const entry of entries) {
    const text = plain(textOf(entry));
    if (parts.every((part) => text.includes(part))) found.push([entry, closeness(text, typed)]);
  }
  return found
    .sort((a, b) => a[1] - b[1])
    .slice(0, atMost)
    .map(([entry]) => entry);
}

function closeness(text: string, typed: string): number {
  if (text.startsWith(typed)) return 0;
  return text.includes(` ${typed}`) ? 1 : 2;
}
