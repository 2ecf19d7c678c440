// Made from studio::protocol by `cargo xtask bindings`. Do not edit.

/**
 * The argument of a command that needs none.
 */
export type Nothing = Record<symbol, never>;

/**
 * An operation that failed, in words.
 */
export type Failure = { 
/**
 * What the window does about it, where it does more than show the words.
 */
remedy: Remedy | null, 
/**
 * What could not be done, to which thing, and why in one clause.
 */
message: string, 
/**
 * What to do now; empty where the message says it all.
 */
hint: string, 
/**
 * The technical chain of causes, for a report; never holds a secret.
 */
detail: string, };

/**
 * A failure that the window can help with by asking for something.
 */
export type Remedy = { "kind": "askSecret", 
/**
 * Says whether one was tried and refused.
 */
refused: boolean, 
/**
 * Says whether the system can keep it: false where there is no keychain.
 */
keepable: boolean, } | { "kind": "acceptHostKey", 
/**
 * The key's SHA-256 fingerprint.
 */
fingerprint: string, } | { "kind": "replace", 
/**
 * Their paths, the first twenty.
 */
paths: Array<string>, 
/**
 * How many there are in all.
 */
count: number, } | { "kind": "sendWholeText" } | { "kind": "goToStart" };

/**
 * Trouble in the author's content.
 */
export type Problem = { 
/**
 * How bad it is.
 */
severity: ProblemSeverity, 
/**
 * The page it is in, if it is in one that can be opened.
 */
page: PageId | null, 
/**
 * The file it is in, as the person knows it.
 */
file: string | null, 
/**
 * The line in the editor (for a page) or in the file, counted from 1.
 */
line: number | null, 
/**
 * The column, counted from 1.
 */
column: number | null, 
/**
 * What happened.
 */
message: string, 
/**
 * What to do next; may be empty.
 */
hint: string, };

/**
 * How bad a problem is.
 */
export type ProblemSeverity = "note" | "warning" | "error";

/**
 * What the start page shows.
 */
export type StartPage = { 
/**
 * The sites opened before, the latest first.
 */
recent: Array<RecentSite>, 
/**
 * Where a new site would be made, as the person knows the place.
 */
newSitePlace: string, };

/**
 * A site that was opened before.
 */
export type RecentSite = { 
/**
 * Its handle.
 */
id: RecentId, 
/**
 * Its title.
 */
title: string, 
/**
 * Its folder, as the person knows it.
 */
folder: string, 
/**
 * When it was last opened, RFC 3339.
 */
opened: string, 
/**
 * Says whether the folder is gone.
 */
missing: boolean, };

/**
 * Names a site on the start page.
 */
export type RecentId = string;

/**
 * A new site.
 */
export type CreateSite = { 
/**
 * Its title; the folder is named after it.
 */
title: string, };

/**
 * The open site.
 */
export type SiteView = { 
/**
 * Its title.
 */
title: string, 
/**
 * Its folder, as the person knows it.
 */
folder: string, 
/**
 * The address it is made for, such as `https://example.org`.
 */
baseUrl: string, 
/**
 * How many posts there are.
 */
posts: number, 
/**
 * How many pages there are.
 */
pages: number, 
/**
 * How many things are in the trash.
 */
trash: number, 
/**
 * How many changes wait to be published.
 */
waiting: number, 
/**
 * The last publish, if there was one.
 */
lastPublish: LastPublish | null, 
/**
 * Trouble with the site as a whole: its settings, its theme.
 */
problems: Array<Problem>, 
/**
 * Something the person should know once, such as text that a crash left unsaved and that is back.
 */
notice: string | null, };

/**
 * When and where the site last went online.
 */
export type LastPublish = { 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * The target's name.
 */
target: string, 
/**
 * The address to open, if it is known.
 */
url: string | null, };

/**
 * Which list to show.
 */
export type ListPages = { 
/**
 * Posts or pages.
 */
kind: PageKind, };

/**
 * Posts have a date and stand in a list that a section shows; everything else is a page.
 */
export type PageKind = "post" | "page";

/**
 * One row of a list.
 */
export type PageRow = { 
/**
 * Its handle.
 */
page: PageId, 
/**
 * Post or page.
 */
kind: PageKind, 
/**
 * Its title; a page without one goes by its file name.
 */
title: string, 
/**
 * Its status.
 */
status: Status, 
/**
 * Its date as written, `2026-05-03` or RFC 3339.
 */
date: string | null, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * Its web address below the site's, such as `/posts/winter/`.
 */
address: string, 
/**
 * A small picture's address for the window, if it has one.
 */
picture: string | null, 
/**
 * Says whether text that is not in the file yet is kept for it.
 */
unsaved: boolean, 
/**
 * Says whether it has trouble that the author should see.
 */
trouble: boolean, };

