// What is on the screen: the start page, or an open site and where in it the person is. Everything that lives as
// long as the window hangs here, everything that lives as long as an open site hangs on `OpenSite`.
import type { Api } from "../api/api";
import { failureOf } from "../api/failure";
import type { Event, PageId, PageKind, RecentId, SettingKey, SiteView, StartPage } from "../api/protocol";
import { CommandList } from "./commands.svelte";
import { Notices } from "./notices.svelte";
import { OpenPages } from "./openPages";
import { PreferencesState } from "./preferences.svelte";
import { PublishingState } from "./publishing.svelte";
import { SettingsState } from "./settings.svelte";
import { SiteState } from "./site.svelte";

/** A list the sidebar leads to. */
export type ListScreen = "posts" | "pages" | "trash";

/** Where in a site the person is. */
export type Route =
  | { screen: "posts" }
  | { screen: "pages" }
  | { screen: "trash" }
  | { screen: "page"; page: PageId }
  | { screen: "design"; find: SettingKey | null }
  | { screen: "settings"; find: SettingKey | null };

/** The open site with everything that goes when it is closed. */
export interface OpenSite {
  readonly site: SiteState;
  readonly pages: OpenPages;
  readonly settings: SettingsState;
  readonly publishing: PublishingState;
}

/** What is on the screen. */
export type Screen =
  { kind: "starting" } | { kind: "start"; page: StartPage } | { kind: "site"; open: OpenSite; route: Route };

/** What lies over the screen. */
export type Overlay =
  | { kind: "none" }
  | { kind: "newSite" }
  | { kind: "publish" }
  | { kind: "palette"; first: "pages" | "commands" }
  | { kind: "shortcuts" };

/** The list a page of this kind stands in. */
export const listOf = (kind: PageKind): "posts" | "pages" => (kind === "post" ? "posts" : "pages");

/** The window. */
export class AppState {
  readonly api: Api;
  readonly notices = new Notices();
  readonly commands = new CommandList();
  readonly preferences: PreferencesState;
  #screen = $state.raw<Screen>({ kind: "starting" });
  #overlay = $state.raw<Overlay>({ kind: "none" });
  #list = $state.raw<ListScreen>("posts");
  #stopListening: () => void;

  constructor(api: Api) {
    this.api = api;
    this.preferences = new PreferencesState(api, this.fail);
    this.#stopListening = api.listen((event) => this.#hear(event));
  }

  /** What is on the screen. */
  get screen(): Screen {
    return this.#screen;
  }

  /** What lies over it. */
  get overlay(): Overlay {
    return this.#overlay;
  }

  /** The list the person was in last: where "back" leads from a page. */
  get list(): ListScreen {
    return this.#list;
  }

  /** The open site, if there is one. */
  get open(): OpenSite | null {
    return this.#screen.kind === "site" ? this.#screen.open : null;
  }

  /** Shows the window for the first time. A window that was only reloaded still has its site open. */
  async start(): Promise<void> {
    await this.preferences.load();
    try {
      this.#enter(await this.api.showSite());
    } catch (error) {
      if (failureOf(error).remedy?.kind !== "goToStart") this.fail(error);
      await this.#showStart();
    }
  }

  /** Stops hearing of events. */
  end(): void {
    this.#stopListening();
  }

  /** Goes somewhere in the open site. */
  go(route: Route): void {
    if (this.#screen.kind !== "site") return;
    this.#screen = { ...this.#screen, route };
    if (route.screen === "posts" || route.screen === "pages" || route.screen === "trash")
      this.#list = route.screen;
    this.#overlay = { kind: "none" };
  }

  /** Lays something over the screen. */
  lay(overlay: Overlay): void {
    this.#overlay = overlay;
  }

  /** Takes away what lies over the screen. */
  uncover(): void {
    this.#overlay = { kind: "none" };
  }

  /** Opens the sample site. */
  openSample(): Promise<void> {
    return this.#openWith(() => this.api.openSample());
  }

  /** Lets the person choose a folder and opens the site in it. */
  openFolder(): Promise<void> {
    return this.#openWith(() => this.api.openFolder());
  }

  /** Opens a site from the start page. */
  openRecent(site: RecentId): Promise<void> {
    return this.#openWith(() => this.api.openRecent(site));
  }

  /** Makes a site and opens it; rejects where it cannot, so that the dialog that asked can say why. */
  async createSite(title: string): Promise<void> {
    this.#enter(await this.api.createSite({ title }));
  }

  /** Takes a site off the start page. */
  async forgetRecent(site: RecentId): Promise<void> {
    const page = await this.attempt(() => this.api.forgetRecent(site));
    if (page && this.#screen.kind === "start") this.#screen = { kind: "start", page };
  }

  /** Lets the person choose where new sites are kept; rejects where that fails. */
  async chooseNewSitePlace(): Promise<void> {
    const place = await this.api.chooseNewSitePlace();
    if (place && this.#screen.kind === "start")
      this.#screen = { kind: "start", page: { ...this.#screen.page, newSitePlace: place } };
  }

  /** Closes the site and goes back to the start page. */
  async closeSite(): Promise<void> {
    const closed = await this.attempt(() => this.api.closeSite());
    if (closed) await this.#showStart();
  }

  /** Makes a draft and opens it. */
  async createPage(kind: PageKind): Promise<void> {
    const row = await this.open?.site.create(kind, "");
    if (row) this.go({ screen: "page", page: row.page });
  }

  /** Lays the publish sheet over the screen and begins, or shows the publish that is under way. */
  publish(): void {
    if (!this.open) return;
    void this.open.publishing.begin();
    this.lay({ kind: "publish" });
  }

  /** Opens a page, or the home page, in the person's own browser as it will be. */
  async seeInBrowser(page: PageId | null): Promise<void> {
    await this.attempt(() => this.api.openInBrowser({ page }));
  }

  /** Opens an address of the live site outside the app. */
  async openLink(url: string): Promise<void> {
    await this.attempt(() => this.api.openLink({ url }));
  }

  /** Does something and shows in words if it could not be done; answers with nothing then. */
  async attempt<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await work();
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  /** Shows in words what could not be done. */
  readonly fail = (error: unknown): void => {
    this.notices.fail(error);
    if (failureOf(error).remedy?.kind === "goToStart" && this.#screen.kind === "site") void this.#showStart();
  };

  async #openWith(work: () => Promise<SiteView | null>): Promise<void> {
    const view = await this.attempt(work);
    if (view) this.#enter(view);
  }

  #enter(view: SiteView): void {
    const open: OpenSite = {
      site: new SiteState(this.api, view, this.fail),
      pages: new OpenPages(this.api),
      settings: new SettingsState(this.api, this.fail),
      publishing: new PublishingState(this.api),
    };
    this.#overlay = { kind: "none" };
    this.#list = view.posts === 0 && view.pages > 0 ? "pages" : "posts";
    this.#screen = { kind: "site", open, route: { screen: this.#list } };
    if (view.notice) this.notices.say(view.notice);
  }

  async #showStart(): Promise<void> {
    this.#overlay = { kind: "none" };
    try {
      this.#screen = { kind: "start", page: await this.api.startPage() };
    } catch (error) {
      this.notices.fail(error);
      this.#screen = { kind: "start", page: { recent: [], newSitePlace: "" } };
    }
  }

  #hear(event: Event): void {
    this.open?.site.hear(event);
    this.open?.settings.hear(event);
    this.open?.publishing.hear(event);
  }
}
