// The search panel: one row for what to find and, when wanted, one for what to put in its place. Enter goes to the
// next place, Shift+Enter back, Escape to the text.
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  setSearchQuery,
} from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import {
  runScopeHandlers,
  type EditorView,
  type KeyBinding,
  type Panel,
  type ViewUpdate,
} from "@codemirror/view";

/** The panel's words. */
export interface SearchWords {
  find: string;
  replaceWith: string;
  previous: string;
  next: string;
  matchCase: string;
  replace: string;
  replaceAll: string;
  close: string;
  /** How many places there are, and which one is selected, counted from 1; 0 for none of them. */
  count(total: number, selected: number, isMore: boolean): string;
}

const countAtMost = 1000;

/** Search and replace with a panel of our own above the text. */
export function searching(words: SearchWords): Extension {
  return search({ top: true, createPanel: (view) => new SearchPanel(view, words) });
}

/** The keys of search. */
export const searchKeys: readonly KeyBinding[] = [
  { key: "Mod-f", run: openSearchPanel, scope: "editor search-panel", preventDefault: true },
  { key: "Ctrl-h", mac: "Mod-Alt-f", run: openSearchPanel, preventDefault: true },
  { key: "F3", shift: findPrevious, run: findNext, scope: "editor search-panel", preventDefault: true },
  { key: "Mod-g", shift: findPrevious, run: findNext, scope: "editor search-panel", preventDefault: true },
  { key: "Escape", run: closeSearchPanel, scope: "editor search-panel" },
];

class SearchPanel implements Panel {
  readonly dom = element("search", "cm-search-panel");
  readonly top = true;
  readonly #view: EditorView;
  readonly #words: SearchWords;
  readonly #find: HTMLInputElement;
  readonly #replacement: HTMLInputElement;
  readonly #matchCase: HTMLButtonElement;
  readonly #count = element("span", "cm-search-count");

  constructor(view: EditorView, words: SearchWords) {
    this.#view = view;
    this.#words = words;
    const query = getSearchQuery(view.state);
    this.#find = field(words.find, query.search, "main-field");
    this.#replacement = field(words.replaceWith, query.replace);
    this.#matchCase = button("Aa", words.matchCase, () => this.#switchCase());
    this.#matchCase.setAttribute("aria-pressed", String(query.caseSensitive));
    this.#count.setAttribute("role", "status");
    this.#build();
  }

  mount(): void {
    this.#find.select();
    this.#showCount();
  }

  update(update: ViewUpdate): void {
    const asked = update.transactions.some((tr) => tr.effects.some((effect) => effect.is(setSearchQuery)));
    if (asked) this.#read(getSearchQuery(update.state));
    if (asked || update.docChanged || update.selectionSet) this.#showCount();
  }

  #build(): void {
    const { previous, next, replace, replaceAll: all, close } = this.#words;
    const run = (command: (view: EditorView) => boolean) => () => void command(this.#view);
    const first = element("div", "cm-search-row");
    first.append(
      this.#find,
      this.#count,
      this.#matchCase,
      button("↑", previous, run(findPrevious)),
      button("↓", next, run(findNext)),
      button("×", close, run(closeSearchPanel)),
    );
    const second = element("div", "cm-search-row");
    second.append(
      this.#replacement,
      button(replace, replace, run(replaceNext)),
      button(all, all, run(replaceAll)),
    );
    this.dom.append(first, second);
    this.dom.addEventListener("input", () => this.#ask());
    this.dom.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (runScopeHandlers(this.#view, event, "search-panel")) return event.preventDefault();
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (event.target === this.#replacement) replaceNext(this.#view);
    else if (event.shiftKey) findPrevious(this.#view);
    else findNext(this.#view);
  }

  #switchCase(): void {
    const isOn = this.#matchCase.getAttribute("aria-pressed") === "true";
    this.#matchCase.setAttribute("aria-pressed", String(!isOn));
    this.#ask();
  }

  #ask(): void {
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replacement.value,
      caseSensitive: this.#matchCase.getAttribute("aria-pressed") === "true",
      literal: true,
    });
    if (!query.eq(getSearchQuery(this.#view.state)))
      this.#view.dispatch({ effects: setSearchQuery.of(query) });
  }

  #read(query: SearchQuery): void {
    if (this.#find.value !== query.search) this.#find.value = query.search;
    if (this.#replacement.value !== query.replace) this.#replacement.value = query.replace;
    this.#matchCase.setAttribute("aria-pressed", String(query.caseSensitive));
  }

  #showCount(): void {
    const query = getSearchQuery(this.#view.state);
    const { from, to } = this.#view.state.selection.main;
    let total = 0;
    let selected = 0;
    const cursor = query.valid ? query.getCursor(this.#view.state) : null;
    for (let step = cursor?.next(); step && !step.done && total < countAtMost; step = cursor?.next()) {
      total++;
      if (step.value.from === from && step.value.to === to) selected = total;
    }
    this.#count.textContent = query.search ? this.#words.count(total, selected, total === countAtMost) : "";
  }
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function field(label: string, value: string, mainField?: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "text";
  input.value = value;
  input.placeholder = label;
  input.setAttribute("aria-label", label);
  // The library puts the focus on the field with this attribute when the panel is asked for again.
  if (mainField) input.setAttribute(mainField, "true");
  return input;
}

function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}