/**
 * A page's status, derived from the page and from what was last published.
 */
export type Status = { "kind": "draft" } | { "kind": "scheduled", 
/**
 * The date as written.
 */
date: string, } | { "kind": "new" } | { "kind": "live", 
/**
 * When it went online first or last changed there, RFC 3339.
 */
since: string, } | { "kind": "edited", 
/**
 * When it went online, RFC 3339.
 */
since: string, } | { "kind": "withdrawn", 
/**
 * When it went online, RFC 3339.
 */
since: string, };

/**
 * Something in the trash.
 */
export type TrashRow = { 
/**
 * Its handle.
 */
trash: TrashId, 
/**
 * Its title.
 */
title: string, 
/**
 * When it was put there, RFC 3339.
 */
at: string, };

/**
 * Names something in the trash.
 */
export type TrashId = string;

/**
 * Choices about the window itself, kept on this machine.
 */
export type Preferences = { 
/**
 * Light, dark, or as the system says.
 */
appearance: Appearance, 
/**
 * What the editor shows.
 */
view: ViewMode, 
/**
 * The editor's letter size in pixels, 14 to 28.
 */
letterSize: number, };

/**
 * Light, dark, or as the system says.
 */
export type Appearance = "system" | "light" | "dark";

/**
 * What the editor shows.
 */
export type ViewMode = "write" | "split" | "preview";

/**
 * Names a page of the open site: its file below the site's folder.
 */
export type PageId = string;

/**
 * A page as the editor opens it.
 */
export type PageView = { 
/**
 * Its handle.
 */
page: PageId, 
/**
 * Post or page.
 */
kind: PageKind, 
/**
 * The details shown as fields; nothing when the page's head cannot be read, and then `text` is the whole file.
 */
fields: Fields | null, 
/**
 * What the editor shows.
 */
text: string, 
/**
 * The revision of that text; the first edit is based on it.
 */
revision: number, 
/**
 * Its status.
 */
status: Status, 
/**
 * Its web address below the site's, such as `/posts/winter/`.
 */
address: string, 
/**
 * Its full address once published.
 */
permalink: string, 
/**
 * Whether the file holds what the editor holds.
 */
save: SaveState, 
/**
 * Words in the text.
 */
words: number, 
/**
 * Minutes it takes to read.
 */
minutes: number, 
/**
 * Trouble in it.
 */
problems: Array<Problem>, 
/**
 * Says whether a crash left text unsaved that is in `text` now.
 */
recovered: boolean, };

/**
 * A page's details.
 */
export type Fields = { 
/**
 * The title.
 */
title: string, 
/**
 * The date as written: `2026-05-03` or RFC 3339; empty for none.
 */
date: string, 
/**
 * The tags.
 */
tags: Array<string>, 
/**
 * Says whether it is a draft.
 */
draft: boolean, 
/**
 * The description for search engines and previews; empty for none.
 */
description: string, 
/**
 * The last part of the web address, if the author chose one; empty for one made from the file name.
 */
slug: string, };

/**
 * What was typed since the last revision.
 */
export type EditPage = { 
/**
 * The page.
 */
page: PageId, 
/**
 * The revision the changes are based on.
 */
base: number, 
/**
 * The new revision.
 */
revision: number, 
/**
 * What changed.
 */
changes: TextChanges, };

/**
 * A change of the text.
 */
export type TextChanges = { "kind": "pieces", 
/**
 * The pieces.
 */
pieces: Array<TextPiece>, } | { "kind": "whole", 
/**
 * The text.
 */
text: string, };

/**
 * One piece of the text replaced.
 */
export type TextPiece = { 
/**
 * Where it starts in the base text, in UTF-16 code units.
 */
from: number, 
/**
 * Where it ends in the base text.
 */
to: number, 
/**
 * What stands there now.
 */
insert: string, };

/**
 * What an edit leads to.
 */
export type EditAnswer = { 
/**
 * The revision that is kept safe now.
 */
revision: number, 
/**
 * Words in the text.
 */
words: number, 
/**
 * Minutes it takes to read.
 */
minutes: number, 
/**
 * Its status.
 */
status: Status, 
/**
 * Whether the file holds what the editor holds.
 */
save: SaveState, 
/**
 * Trouble in it.
 */
problems: Array<Problem>, 
/**
 * How the preview changes.
 */
preview: PreviewChange, };

