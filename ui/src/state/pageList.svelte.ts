// What a person sees of a list: the rows that match what they look for, in the order they chose. Twenty thousand
// rows stay under a few milliseconds, because each row's text is made ready once and rows are ordered once.
import type { PageRow, Status } from "../api/protocol";

/** The order of a list. */
export type Order = "latest" | "oldest" | "title";

/** Rows of one status, or of every one. */
export type StatusChoice = Status["kind"] | "every";

interface Ready {
  text: string;
  title: string;
}

const sliceOfRows = 1_000;
const onlyAscii = /^[\x00-\x7f]*$/;

/** Makes text comparable: no capitals, no accents. */
export function plain(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** A list with what the person looks for in it. */
export class PageList {
  readonly #rows: () => readonly PageRow[];
  readonly #statusWords: (status: Status) => string;
  readonly #ready = new WeakMap<PageRow, Ready>();
  // Thousands of rows share a few statuses, and writing a date is the dear part of a row's text.
  readonly #statusText = new Map<string, string>();
  #look = $state("");
  #status = $state<StatusChoice>("every");
  #order = $state<Order>("latest");
  readonly #ordered = $derived.by(() => this.#sort(this.#rows(), this.#order));
  readonly #visible = $derived.by(() => this.#filter(this.#ordered, this.#look, this.#status));

  constructor(rows: () => readonly PageRow[], statusWords: (status: Status) => string, order: Order) {
    this.#rows = rows;
    this.#statusWords = statusWords;
    this.#order = order;
  }

  /** The rows to show. */
  get visible(): readonly PageRow[] {
    return this.#visible;
  }

  /** What the person looks for. */
  get look(): string {
    return this.#look;
  }

  /** The status they want to see. */
  get status(): StatusChoice {
    return this.#status;
  }

  /** The order they chose. */
  get order(): Order {
    return this.#order;
  }

  /** Says whether some rows may be left out. */
  get narrowed(): boolean {
    return this.#look.trim() !== "" || this.#status !== "every";
  }

  /** Looks for words in titles, tags and statuses; every word must be there. */
  find(text: string): void {
    this.#look = text;
  }

  /** Shows rows of one status. */
  only(status: StatusChoice): void {
    this.#status = status;
  }

  /** Puts the rows in another order. */
  sortBy(order: Order): void {
    this.#order = order;
  }

  /** Shows every row again. */
  showAll(): void {
    this.#look = "";
    this.#status = "every";
  }

  /** Makes the rows' texts ready, a few at a time, so that the first letter typed need not wait for all of them. */
  prepare(): () => void {
    const rows = this.#rows();
    let next = 0;
    let timer: ReturnType<typeof setTimeout>;
    const slice = () => {
      for (const row of rows.slice(next, (next += sliceOfRows))) this.#readyOf(row);
      if (next < rows.length) timer = setTimeout(slice);
    };
    timer = setTimeout(slice);
    return () => clearTimeout(timer);
  }

  #readyOf(row: PageRow): Ready {
    const known = this.#ready.get(row);
    if (known) return known;
    const title = plain(row.title);
    const ready = { title, text: `${title}\n${plain(row.tags.join("\n"))}\n${this.#statusOf(row.status)}` };
    this.#ready.set(row, ready);
    return ready;
  }

  #statusOf(status: Status): string {
    const key = Object.values(status).join(" ");
    const text = this.#statusText.get(key) ?? plain(this.#statusWords(status));
    this.#statusText.set(key, text);
    return text;
  }

  #filter(rows: readonly PageRow[], look: string, status: StatusChoice): readonly PageRow[] {
    const parts = plain(look).split(/\s+/).filter(Boolean);
    if (parts.length === 0 && status === "every") return rows;
    return rows.filter((row) => {
      if (status !== "every" && row.status.kind !== status) return false;
      const { text } = this.#readyOf(row);
      return parts.every((part) => text.includes(part));
    });
  }

  // Rows without a date come first among the latest: they are what somebody just began.
  #sort(rows: readonly PageRow[], order: Order): readonly PageRow[] {
    const title = (a: PageRow, b: PageRow) => compare(this.#readyOf(a).title, this.#readyOf(b).title);
    if (order === "title") return rows.toSorted(title);
    const date = (row: PageRow) => row.date ?? "9999";
    const sign = order === "latest" ? -1 : 1;
    return rows.toSorted((a, b) => sign * compare(date(a), date(b)) || title(a, b));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
