// Every text of the interface that does not come from Rust, in one place, so that one voice speaks and another
// language has one place to go. Counts are functions, because languages count differently.
import type { PageKind, PublishPlan, PublishProgress, Status } from "../api/protocol";
import type { CommandGroup } from "../state/commands.svelte";
import { day, number, size } from "./format";

const plural = new Intl.PluralRules("en");

// English has two forms; the others come with their languages.
function count(value: number, one: string, other: string): string {
  return `${number(value)} ${plural.select(value) === "one" ? one : other}`;
}

/** Says a status in a few words, for a list. */
export function statusWords(status: Status): string {
  switch (status.kind) {
    case "draft":
      return "Draft";
    case "scheduled":
      return `Scheduled for ${day(status.date)}`;
    case "new":
      return "Not published yet";
    case "live":
      return `Live since ${day(status.since)}`;
    case "edited":
      return "Live, edited";
    case "withdrawn":
      return "Live, to be taken down";
  }
}

/** Says a status in a sentence, with what the next publish does about it. */
export function statusSentence(status: Status): string {
  switch (status.kind) {
    case "draft":
      return "A draft. Publishing leaves it here until you say it is ready.";
    case "scheduled":
      return `Scheduled for ${day(status.date)}. The first publish from that day on takes it along.`;
    case "new":
      return "Ready. The next publish takes it online.";
    case "live":
      return `Live since ${day(status.since)}.`;
    case "edited":
      return `Live since ${day(status.since)}. You changed it since then; the next publish takes that online.`;
    case "withdrawn":
      return `Live since ${day(status.since)}. The next publish takes it down.`;
  }
}

/** The name of a status, for a choice. */
export const statusNames: Record<Status["kind"], string> = {
  draft: "Drafts",
  scheduled: "Scheduled",
  new: "Not published yet",
  live: "Live",
  edited: "Live, edited",
  withdrawn: "To be taken down",
};

/** Says what a plan or a publish is doing. */
export function progressWords(progress: PublishProgress | null): string {
  if (!progress) return "Getting ready";
  const files = `${number(progress.done)} of ${count(progress.total, "file", "files")}`;
  switch (progress.phase) {
    case "making":
      return `Making ${files}`;
    case "pictures":
      return `Making ${number(progress.done)} of ${count(progress.total, "picture", "pictures")}`;
    case "sending":
      return `Sending ${files}, ${size(progress.bytesDone)} of ${size(progress.bytesTotal)}`;
    case "switching":
      return `Putting ${files} in place`;
    case "cleaning":
      return "Taking away what is gone";
  }
}

/** Says what else a plan carries. */
export function planNotes(plan: PublishPlan): string[] {
  const notes: string[] = [];
  if (plan.otherFiles > 0)
    notes.push(
      plan.changes.length > 0
        ? `And ${count(plan.otherFiles, "other file", "other files")} that follow from this: lists, feeds, styles.`
        : `${count(plan.otherFiles, "file changes", "files change")}: lists, feeds, styles.`,
    );
  if (plan.heldBack > 0)
    notes.push(
      `${count(plan.heldBack, "draft or scheduled post stays", "drafts and scheduled posts stay")} here.`,
    );
  return notes;
}

/** Says how much goes over the line. */
export function planSize(plan: PublishPlan): string {
  const sent =
    plan.sentFiles > 0 ? [`${count(plan.sentFiles, "file", "files")} to send, ${size(plan.bytes)}`] : [];
  const removed = plan.removedFiles > 0 ? [`${count(plan.removedFiles, "file", "files")} to take away`] : [];
  return [...sent, ...removed].join(" · ");
}