/**
 * A change of one detail.
 */
export type ChangeField = { 
/**
 * The page.
 */
page: PageId, 
/**
 * The new value.
 */
field: Field, };

/**
 * One detail with its new value.
 */
export type Field = { "kind": "title", "value": string } | { "kind": "date", "value": string } | { "kind": "tags", "value": Array<string> } | { "kind": "draft", "value": boolean } | { "kind": "description", "value": string } | { "kind": "slug", "value": string };

/**
 * What the change of a detail leads to.
 */
export type FieldAnswer = { 
/**
 * All details now.
 */
fields: Fields, 
/**
 * What is wrong with the value, if it was not taken: said beside the field.
 */
refused: string | null, 
/**
 * The page's web address now.
 */
address: string, 
/**
 * The rest, as for an edit.
 */
edit: EditAnswer, };

/**
 * Whether the file holds what the editor holds.
 */
export type SaveState = { "kind": "saved", 
/**
 * Since when, RFC 3339.
 */
at: string, } | { "kind": "waiting" } | { "kind": "failed", 
/**
 * Why.
 */
failure: Failure, } | { "kind": "conflict", 
/**
 * The text that is in the file now.
 */
outside: string, } | { "kind": "gone" };

/**
 * A new page.
 */
export type CreatePage = { 
/**
 * Post or page.
 */
kind: PageKind, 
/**
 * Its title; may be empty, the author writes it in the editor.
 */
title: string, };

/**
 * A new file name.
 */
export type RenamePage = { 
/**
 * The page.
 */
page: PageId, 
/**
 * The new name; made fit for a web address.
 */
name: string, };

/**
 * How to settle a page that was changed both here and outside.
 */
export type ResolveConflict = { 
/**
 * The page.
 */
page: PageId, 
/**
 * Whose text stays.
 */
keep: Keep, };

/**
 * Whose text stays.
 */
export type Keep = "mine" | "theirs" | "both";

/**
 * A picture to put beside a page.
 */
export type AddPicture = { 
/**
 * The page.
 */
page: PageId, 
/**
 * The file's name; a pasted picture may have none.
 */
name: string, 
/**
 * The file's bytes in Base64; 32 MiB at most.
 */
data: string, };

/**
 * A picture that stands beside its page now.
 */
export type PictureAdded = { 
/**
 * The text to insert at the cursor, with the description left empty.
 */
markdown: string, 
/**
 * Where in that text the description goes, in UTF-16 code units.
 */
descriptionAt: number, 
/**
 * The page's row, whose handle may be another now: a page with pictures moves into a folder of its own.
 */
row: PageRow, };

/**
 * How the preview changes. Each change builds on the one answered before it; a window that lost track asks
 * for the whole with `show_preview`.
 */
export type PreviewChange = { "kind": "whole", 
/**
 * The page's HTML.
 */
html: string, 
/**
 * The blocks of the text inside it, in order.
 */
blocks: Array<PreviewBlock>, 
/**
 * The address prefix in the HTML that stands for the site, such as `https://example.org`.
 */
site_url: string, 
/**
 * The address prefix that takes its place on this machine, such as `http://127.0.0.1:4000/token`.
 */
local_url: string, 
/**
 * The page's own address on this machine, for addresses relative to it.
 */
page_url: string, } | { "kind": "blocks", 
/**
 * The first block that changed.
 */
start: number, 
/**
 * How many blocks go.
 */
removed: number, 
/**
 * The blocks that come in their place.
 */
inserted: Array<string>, 
/**
 * The line in the editor at which each block of the page starts now, counted from 1.
 */
lines: Array<number>, } | { "kind": "same" } | { "kind": "unable", 
/**
 * Why, for the author.
 */
message: string, };

/**
 * A top-level block of the text: a paragraph, a heading, a list.
 */
export type PreviewBlock = { 
/**
 * The line in the editor at which it starts, counted from 1.
 */
line: number, 
/**
 * Where its HTML starts, in UTF-16 code units of the page's HTML.
 */
from: number, 
/**
 * Where its HTML ends.
 */
to: number, };

/**
 * What to open in the browser.
 */
export type OpenInBrowser = { 
/**
 * The page; nothing for the home page.
 */
page: PageId | null, };

/**
 * An address to open outside the app.
 */
