// What can be done while a page is open, besides what is done to its text.
import { editorWords } from "../../parts/editorWords";
import type { AppState } from "../../state/app.svelte";
import type { Command } from "../../state/commands.svelte";
import type { DocumentState } from "../../state/document.svelte";
import type { WritingDesk } from "./desk.svelte";
import { commandsOf } from "./writingCommands";

/** What the commands reach. */
export interface PageReach {
  app: AppState;
  page: DocumentState;
  desk: WritingDesk;
  toolbar(): void;
  title(): void;
  details(): void;
  areDetailsOpen(): boolean;
  togglePreview(): void;
}

const words = editorWords.commands;

/** The commands of an open page. */
export function pageCommands(reach: PageReach): Command[] {
  const { app, page, desk } = reach;
  return [
    { id: "page.save", words: words.save, group: "write", shortcut: "Mod+S", run: () => void saveNow(reach) },
    {
      id: "page.details",
      words: words.details,
      group: "write",
      shortcut: "Mod+Shift+I",
      enabled: () => page.fields !== null,
      run: reach.details,
    },
    {
      id: "page.details.close",
      words: words.closeDetails,
      group: "write",
      shortcut: "Escape",
      enabled: reach.areDetailsOpen,
      run: reach.details,
    },
    {
      id: "page.title",
      words: words.title,
      group: "go",
      enabled: () => page.fields !== null,
      run: reach.title,
    },
    { id: "page.text", words: words.text, group: "go", run: () => desk.focus() },
    { id: "page.toolbar", words: words.toolbar, group: "go", shortcut: "Alt+F10", run: reach.toolbar },
    { id: "page.view", words: words.view, group: "window", shortcut: "Mod+\\", run: reach.togglePreview },
    { id: "page.see", words: words.see, group: "site", run: () => void app.seeInBrowser(page.page) },
    ...commandsOf(desk),
  ];
}

async function saveNow({ app, page }: PageReach): Promise<void> {
  if (await page.saveNow()) app.notices.say(editorWords.saved);
}
