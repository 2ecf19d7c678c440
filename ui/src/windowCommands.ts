// What can be done from everywhere in the window. Panes add their own while they are on the screen.
import { words } from "./parts/words";
import type { AppState } from "./state/app.svelte";
import type { Command } from "./state/commands.svelte";

const text = words.commands;

/** The window's own commands. */
export function windowCommands(app: AppState): Command[] {
  const siteOpen = () => app.open !== null;
  const onStart = () => app.screen.kind === "start";
  return [...siteCommands(app, siteOpen), ...startCommands(app, onStart), ...lookCommands(app, siteOpen)];
}

function siteCommands(app: AppState, enabled: () => boolean): Command[] {
  const own = (command: Omit<Command, "enabled">): Command => ({ ...command, enabled });
  return [
    own({
      id: "post.new",
      words: text.newPost,
      group: "site",
      shortcut: "Mod+N",
      run: () => void app.createPage("post"),
    }),
    own({
      id: "page.new",
      words: text.newPage,
      group: "site",
      shortcut: "Mod+Shift+N",
      run: () => void app.createPage("page"),
    }),
    own({
      id: "publish",
      words: text.publish,
      group: "site",
      shortcut: "Mod+Shift+Enter",
      run: () => app.publish(),
    }),
    own({ id: "site.see", words: text.seeSite, group: "site", run: () => void app.seeInBrowser(null) }),
    own({
      id: "go.posts",
      words: text.posts,
      group: "go",
      shortcut: "Alt+1",
      run: () => app.go({ screen: "posts" }),
    }),
    own({
      id: "go.pages",
      words: text.pages,
      group: "go",
      shortcut: "Alt+2",
      run: () => app.go({ screen: "pages" }),
    }),
    own({
      id: "go.design",
      words: text.design,
      group: "go",
      shortcut: "Alt+3",
      run: () => app.go({ screen: "design", find: null }),
    }),
    own({
      id: "go.settings",
      words: text.settings,
      group: "go",
      shortcut: "Mod+,",
      run: () => app.go({ screen: "settings", find: null }),
    }),
    own({ id: "go.trash", words: text.trash, group: "go", run: () => app.go({ screen: "trash" }) }),
    own({ id: "site.close", words: text.closeSite, group: "site", run: () => void app.closeSite() }),
  ];
}

function startCommands(app: AppState, onStart: () => boolean): Command[] {
  return [
    {
      id: "site.new",
      words: text.newSite,
      group: "site",
      enabled: onStart,
      run: () => app.lay({ kind: "newSite" }),
    },
    {
      id: "site.sample",
      words: text.sample,
      group: "site",
      enabled: onStart,
      run: () => void app.openSample(),
    },
    {
      id: "site.open",
      words: text.openFolder,
      group: "site",
      shortcut: "Mod+O",
      run: () => void app.openFolder(),
    },
  ];
}

function lookCommands(app: AppState, siteOpen: () => boolean): Command[] {
  const look = (appearance: "system" | "light" | "dark"): Command => ({
    id: `window.${appearance}`,
    words: text[appearance],
    group: "window",
    run: () => void app.preferences.change({ appearance }),
  });
  return [
    {
      id: "find",
      words: text.find,
      group: "go",
      shortcut: "Mod+P",
      enabled: siteOpen,
      run: () => app.lay({ kind: "palette", first: "pages" }),
    },
    {
      id: "palette",
      words: text.palette,
      group: "go",
      shortcut: "Mod+Shift+P",
      run: () => app.lay({ kind: "palette", first: "commands" }),
    },
    {
      id: "shortcuts",
      words: text.shortcuts,
      group: "window",
      shortcut: "Mod+/",
      alternative: "F1",
      run: () => app.lay({ kind: "shortcuts" }),
    },
    {
      id: "undo.notice",
      words: text.undo,
      group: "window",
      shortcut: "Alt+Z",
      enabled: () => app.notices.latestAction !== null,
      run: () => app.notices.latestAction && app.notices.act(app.notices.latestAction),
    },
    { id: "part.next", words: text.nextPart, group: "window", shortcut: "F6", run: () => goToPart(1) },
    {
      id: "part.previous",
      words: text.previousPart,
      group: "window",
      shortcut: "Shift+F6",
      run: () => goToPart(-1),
    },
    look("light"),
    look("dark"),
    look("system"),
  ];
}

// The parts of the window are its landmarks; F6 goes round them, as in other programs.
function goToPart(step: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>("nav, main, aside, [data-part]")].filter((part) =>
    part.checkVisibility(),
  );
  const at = parts.findLastIndex((part) => part.contains(document.activeElement));
  const next = parts[(at + step + parts.length) % parts.length];
  next?.querySelector<HTMLElement>(firstStop)?.focus();
}

// A list is entered at its row, a text at its letters; everything else at its first control.
const firstStop =
  '[data-row][tabindex="0"], [contenteditable="true"], button:not([tabindex="-1"]), input, textarea';