export type OpenLink = { 
/**
 * An `https:`, `http:` or `mailto:` address; any other is refused.
 */
url: string, };

/**
 * All settings of the site and of its theme.
 */
export type Settings = { 
/**
 * The site's own settings, in groups.
 */
site: Array<SettingGroup>, 
/**
 * The theme's name.
 */
themeName: string, 
/**
 * The theme's settings, in groups.
 */
theme: Array<SettingGroup>, };

/**
 * Settings that belong together.
 */
export type SettingGroup = { 
/**
 * The heading.
 */
label: string, 
/**
 * A sentence under it; may be empty.
 */
help: string, 
/**
 * The settings.
 */
settings: Array<Setting>, };

/**
 * One setting.
 */
export type Setting = { 
/**
 * Its handle.
 */
key: SettingKey, 
/**
 * The label above the field.
 */
label: string, 
/**
 * The help below the field; may be empty.
 */
help: string, 
/**
 * What kind of field it is.
 */
input: SettingInput, 
/**
 * Its value.
 */
value: SettingValue, 
/**
 * The value it has when nobody chose one.
 */
default: SettingValue, 
/**
 * Says whether somebody chose a value.
 */
chosen: boolean, 
/**
 * What is wrong with the value that was just sent and not written.
 */
problem: string | null, };

/**
 * Names a setting.
 */
export type SettingKey = { 
/**
 * Whose setting it is.
 */
scope: SettingScope, 
/**
 * Its name in the file, such as `title` or `accent`.
 */
name: string, };

/**
 * Whose setting it is.
 */
export type SettingScope = "site" | "theme";

/**
 * What kind of field a setting is.
 */
export type SettingInput = { "kind": "text" } | { "kind": "longText" } | { "kind": "address" } | { "kind": "number", 
/**
 * The least.
 */
min: number, 
/**
 * The most.
 */
max: number, } | { "kind": "switch" } | { "kind": "choice", 
/**
 * The choices.
 */
choices: Array<SettingChoice>, } | { "kind": "links" } | { "kind": "unknown" };

/**
 * One of several choices.
 */
export type SettingChoice = { 
/**
 * The value in the file.
 */
value: string, 
/**
 * What the person reads.
 */
label: string, };

/**
 * A setting's value.
 */
export type SettingValue = { "kind": "text", "value": string } | { "kind": "number", "value": number } | { "kind": "switch", "value": boolean } | { "kind": "links", "value": Array<SettingLink> };

/**
 * One link of a menu.
 */
export type SettingLink = { 
/**
 * What the visitor reads.
 */
label: string, 
/**
 * Where it leads: `@/visit.md`, `/tags/`, or a whole address.
 */
url: string, };

/**
 * A new value for a setting.
 */
export type ChangeSetting = { 
/**
 * The setting.
 */
key: SettingKey, 
/**
 * The value; nothing goes back to the default.
 */
value: SettingValue | null, };

/**
 * Names a target of the open site.
 */
export type TargetId = string;

/**
 * Names a plan; it is good for one publish.
 */
export type PlanId = string;

/**
 * A place the site is published to.
 */
export type TargetView = { 
/**
 * Its handle.
 */
id: TargetId, 
/**
 * Its settings.
 */
settings: TargetSettings, 
/**
 * Says whether the system's keychain holds its password or passphrase.
 */
secretKept: boolean, 
/**
 * When the site was last published there, RFC 3339.
 */
lastPublish: string | null, };

/**
 * A target's settings; no secret among them.
 */
export type TargetSettings = { 
/**
 * What the person calls it.
 */
name: string, 
/**
 * What it is and where.
 */
place: TargetPlace, };

/**
 * What a target is and where.
 */
export type TargetPlace = { "kind": "folder", 
/**
 * The whole path.
 */
folder: string, } | { "kind": "sftp", 
/**
 * The server's name or address.
 */
host: string, 
/**
 * The port; 22 by custom.
 */
port: number, 
/**
 * The name to sign in with.
 */
user: string, 
/**
 * The folder on the server, such as `public_html`.
 */
folder: string, 
/**
 * How to sign in.
 */
sign_in: SignIn, };

/**
 * How to sign in to a server.
 */
export type SignIn = { "kind": "password" } | { "kind": "keyFile", 
/**
 * The whole path of the private key.
 */
file: string, } | { "kind": "agent" };

/**
 * A target to add or to change.
 */
export type SaveTarget = { 
/**
 * The target to change; nothing to add one.
 */
id: TargetId | null, 
/**
 * Its settings.
 */
settings: TargetSettings, };

