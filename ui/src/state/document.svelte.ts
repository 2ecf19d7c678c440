// One open page: what is known about it, its details, and whether it is safe. The text itself belongs to the editor
// alone; it is handed on from here and never copied back, except when the file was changed elsewhere.
import type { ChangeSet, Text } from "@codemirror/state";
import type { Api } from "../api/api";
import { failureOf } from "../api/failure";
import type {
  EditAnswer,
  Event,
  Failure,
  Field,
  Fields,
  Keep,
  PageId,
  PageKind,
  PageRow,
  PageView,
  PictureAdded,
  PreviewChange,
  Problem,
  SaveState,
  Status,
} from "../api/protocol";
import { Outbox } from "./outbox";

/** The editor as the document needs it. */
export interface WritingSurface {
  /** Changes the text because the file was changed elsewhere. */
  change(changes: ChangeSet): void;
  /** Shows trouble where it is. */
  showProblems(problems: readonly Problem[]): void;
}

/** Who hears how the preview changes. */
export interface PreviewEnd {
  /** Takes a change in; answers whether it could. `typedAt` is when the key was pressed that led to it. */
  take(change: PreviewChange, typedAt: number | null): boolean;
}

/** Who hears what concerns more than this page. */
export interface DocumentEnds {
  preview: PreviewEnd;
  /** The page goes by another handle now. */
  moved(row: PageRow): void;
  /** Says in words what could not be done. */
  fail(error: unknown): void;
}

type FieldName = Field["kind"];

/** What is known about a page besides its text and its fields. */
type Facts = Pick<
  PageView,
  "kind" | "status" | "address" | "permalink" | "save" | "words" | "minutes" | "problems"
>;

/** An open page. */
export class DocumentState {
  /** What the editor wants to be reminded of when the page is opened again. */
  memory: unknown = null;
  readonly #api: Api;
  readonly #ends: DocumentEnds;
  readonly #outbox: Outbox;
  #page = $state.raw<PageId>("");
  #facts = $state.raw<Facts>()!;
  #fields = $state.raw<Fields | null>(null);
  #refusals = $state.raw<Partial<Record<FieldName, string>>>({});
  #unsent = $state.raw<Failure | null>(null);
  #isRecovered = $state.raw(false);
  #surface: WritingSurface | null = null;
  #fieldsWaiting = new Map<FieldName, Field>();
  #isRefreshing = false;
  #isClosed = false;

  constructor(api: Api, view: PageView, ends: DocumentEnds) {
    this.#api = api;
    this.#ends = ends;
    this.#page = view.page;
    this.#facts = view;
    this.#fields = view.fields;
    this.#isRecovered = view.recovered;
    this.#outbox = new Outbox(view.text, view.revision, {
      send: (edit) => api.editPage({ page: this.#page, ...edit }),
      answered: (answer, newest, typedAt) => this.#answered(answer, newest, typedAt),
      failed: (error) => (this.#unsent = failureOf(error)),
    });
  }

  /** Its handle. */
  get page(): PageId {
    return this.#page;
  }

  /** Post or page. */
  get kind(): PageKind {
    return this.#facts.kind;
  }

  /** Its details; nothing when its head cannot be read. */
  get fields(): Fields | null {
    return this.#fields;
  }

  /** Its status. */
  get status(): Status {
    return this.#facts.status;
  }

  /** Its web address below the site's. */
  get address(): string {
    return this.#facts.address;
  }

  /** Its full web address once it is published. */
  get permalink(): string {
    return this.#facts.permalink;
  }

  /** How many words it has and how many minutes they take to read. */
  get length(): { words: number; minutes: number } {
    return { words: this.#facts.words, minutes: this.#facts.minutes };
  }

  /** Trouble in it. */
  get problems(): readonly Problem[] {
    return this.#facts.problems;
  }

  /** Whether the file holds what the editor holds. */
  get save(): SaveState {
    return this.#unsent ? { kind: "failed", failure: this.#unsent } : this.#facts.save;
  }

  /** Says whether text is back that was unsaved when Galley stopped. */
  get isRecovered(): boolean {
    return this.#isRecovered;
  }

  /** What was wrong with the value just given to a field, if it was not taken. */
  refusal(field: FieldName): string | null {
    return this.#refusals[field] ?? null;
  }

  /** The text, for an editor that begins to show it. */
  get text(): Text {
    return this.#outbox.text;
  }

  /** Shows the text in an editor until the returned function is called. */
  attach(surface: WritingSurface): () => void {
    this.#surface = surface;
    surface.showProblems(this.problems);
    return () => {
      if (this.#surface === surface) this.#surface = null;
    };
  }

  /** Takes in what was typed, with the time of the key. */
  typed(changes: ChangeSet, text: Text, at: number): void {
    this.#outbox.typed(changes, text, at);
    if (this.#facts.save.kind === "saved") this.#learn({ save: { kind: "waiting" } });
  }

  /** Changes one detail. While an older value is on its way only the newest waits. */
  changeField(field: Field): void {
    if (!this.#fields) return;
    this.#fields = { ...this.#fields, [field.kind]: field.value };
    const isWaiting = this.#fieldsWaiting.has(field.kind);
    this.#fieldsWaiting.set(field.kind, field);
    if (!isWaiting)
      this.#outbox.run(() => this.#sendField(field.kind)).catch((error) => this.#unchanged(error));
  }

  /** Hands over what was typed and writes it to the file. Answers whether the file holds it. */
  async saveNow(): Promise<boolean> {
    await this.#outbox.flush();
    try {
      this.#learn({ save: await this.#outbox.run(() => this.#api.savePage(this.#page)) });
    } catch (error) {
      this.#ends.fail(error);
    }
    return this.save.kind === "saved";
  }

  /** Puts a picture beside the page. */
  addPicture(name: string, data: string): Promise<PictureAdded> {
    return this.#outbox.run(async () =>
      this.#moved(await this.#api.addPicture({ page: this.#page, name, data })),
    );
  }

  /** Lets the person choose a picture and puts it beside the page. */
  choosePicture(): Promise<PictureAdded | null> {
    return this.#outbox.run(async () => {
      const added = await this.#api.choosePicture(this.#page);
      return added && this.#moved(added);
    });
  }

  /** Settles that the page was changed here and elsewhere. */
  async resolve(keep: Keep): Promise<void> {
    try {
      await this.#outbox.run(async () =>
        this.#meet(await this.#api.resolveConflict({ page: this.#page, keep })),
      );
      await this.refreshPreview();
    } catch (error) {
      this.#ends.fail(error);
    }
  }

  /** Asks for the whole preview, once the text that is there now has arrived. */
  async refreshPreview(): Promise<void> {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    try {
      await this.#outbox.run(async () => {
        this.#isRefreshing = false;
        const change = await this.#api.showPreview(this.#page);
        if (!this.#isClosed) this.#ends.preview.take(change, null);
      });
    } catch (error) {
      this.#isRefreshing = false;
      this.#ends.fail(error);
    }
  }

