// What the host in memory knows: the sites, the pages of the open one, its trash, its targets.
import type {
  Commands,
  Event,
  Failure,
  Fields,
  LastPublish,
  PageId,
  PageKind,
  PageRow,
  Preferences,
  RecentSite,
  Remedy,
  Setting,
  SettingGroup,
  SiteView,
  Status,
  TargetView,
} from "../../api/protocol";
import { Failed } from "../host";
import { samplePages, sampleSettings } from "./sample";

/** How the host in memory begins. */
export interface MemoryOptions {
  /** How many posts the sample site has; those beyond the written ones are generated. */
  posts?: number;
  /** How long an answer takes, in milliseconds. */
  delayMs?: number;
  /** Says whether the sample site is open from the start. */
  open?: boolean;
  /** Says whether the system has a keychain. */
  keychain?: boolean;
}

/** A page in memory. */
export interface MemoryPage {
  id: PageId;
  kind: PageKind;
  fields: Fields;
  text: string;
  revision: number;
  picture: string | null;
  /** When it went online, and what it was then. */
  live: { since: string; print: string } | null;
  /** Pictures beside it, as data addresses by file name. */
  pictures: Map<string, string>;
}

/** A site in memory. */
export interface MemorySite {
  folder: string;
  pages: MemoryPage[];
  trash: { id: string; at: string; page: MemoryPage }[];
  site: SettingGroup[];
  theme: SettingGroup[];
  targets: TargetView[];
  lastPublish: LastPublish | null;
}

/** Everything the host in memory knows. */
export class World {
  readonly listeners = new Set<(event: Event) => void>();
  /** Makes the next call of a command fail. */
  readonly failNext = new Map<keyof Commands, Failure>();
  readonly keychain: boolean;
  readonly #delayMs: number;
  readonly #posts: number;
  #next = 1;
  sites: { recent: RecentSite; site: MemorySite }[];
  current: MemorySite | null = null;
  newSitePlace = "Documents/Sites";
  preferences: Preferences = { appearance: "system", view: "split", letterSize: 18 };
  /** The server's key was accepted; the server knows this password. */
  hostKeyKnown = false;
  readonly password = "harbour";

  constructor(options: MemoryOptions) {
    this.#delayMs = options.delayMs ?? 0;
    this.#posts = options.posts ?? 12;
    this.keychain = options.keychain ?? true;
    const gone = { folder: "Documents/Sites/choir", pages: [], trash: [], site: [], theme: [], targets: [] };
    this.sites = [
      {
        recent: recentOf("old", "Allegro Choir", gone.folder, "2026-02-11T09:00:00Z", true),
        site: { ...gone, lastPublish: null },
      },
    ];
    if (options.open) this.openSample();
  }

  /** Waits as long as an answer shall take. */
  async pause(): Promise<void> {
    if (this.#delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#delayMs));
  }

  /** Names something new. */
  name(what: string): string {
    return `${what}-${this.#next++}`;
  }

  /** Tells the window a fact. */
  emit(event: Event): void {
    for (const hear of this.listeners) hear(event);
  }

  /** The open site. */
  get site(): MemorySite {
    if (this.current) return this.current;
    return refuse("No site is open", "Open one from the start page.", { kind: "goToStart" });
  }

  /** A page of the open site. */
  page(id: PageId): MemoryPage {
    const page = this.site.pages.find((one) => one.id === id);
    return (
      page ?? refuse("That page is not there any more", "It may have been moved or deleted outside Galley.")
    );
  }

  /** Opens the sample site, made afresh the first time. */
  openSample(): void {
    const known = this.sites.find((one) => one.recent.id === "sample");
    this.current =
      known?.site ?? this.addSite("sample", "Galley sample/harbour-museum", samplePages(this.#posts));
  }

  /** Adds a site to those that were opened. */
  addSite(id: string, folder: string, pages: MemoryPage[], title = "Harbour Museum"): MemorySite {
    const site: MemorySite = {
      folder,
      pages,
      trash: [],
      ...sampleSettings(title),
      targets: [],
      lastPublish: null,
    };
    this.sites.unshift({ recent: recentOf(id, title, folder, new Date().toISOString(), false), site });
    return site;
  }

  /** Finds a setting of the open site. */
  setting(scope: "site" | "theme", name: string): Setting {
    const found = this.site[scope].flatMap((group) => group.settings).find((one) => one.key.name === name);
    return found ?? refuse("That setting is not there any more", "");
  }

  /** The open site as the window sees it. */
  view(): SiteView {
    const { pages, trash, folder, lastPublish } = this.site;
    const title = this.setting("site", "title").value;
    const waits = (page: MemoryPage) => ["new", "edited", "withdrawn"].includes(statusOf(page).kind);
    return {
      title: title.kind === "text" ? title.value : "",
      folder,
      baseUrl: "https://harbour.example",
      posts: pages.filter((page) => page.kind === "post").length,
      pages: pages.filter((page) => page.kind === "page").length,
      trash: trash.length,
      waiting: pages.filter(waits).length,
      lastPublish,
      problems: [],
      notice: null,
    };
  }
}

/** Fails as a command does. */
export function refuse(message: string, hint: string, remedy: Remedy | null = null): never {
  throw new Failed({ remedy, message, hint, detail: "" });
}

/** What a page is, for comparing it with what went online. */
export const printOf = (page: MemoryPage): string => JSON.stringify([page.fields, page.text]);

/** The last part of a page's file name. */
export const nameOf = (id: PageId): string => id.replace(/^.*\//, "").replace(/\.md$/, "");

/** A page's web address. */
export function addressOf(page: MemoryPage): string {
  const name = page.fields.slug || nameOf(page.id);
  return page.kind === "post" ? `/posts/${name}/` : `/${name}/`;
}

/** A page's status, derived from it and from what went online. */
export function statusOf(page: MemoryPage, now = new Date()): Status {
  const { live, fields } = page;
  if (fields.draft) return live ? { kind: "withdrawn", since: live.since } : { kind: "draft" };
  if (!live && new Date(fields.date) > now) return { kind: "scheduled", date: fields.date };
  if (!live) return { kind: "new" };
  return { kind: live.print === printOf(page) ? "live" : "edited", since: live.since };
}

/** A page's row in a list. */
export function rowOf(page: MemoryPage): PageRow {
  return {
    page: page.id,
    kind: page.kind,
    title: page.fields.title || nameOf(page.id),
    status: statusOf(page),
    date: page.fields.date || null,
    tags: page.fields.tags,
    address: addressOf(page),
    picture: page.picture,
    unsaved: false,
    trouble: false,
  };
}

function recentOf(id: string, title: string, folder: string, opened: string, missing: boolean): RecentSite {
  return { id, title, folder, opened, missing };
}