/**
 * A password or passphrase on its way to the target or to the keychain. Never printed, never written to a file.
 */
export type Secret = { 
/**
 * The secret.
 */
text: string, 
/**
 * Says whether the system's keychain shall keep it.
 */
keep: boolean, };

/**
 * A target to connect to.
 */
export type ReachTarget = { 
/**
 * The target.
 */
target: TargetId, 
/**
 * The password or passphrase, if the person was asked for it.
 */
secret: Secret | null, };

/**
 * What a check of a target found.
 */
export type TargetCheck = { 
/**
 * What was found, in a sentence.
 */
message: string, };

/**
 * A server key that the person compared and accepts.
 */
export type AcceptHostKey = { 
/**
 * The target.
 */
target: TargetId, 
/**
 * The key's fingerprint, as it was shown.
 */
fingerprint: string, };

/**
 * What to plan.
 */
export type PlanPublish = { 
/**
 * The target.
 */
target: TargetId, 
/**
 * The password or passphrase, if the person was asked for it.
 */
secret: Secret | null, 
/**
 * Says whether files at the target that Galley did not put there may be replaced.
 */
replace: boolean, };

/**
 * What a publish will change.
 */
export type PublishPlan = { 
/**
 * Its handle.
 */
id: PlanId, 
/**
 * The changes an author would name, pages first.
 */
changes: Array<PublishChange>, 
/**
 * How many further files change with them: lists, feeds, styles.
 */
otherFiles: number, 
/**
 * How many files go to the target.
 */
sentFiles: number, 
/**
 * How many files are taken away there.
 */
removedFiles: number, 
/**
 * How many bytes go to the target.
 */
bytes: number, 
/**
 * Says whether nothing was published there before.
 */
first: boolean, 
/**
 * Trouble in the site, errors first.
 */
problems: Array<Problem>, 
/**
 * Drafts and scheduled posts that stay here.
 */
heldBack: number, };

/**
 * One change of the live site.
 */
export type PublishChange = { 
/**
 * What happens to it.
 */
kind: ChangeKind, 
/**
 * What it is called: a page's title or a file's name.
 */
title: string, 
/**
 * Its web address below the site's.
 */
address: string, 
/**
 * The page, if it is one that can be opened.
 */
page: PageId | null, };

/**
 * What happens to a file of the live site.
 */
export type ChangeKind = "new" | "changed" | "removed";

/**
 * How far a plan or a publish has come.
 */
export type PublishProgress = { 
/**
 * What is being done.
 */
phase: PublishPhase, 
/**
 * How many files are done.
 */
done: number, 
/**
 * How many files there are.
 */
total: number, 
/**
 * How many bytes are done.
 */
bytesDone: number, 
/**
 * How many bytes there are.
 */
bytesTotal: number, 
/**
 * Says whether a cancel still leaves the live site as it was.
 */
canCancel: boolean, };

/**
 * What a plan or a publish is doing.
 */
export type PublishPhase = "making" | "pictures" | "sending" | "switching" | "cleaning";

/**
 * How a publish ended.
 */
export type PublishEnd = { "kind": "done", 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * How many files were sent.
 */
sent: number, 
/**
 * How many files were taken away.
 */
removed: number, 
/**
 * How long it took, in seconds.
 */
seconds: number, 
/**
 * The address to open, if it is known.
 */
url: string | null, } | { "kind": "cancelled" } | { "kind": "failed", 
/**
 * Why.
 */
failure: Failure, };

/**
 * A fact about the open site.
 */
export type Event = { "kind": "pageSaved", 
/**
 * The page.
 */
page: PageId, 
/**
 * Whether the file holds what the editor holds.
 */
save: SaveState, 
/**
 * Its status.
 */
status: Status, } | { "kind": "pageReloaded", 
/**
 * The page.
 */
page: PageId, } | { "kind": "siteChanged", } | { "kind": "publishProgress", 
/**
 * How far it is.
 */
progress: PublishProgress, } | { "kind": "publishEnded", 
/**
 * How.
 */
end: PublishEnd, };

