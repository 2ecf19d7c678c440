// The desk one page lies on: it joins the editor to the page's document and knows which small dialog is open. The
// editor itself stays plain CodeMirror; only what buttons show about it is watched here.
import { historyField } from "@codemirror/commands";
import { EditorState, type ChangeSet, type StateCommand } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { PictureAdded, Problem } from "../../api/protocol";
import { formatsAt, plainFormats, sameFormats, type Formats } from "../../editor/formats";
import { linkAt, type LinkPlace } from "../../editor/link";
import { fillPlace, holdPlace, releasePlace, undescribedAt } from "../../editor/pictures";
import { eyePlace, goTo, type EyePlace } from "../../editor/place";
import { showProblems } from "../../editor/problems";
import { changeFromElsewhere, isFromElsewhere, writing } from "../../editor/writing";
import { editorWords as words } from "../../parts/editorWords";
import type { DocumentState, WritingSurface } from "../../state/document.svelte";
import { asBase64, pictureLimit } from "./pictureFile";

/** The small dialog that asks for what is inserted. */
export type DeskDialog = { kind: "none" } | { kind: "link"; place: LinkPlace } | { kind: "table" };

/** Where the editor goes. */
export interface DeskPlace {
  /** The editor's own place. */
  surface: HTMLElement;
  /** What scrolls around it. */
  scroller: HTMLElement;
  /** Where the search panel goes. */
  panels: HTMLElement;
}

/** Who hears what happens on the desk. */
export interface DeskEnds {
  /** Says in words what could not be done. */
  fail(error: unknown): void;
  /** Says something that is neither failure nor success. */
  say(words: string): void;
  /** The text was scrolled, or the cursor went to another line. */
  moved(how: "scrolled" | "cursor"): void;
}

const memoryFields = { history: historyField };

/** One page on the desk. */
export class WritingDesk implements WritingSurface {
  readonly document: DocumentState;
  readonly #ends: DeskEnds;
  #view: EditorView | null = null;
  #scroller: HTMLElement | null = null;
  #keyAt = 0;
  #formats = $state.raw<Formats>(plainFormats);
  #undescribed = $state.raw<number | null>(null);
  #dialog = $state.raw<DeskDialog>({ kind: "none" });

  constructor(document: DocumentState, ends: DeskEnds) {
    this.document = document;
    this.#ends = ends;
  }

  /** What the text at the cursor is. */
  get formats(): Formats {
    return this.#formats;
  }

  /** Where a picture begins whose description the cursor is in and that has none yet. */
  get undescribed(): number | null {
    return this.#undescribed;
  }

  /** The small dialog that is open. */
  get dialog(): DeskDialog {
    return this.#dialog;
  }

  /** Where the text is scrolled to; nothing while it is not shown. */
  get eye(): EyePlace | null {
    const scroller = this.#scroller;
    return this.#view && scroller && scroller.clientHeight > 0 ? eyePlace(this.#view, scroller) : null;
  }

  /** The line the cursor is in, counted from 1. */
  get cursorLine(): number {
    const state = this.#view?.state;
    return state ? state.doc.lineAt(state.selection.main.head).number : 1;
  }

  /** How many lines the text has. */
  get lines(): number {
    return this.document.text.lines;
  }