/** The interface's words. */
export const words = {
  app: "Galley",
  close: "Close",
  dismiss: "Dismiss",
  details: "Details",
  cancel: "Cancel",
  back: "Back",
  undo: "Undo",
  tryAgain: "Try again",
  notices: "Messages",
  loading: "One moment",
  menu: "Menu",
  inAFrame: "Galley does not run inside another page.",
  unexpected: {
    message: "Something in Galley went wrong",
    hint: "Your text is safe. Try again; if it happens again, close Galley and open it anew.",
  },
  groups: { go: "Go to", write: "Write", insert: "Insert", site: "Site", window: "Window" } satisfies Record<
    CommandGroup,
    string
  >,
  field: {
    between: (min: number, max: number) => `Use a number from ${number(min)} to ${number(max)}`,
    removeTag: (tag: string) => `Remove ${tag}`,
    knownTags: "Tags in use",
    saved: "Saved",
    saving: "Saving",
    reset: "Reset to default",
    resetNamed: (label: string) => `Reset to default: ${label}`,
    choose: "Choose…",
  },
  links: {
    label: "Label",
    leadsTo: "Leads to",
    elsewhere: "Another address…",
    address: "Address",
    home: "The home page",
    add: "Add a link",
    up: (label: string) => `Move ${label || "this link"} up`,
    down: (label: string) => `Move ${label || "this link"} down`,
    remove: (label: string) => `Remove ${label || "this link"}`,
    none: "No links yet.",
    row: (at: number, label: string) => (label ? `Link ${at}: ${label}` : `Link ${at}`),
  },
  start: {
    promise: "Write your website here, see it as it will be, and put it online.",
    newSite: "New site",
    newSiteHelp: "Start with a theme and a few pages to fill.",
    openFolder: "Open a folder",
    openFolderHelp: "Open a site that is on this computer already.",
    sample: "Try the sample",
    sampleHelp: "Look around in a finished site. Change what you like.",
    recent: "Recent sites",
    missing: "The folder is gone. It may have been moved or renamed, or its drive is not connected.",
    missingShort: "Folder not found",
    forget: (title: string) => `Take ${title} off this list`,
    opened: (when: string) => `Opened ${day(when)}`,
  },
  newSite: {
    title: "New site",
    help: "You can change everything about it later.",
    name: "What is it called?",
    namePlaceholder: "Harbour Museum",
    nameMissing: "Give the site a title first",
    place: "Where it will be",
    placeHelp: "A folder named after the title is made here. It holds the whole site.",
    otherPlace: "Choose another place…",
    create: "Create site",
  },
  nav: {
    label: "Site",
    posts: "Posts",
    pages: "Pages",
    trash: "Trash",
    design: "Design",
    settings: "Settings",
    find: "Find",
    siteMenu: (title: string) => `${title}: site menu`,
    openFolder: "Open a folder…",
    viewInBrowser: "See the site in the browser",
    openLive: "Open the live site",
    closeSite: "Close this site",
    sections: "Sections",
    close: "Close the menu",
  },
  list: {
    name: { post: "Posts", page: "Pages" } satisfies Record<PageKind, string>,
    create: { post: "New post", page: "New page" } satisfies Record<PageKind, string>,
    filter: { post: "Find a post", page: "Find a page" } satisfies Record<PageKind, string>,
    clear: "Clear",
    status: "Status",
    everyStatus: "Every status",
    sort: "Sort",
    byDate: "Latest first",
    byOldest: "Oldest first",
    byTitle: "By title",
    untitled: "Untitled",
    unsaved: "Kept safe, not in its file yet",
    trouble: "Something in it needs a look",
    noDate: "No date",
    found: (found: number, all: number) => `${number(found)} of ${number(all)}`,
    loading: { post: "Posts are on their way", page: "Pages are on their way" } satisfies Record<
      PageKind,
      string
    >,
    nothingFound: "Nothing matches",
    nothingFoundHelp: "Try fewer letters, another status, or a tag.",
    showAll: "Show all",
    empty: {
      post: { title: "No posts yet", help: "News, articles, announcements: whatever has a date goes here." },
      page: { title: "No pages yet", help: "Visit, About, Contact: what stays goes here." },
    } satisfies Record<PageKind, { title: string; help: string }>,
    more: (title: string) => `More for ${title}`,
    open: "Open",
    duplicate: "Duplicate",
    rename: "Rename address…",
    trash: "Move to trash",
    seeInBrowser: "See in the browser",
    trashed: (title: string) => `Moved “${title}” to the trash`,
    duplicated: (title: string) => `Made a draft copy of “${title}”`,
    renamed: (address: string) => `The address is ${address} now`,
  },
  rename: {
    title: "Rename address",
    help: (title: string) => `The last part of the web address of “${title}”.`,
    label: "Address",
    now: (address: string) => `Now: ${address}. If visitors know this address, it will lead to the new one.`,
    missing: "Write at least one letter or digit",
    save: "Rename",
  },
  trash: {
    title: "Trash",
    name: "Things in the trash",
    loading: "The trash is on its way",
    putBack: "Put back",
    putBackNamed: (title: string) => `Put back: ${title}`,
    at: (when: string) => `Moved here ${day(when) === "today" ? "today" : `on ${day(when)}`}`,
    back: (title: string) => `“${title}” is back in its place`,
    empty: "The trash is empty",
    emptyHelp:
      "Posts and pages you move to the trash stay here, with their pictures, until you put them back.",
  },
  settings: {
    title: "Settings",
    design: "Design",
    search: "Find a setting",
    loading: "Settings are on their way",
    theme: (name: string) => `Theme: ${name}`,
    nothingFound: "No setting matches",
    nothingFoundHelp: "Try another word for it.",
    noDesign: "Nothing to choose here",
    noDesignHelp: "This site's theme has no settings of its own.",
    unknown: "Galley does not know this kind of setting. It stays in the file as it is.",
    sections: "Groups of settings",
    thisWindow: "This window",
    thisWindowHelp: "Kept on this computer. They change nothing about the site.",
    appearance: "Appearance",
    appearances: { system: "As the system says", light: "Light", dark: "Dark" },
    letterSize: "Letter size of the text you write",
    letterSizeHelp: "In pixels, from 14 to 28.",
    pixels: "pixels",
    places: "Where the site is published",
    placesHelp: "Add, change or test the places this site goes to.",
    managePlaces: "Publishing places…",
  },
  publish: {
    button: (waiting: number) => `Publish ${count(waiting, "change", "changes")}`,
    never: "Publish…",
    live: "Everything is live",
    running: "Publishing…",
    title: "Publish",
    loading: "One moment",
    where: "Where shall the site go?",
    whereHelp: "Only the finished pages leave this computer. Drafts and your own files stay here.",
    folder: "A folder",
    folderHelp: "On this computer, a drive, or one that another program carries online.",
    sftp: "A web server (SFTP)",
    sftpHelp: "With the sign-in details from your hosting provider.",
    known: "Your places",
    add: "Add a place",
    edit: (name: string) => `Change “${name}”`,
    lastPublish: (when: string) => `Last published ${day(when)}`,
    neverThere: "Not published there yet",
    otherPlace: "Another place…",
    form: {
      folderTitle: "Publish to a folder",
      sftpTitle: "Publish to a web server",
      changeTitle: (name: string) => `Change “${name}”`,
      name: "What you call it",
      nameMissing: "Give the place a name",
      folderName: "Folder",
      serverName: "Web server",
      folder: "Folder",
      folderHelp: "Files there that Galley did not put there stay untouched.",
      folderMissing: "Choose a folder, or write its whole path",
      host: "Server",
      hostHelp: "For example ssh.example.org",
      hostMissing: "Write the server's name, for example ssh.example.org",
      port: "Port",
      user: "Name to sign in with",
      userMissing: "Write the name you sign in with",
      remoteFolder: "Folder on the server",
      remoteFolderHelp: "Where the visible files are kept, often public_html or www.",
      remoteFolderMissing: "Write the folder, for example public_html",
      signIn: "How to sign in",
      signIns: {
        password: "With a password",
        keyFile: "With a key file",
        agent: "With keys this computer holds",
      },
      signInHelp: {
        password: "You are asked for it when it is needed.",
        keyFile: "If it has a passphrase, you are asked for it when it is needed.",
        agent: "The SSH agent of your system signs in for you.",
      },
      keyFile: "Key file",
      keyFileHelp: "The whole path of the private key.",
      keyFileMissing: "Write the whole path of the key file",
      secretKept: "The keychain of this computer keeps its password.",
      test: "Test the connection",
      testing: "Testing…",
      go: "Go on",
      remove: "Forget this place",
      removeHelp: "What is online there stays.",
    },
    planning: (name: string) => `Comparing your site with what is live at ${name}`,
    goesTo: "Goes to",
    first: "The first publish to this place.",
    kinds: { new: "New", changed: "Changed", removed: "Taken down" },
    problems: (problems: number) => count(problems, "thing needs a look", "things need a look"),
    problemsHelp: "You can publish all the same; what is concerned may be missing or look different.",
    problemsStop: "A part of the site cannot be made. Mend it first; what is live stays as it is.",
    lookAgain: "Look again",
    moreProblems: (more: number) => `and ${number(more)} more`,
    place: (file: string, line: number | null) => (line ? `${file}, line ${number(line)}` : file),
    showAll: (all: number) => `Show all ${number(all)}`,
    showLess: "Show less",
    showNotes: (notes: number) => `Show ${count(notes, "note about this site", "notes about this site")}`,
    go: "Publish now",
    nothing: "Everything is live",
    nothingHelp: (name: string) => `What is at ${name} is what you have here.`,
    stop: "Stop",
    stopping: "Stopping…",
    safeToStop: "You can stop; the live site stays as it is.",
    tooLateToStop: "Nearly there. Stopping now would leave the site half done.",
    inBackground: "You can close this and go on writing.",
    done: (at: string) => `Live · ${at}`,
    doneHelp: (sent: number, removed: number, seconds: number) =>
      [
        sent > 0 ? `${count(sent, "file", "files")} sent` : "",
        removed > 0 ? `${count(removed, "file", "files")} taken away` : "",
        `in ${seconds < 1 ? "under a second" : count(Math.round(seconds), "second", "seconds")}`,
      ]
        .filter(Boolean)
        .join(", "),
    doneNotice: "Your site is live",
    failedNotice: "The publish did not finish",
    openSite: "Open site",
    cancelled: "Stopped",
    cancelledHelp: "The live site is as it was.",
    show: "Show",
  },
  question: {
    secretTitle: "Sign in",
    secretHelp: (name: string) => `${name} asks for a password.`,
    refused: "That was not accepted. Try again.",
    password: "Password or passphrase",
    passwordMissing: "Write the password first",
    keep: "Keep it in this computer's keychain",
    noKeychain:
      "This computer has no keychain that Galley can use, so it asks each time. Nothing is written down.",
    signIn: "Sign in",
    hostKeyTitle: "Is this the right server?",
    hostKeyHelp: (name: string) => `Galley has not met ${name} before.`,
    hostKeyWhy:
      "A server shows a key so that nobody can pretend to be it. Compare this fingerprint with the one your provider gives you. If you cannot find it, ask them.",
    fingerprint: "Fingerprint",
    accept: "It is the right one",
    replaceTitle: "There are files already",
    replaceHelp: (total: number) =>
      `${count(total, "file", "files")} at this place did not come from Galley and would be replaced:`,
    more: (more: number) => `and ${number(more)} more`,
    replaceWhy: "What they hold now cannot be brought back.",
    replace: (total: number) => `Replace ${count(total, "file", "files")}`,
    keepThem: "Keep them",
  },
  palette: {
    title: "Find",
    placeholder: "Find a post, a page, a setting, or something to do",
    nothing: "Nothing found",
    results: "Found",
    pages: "Posts and pages",
    settings: "Settings",
    commands: "Things to do",
    found: (found: number) => count(found, "result", "results"),
  },
  shortcuts: { title: "Keyboard shortcuts", help: "They work wherever you are in the window." },
  commands: {
    newPost: "New post",
    newPage: "New page",
    posts: "Go to posts",
    pages: "Go to pages",
    trash: "Go to the trash",
    design: "Go to design",
    settings: "Go to settings",
    publish: "Publish…",
    find: "Find a page, a setting, a command",
    palette: "Show all commands",
    shortcuts: "Show keyboard shortcuts",
    undo: "Undo what the last message says",
    seeSite: "See the site in the browser",
    openFolder: "Open a folder…",
    closeSite: "Close this site",
    newSite: "New site…",
    sample: "Try the sample",
    light: "Use light colours",
    dark: "Use dark colours",
    system: "Use the system's colours",
    nextPart: "Go to the next part of the window",
    previousPart: "Go to the part before",
  },
};