  /** Takes away the word that text is back. */
  noticeRead(): void {
    this.#isRecovered = false;
  }

  /** Takes in what Rust says about the site. */
  hear(event: Event): void {
    switch (event.kind) {
      case "pageSaved":
        if (event.page === this.#page) this.#saved(event.save, event.status);
        break;
      case "pageReloaded":
        if (event.page === this.#page) void this.#reload();
        break;
      case "siteChanged":
        void this.refreshPreview();
        break;
      case "publishEnded":
        void this.#reload();
        break;
      case "publishProgress":
        break;
    }
  }

  /** Hands over what was typed and closes the page. */
  async close(): Promise<void> {
    await this.#outbox.flush();
    this.#isClosed = true;
    try {
      await this.#outbox.run(() => this.#api.closePage(this.#page));
    } catch (error) {
      // When the whole site was closed, its pages were saved and closed with it.
      if (failureOf(error).remedy?.kind !== "goToStart") this.#ends.fail(error);
    }
  }

  // What was typed since then is not in the file yet.
  #saved(save: SaveState, status: Status): void {
    const isBehind = save.kind === "saved" && !this.#outbox.isEmpty;
    this.#learn({ save: isBehind ? { kind: "waiting" } : save, status });
  }

  // Before any more text is sent: what was typed here must become a change of the text that is in the file now.
  async #reload(): Promise<void> {
    try {
      await this.#outbox.runFirst(async () => this.#meet(await this.#api.openPage(this.#page)));
      await this.refreshPreview();
    } catch (error) {
      this.#ends.fail(error);
    }
  }

  #meet(view: PageView): void {
    if (this.#isClosed) return;
    const changes = this.#outbox.meet(view.text, view.revision);
    if (!changes.empty) this.#surface?.change(changes);
    this.#page = view.page;
    this.#facts = view;
    this.#fields = this.#withWaiting(view.fields);
    this.#surface?.showProblems(view.problems);
  }

  async #sendField(name: FieldName): Promise<void> {
    const field = this.#fieldsWaiting.get(name);
    this.#fieldsWaiting.delete(name);
    if (!field) return;
    const answer = await this.#api.changeField({ page: this.#page, field });
    const { [name]: _, ...others } = this.#refusals;
    this.#refusals = answer.refused === null ? others : { ...others, [name]: answer.refused };
    // A value that was refused stays in its field, beside the words that say why.
    const refused = answer.refused === null ? {} : { [field.kind]: field.value };
    this.#fields = this.#withWaiting({ ...answer.fields, ...refused });
    const permalink = this.#permalinkAt(answer.address);
    this.#learn({ address: answer.address, permalink });
    this.#answered(answer.edit, this.#outbox.isEmpty, null);
  }

  #unchanged(error: unknown): void {
    this.#ends.fail(error);
    void this.#reload();
  }

  #withWaiting(fields: Fields | null): Fields | null {
    if (!fields) return null;
    const waiting = [...this.#fieldsWaiting.values()].map((field) => [field.kind, field.value]);
    return { ...fields, ...Object.fromEntries(waiting) };
  }

  #permalinkAt(address: string): string {
    const { permalink, address: before } = this.#facts;
    return permalink.endsWith(before)
      ? permalink.slice(0, permalink.length - before.length) + address
      : permalink;
  }

  #answered(answer: EditAnswer, newest: boolean, typedAt: number | null): void {
    if (this.#isClosed) return;
    this.#unsent = null;
    const { words, minutes, status, save, problems } = answer;
    this.#learn({ words, minutes, status, save, problems });
    // Behind a text that was typed on, the places of its problems would be wrong.
    if (newest) this.#surface?.showProblems(problems);
    if (!this.#ends.preview.take(answer.preview, typedAt)) void this.refreshPreview();
  }

  #moved(added: PictureAdded): PictureAdded {
    if (added.row.page === this.#page) return added;
    this.#page = added.row.page;
    this.#learn({ address: added.row.address, permalink: this.#permalinkAt(added.row.address) });
    this.#ends.moved(added.row);
    void this.refreshPreview();
    return added;
  }

  #learn(facts: Partial<Facts>): void {
    this.#facts = { ...this.#facts, ...facts };
  }
}