export interface Commands {
  /** Shows the sites that were opened before. */
  start_page: { argument: Nothing; answer: StartPage };
  /** Opens the sample site, made afresh the first time. */
  open_sample: { argument: Nothing; answer: SiteView };
  /** Asks where new sites shall be kept and answers with the folder's name, or nothing if the person changed their mind. */
  choose_new_site_place: { argument: Nothing; answer: string | null };
  /** Makes a new site in the place that was chosen, or in the documents folder. */
  create_site: { argument: CreateSite; answer: SiteView };
  /** Asks for a folder and opens the site in it; answers with nothing if the person changed their mind. */
  open_folder: { argument: Nothing; answer: SiteView | null };
  /** Opens a site that was opened before. */
  open_recent: { argument: RecentId; answer: SiteView };
  /** Takes a site off the start page; its files stay. */
  forget_recent: { argument: RecentId; answer: StartPage };
  /** Closes the open site after saving what is unsaved. */
  close_site: { argument: Nothing; answer: Nothing };
  /** Shows the open site: its name, its counts, what waits to be published. */
  show_site: { argument: Nothing; answer: SiteView };
  /** Lists posts, or pages, with their status. */
  list_pages: { argument: ListPages; answer: Array<PageRow> };
  /** Lists what is in the trash. */
  list_trash: { argument: Nothing; answer: Array<TrashRow> };
  /** Opens a page for writing; text that a crash left unsaved is already in it. */
  open_page: { argument: PageId; answer: PageView };
  /** Takes over what was typed, keeps it safe at once and shows the new preview. */
  edit_page: { argument: EditPage; answer: EditAnswer };
  /** Changes one of the page's details. */
  change_field: { argument: ChangeField; answer: FieldAnswer };
  /** Writes the page to its file now. */
  save_page: { argument: PageId; answer: SaveState };
  /** Closes a page after saving it. */
  close_page: { argument: PageId; answer: Nothing };
  /** Makes a new draft. */
  create_page: { argument: CreatePage; answer: PageRow };
  /** Gives a page another file name and so another web address; the old address leads to the new one if the page was live. */
  rename_page: { argument: RenamePage; answer: PageRow };
  /** Makes a draft copy of a page. */
  duplicate_page: { argument: PageId; answer: PageRow };
  /** Moves a page, with the pictures beside it, to the trash. */
  trash_page: { argument: PageId; answer: TrashRow };
  /** Brings a page back from the trash. */
  restore_page: { argument: TrashId; answer: PageRow };
  /** Settles a page that was changed both here and outside. */
  resolve_conflict: { argument: ResolveConflict; answer: PageView };
  /** Puts a picture beside the page and answers with the text to insert. */
  add_picture: { argument: AddPicture; answer: PictureAdded };
  /** Asks for a picture file and puts it beside the page; answers with nothing if the person changed their mind. */
  choose_picture: { argument: PageId; answer: PictureAdded | null };
  /** Shows the whole preview of an open page. */
  show_preview: { argument: PageId; answer: PreviewChange };
  /** Opens the page, or the home page, as it will be, in the person's own browser. */
  open_in_browser: { argument: OpenInBrowser; answer: Nothing };
  /** Opens an address of the live site, or a mail address, outside the app. */
  open_link: { argument: OpenLink; answer: Nothing };
  /** Shows the settings of the site and of its theme as a form. */
  show_settings: { argument: Nothing; answer: Settings };
  /** Changes one setting. A value that does not fit is not written and comes back with its problem. */
  change_setting: { argument: ChangeSetting; answer: Settings };
  /** Lists the places the site is published to. */
  list_targets: { argument: Nothing; answer: Array<TargetView> };
  /** Asks for a folder to publish to; answers with nothing if the person changed their mind. */
  choose_target_folder: { argument: Nothing; answer: string | null };
  /** Adds a target, or changes one. */
  save_target: { argument: SaveTarget; answer: TargetView };
  /** Forgets a target and its password; what was published stays. */
  remove_target: { argument: TargetId; answer: Array<TargetView> };
  /** Connects to a target and tells whether publishing to it would work. */
  check_target: { argument: ReachTarget; answer: TargetCheck };
  /** Remembers that this server key is the right one for a target. */
  accept_host_key: { argument: AcceptHostKey; answer: Nothing };
  /** Builds the site and compares it with what the target has; progress comes as events. */
  plan_publish: { argument: PlanPublish; answer: PublishPlan };
  /** Starts to carry out a plan; progress and the end come as events. */
  start_publish: { argument: PlanId; answer: Nothing };
  /** Stops a plan that is being made, or a publish as soon as that leaves the live site whole. */
  cancel_publish: { argument: Nothing; answer: Nothing };
  /** Shows the choices made about the window itself. */
  show_preferences: { argument: Nothing; answer: Preferences };
  /** Keeps the choices made about the window itself. */
  change_preferences: { argument: Preferences; answer: Preferences };
}