  /** Puts the editor into its place until the returned function is called. */
  mount({ surface, scroller, panels }: DeskPlace, memory: unknown): () => void {
    const view = new EditorView({ parent: surface, state: this.#state(panels, memory) });
    this.#view = view;
    this.#scroller = scroller;
    this.#look(view.state);
    scroller.addEventListener("scroll", this.#scrolled, { passive: true });
    const detach = this.document.attach(this);
    return () => {
      detach();
      this.document.memory = view.state.toJSON(memoryFields);
      scroller.removeEventListener("scroll", this.#scrolled);
      view.destroy();
      this.#view = null;
    };
  }

  /** Carries out a command in the text. */
  run(command: StateCommand): void {
    const view = this.#view;
    if (!view) return;
    command(view);
    view.focus();
  }

  /** Carries out a command of the editor itself, such as search. */
  runInView(command: (view: EditorView) => boolean): void {
    if (this.#view) command(this.#view);
  }

  /** Scrolls so that the cursor can be seen. */
  keepInSight(): void {
    this.#view?.dispatch({ scrollIntoView: true });
  }

  /** Gives the text the keyboard. */
  focus(): void {
    this.#view?.focus();
  }

  /** Puts the cursor at the start of a line, or at a place behind it. */
  goToLine(line: number, offset = 0): void {
    const view = this.#view;
    if (!view) return;
    const number = Math.min(Math.max(1, line), view.state.doc.lines);
    goTo(view, view.state.doc.line(number).from + offset);
  }

  /** The text from one line up to another. */
  textOfLines(from: number, before: number | null): string {
    const { text } = this.document;
    const first = text.line(Math.min(Math.max(1, from), text.lines)).from;
    const last = before === null || before > text.lines ? text.length : text.line(before).from;
    return text.sliceString(first, Math.max(first, last));
  }

  /** Asks for the address of a link at the cursor. */
  askLink(): void {
    if (this.#view) this.#dialog = { kind: "link", place: linkAt(this.#view.state) };
  }

  /** Asks for the size of a table. */
  askTable(): void {
    this.#dialog = { kind: "table" };
  }

  /** Closes the small dialog. */
  closeDialog(): void {
    this.#dialog = { kind: "none" };
    this.focus();
  }

  /** Lets the person choose a picture and puts it at the cursor. */
  choosePicture(): void {
    const at = this.#view?.state.selection.main.to ?? 0;
    void this.#placePicture(at, () => this.document.choosePicture());
  }

  change(changes: ChangeSet): void {
    if (this.#view) changeFromElsewhere(this.#view, changes);
  }

  showProblems(problems: readonly Problem[]): void {
    const view = this.#view;
    // A word that an input method is putting together must not be drawn anew under its hands.
    if (view && !view.composing) view.dispatch(showProblems(view.state, problems));
  }

  #state(panels: HTMLElement, memory: unknown): EditorState {
    const doc = this.document.text;
    const extensions = [
      writing({
        placeholder: words.placeholder,
        label: words.text,
        search: words.search,
        panels,
        onPictures: (files, at) => void this.#takePictures(files, at),
        onLink: () => this.askLink(),
      }),
      EditorView.domEventHandlers({
        // Not the event's own time: keys that a test presses all carry the time of the first.
        keydown: () => void (this.#keyAt = performance.now()),
        compositionend: () => void queueMicrotask(() => this.showProblems(this.document.problems)),
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some(isFromElsewhere))
          this.document.typed(update.changes, update.state.doc, this.#takeKeyTime());
        if (update.docChanged || update.selectionSet) this.#look(update.state);
        if (update.selectionSet || update.docChanged) this.#ends.moved("cursor");
      }),
    ];
    const isSame = isMemory(memory) && memory.doc === doc.toString();
    if (isSame) return EditorState.fromJSON(memory, { extensions }, memoryFields);
    return EditorState.create({ doc, extensions });
  }

  // The time of the key that led to this change, if one did just now.
  #takeKeyTime(): number {
    const at = this.#keyAt;
    this.#keyAt = 0;
    return at > 0 ? at : performance.now();
  }

  #look(state: EditorState): void {
    const formats = formatsAt(state);
    if (!sameFormats(formats, this.#formats)) this.#formats = formats;
    this.#undescribed = undescribedAt(state);
  }

  readonly #scrolled = (): void => this.#ends.moved("scrolled");

  async #takePictures(files: readonly File[], at: number): Promise<void> {
    for (const file of files) {
      if (file.size > pictureLimit) this.#ends.say(words.pictures.tooLarge(file.name));
      else
        await this.#placePicture(at, async () => this.document.addPicture(file.name, await asBase64(file)));
    }
  }

  async #placePicture(at: number, add: () => Promise<PictureAdded | null>): Promise<void> {
    const view = this.#view;
    if (!view) return;
    const place = { words: words.pictures.adding };
    holdPlace(view, place, at);
    try {
      const added = await add();
      if (this.#view !== view) return;
      if (added) fillPlace(view, place, added.markdown, added.descriptionAt);
      else releasePlace(view, place);
    } catch (error) {
      if (this.#view === view) releasePlace(view, place);
      this.#ends.fail(error);
    }
    view.focus();
  }
}

function isMemory(memory: unknown): memory is { doc: string } {
  return typeof memory === "object" && memory !== null && "doc" in memory && typeof memory.doc === "string";
}
