// The open site: its name and counts, its lists, its trash. A list is asked for when somebody looks at it and
// kept fresh while they do.
import type { Api } from "../api/api";
import { failureOf } from "../api/failure";
import type { Event, Failure, PageId, PageKind, PageRow, SiteView, TrashId, TrashRow } from "../api/protocol";

/** A list, on its way or there. */
export type Listed<Row> =
  { kind: "loading" } | { kind: "ready"; rows: readonly Row[] } | { kind: "failed"; failure: Failure };

/** The lists of a site. */
export type ListName = PageKind | "trash";

interface Lists {
  post: Listed<PageRow>;
  page: Listed<PageRow>;
  trash: Listed<TrashRow>;
}

/** The open site. */
export class SiteState {
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  #view = $state.raw<SiteView>()!;
  #lists = $state.raw<Lists>({
    post: { kind: "loading" },
    page: { kind: "loading" },
    trash: { kind: "loading" },
  });
  #watchers = new Map<ListName, number>();
  #stale = new Set<ListName>(["post", "page", "trash"]);
  #refreshing: Promise<void> | null = null;
  #again = false;

  constructor(api: Api, view: SiteView, fail: (error: unknown) => void) {
    this.#api = api;
    this.#view = view;
    this.#fail = fail;
  }

  /** Its name, its counts, what waits. */
  get view(): SiteView {
    return this.#view;
  }

  /** Its posts, or its pages. */
  list(kind: PageKind): Listed<PageRow> {
    return this.#lists[kind];
  }

  /** What is in its trash. */
  get trash(): Listed<TrashRow> {
    return this.#lists.trash;
  }

  /** Keeps a list fresh until the returned function is called. */
  watch(name: ListName): () => void {
    this.#watchers.set(name, (this.#watchers.get(name) ?? 0) + 1);
    if (this.#stale.has(name)) void this.#load(name);
    return () => this.#watchers.set(name, (this.#watchers.get(name) ?? 1) - 1);
  }

  /** Takes in what Rust says about the site. */
  hear(event: Event): void {
    switch (event.kind) {
      case "siteChanged":
        void this.refresh();
        break;
      case "pageSaved":
        this.#replace(event.page, (row) => ({
          ...row,
          status: event.status,
          unsaved: event.save.kind !== "saved",
        }));
        break;
      case "publishEnded":
        void this.refresh();
        break;
      case "pageReloaded":
      case "publishProgress":
        break;
    }
  }

  /** Asks again for the counts and for every list that somebody looks at. Calls that come meanwhile become one. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#refreshAll().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Makes a draft; answers with its row, or nothing if that failed. */
  create(kind: PageKind, title: string): Promise<PageRow | null> {
    return this.#change(() => this.#api.createPage({ kind, title }));
  }

  /** Makes a draft copy. */
  duplicate(page: PageId): Promise<PageRow | null> {
    return this.#change(() => this.#api.duplicatePage(page));
  }

  /** Gives a page another web address; rejects where it cannot, so that the dialog that asked can say why. */
  async rename(page: PageId, name: string): Promise<PageRow> {
    const row = await this.#api.renamePage({ page, name });
    await this.refresh();
    return row;
  }

  /** Moves a page to the trash; it leaves the list at once. */
  async moveToTrash(row: PageRow): Promise<TrashRow | null> {
    const before = this.#lists;
    this.#remove(row.page);
    const trashed = await this.#change(() => this.#api.trashPage(row.page));
    if (!trashed) this.#lists = before;
    return trashed;
  }

  /** Brings a page back from the trash. */
  restore(trash: TrashId): Promise<PageRow | null> {
    return this.#change(() => this.#api.restorePage(trash));
  }

  async #change<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
    try {
      const answer = await work();
      await this.refresh();
      return answer;
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  async #refreshAll(): Promise<void> {
    do {
      this.#again = false;
      for (const name of ["post", "page", "trash"] as const) this.#stale.add(name);
      const watched = [...this.#stale].filter((name) => this.#watchers.get(name));
      await Promise.all([this.#loadView(), ...watched.map((name) => this.#load(name))]);
    } while (this.#again);
  }

  async #loadView(): Promise<void> {
    try {
      this.#view = await this.#api.showSite();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #load(name: ListName): Promise<void> {
    this.#stale.delete(name);
    try {
      if (name === "trash") this.#set("trash", { kind: "ready", rows: await this.#api.listTrash() });
      else this.#set(name, { kind: "ready", rows: await this.#api.listPages({ kind: name }) });
    } catch (error) {
      this.#stale.add(name);
      this.#set(name, { kind: "failed", failure: failureOf(error) });
    }
  }

  #set<Name extends ListName>(name: Name, list: Lists[Name]): void {
    this.#lists = { ...this.#lists, [name]: list };
  }

  #replace(page: PageId, change: (row: PageRow) => PageRow): void {
    for (const kind of ["post", "page"] as const) {
      const list = this.#lists[kind];
      if (list.kind !== "ready" || !list.rows.some((row) => row.page === page)) continue;
      this.#set(kind, {
        kind: "ready",
        rows: list.rows.map((row) => (row.page === page ? change(row) : row)),
      });
    }
  }

  #remove(page: PageId): void {
    for (const kind of ["post", "page"] as const) {
      const list = this.#lists[kind];
      if (list.kind === "ready")
        this.#set(kind, { kind: "ready", rows: list.rows.filter((row) => row.page !== page) });
    }
  }
}
