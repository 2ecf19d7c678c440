// Pictures pasted or dropped into the text. The editor only holds their place with a quiet label; whoever keeps the
// files says later what text belongs there.
import {
  EditorSelection,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
} from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

/** A place that is held for a picture on its way. */
export type PicturePlace = { readonly words: string };

const hold = StateEffect.define<{ place: PicturePlace; at: number }>({
  map: ({ place, at }, changes) => ({ place, at: changes.mapPos(at, 1) }),
});
const release = StateEffect.define<PicturePlace>();

class PlaceLabel extends WidgetType {
  constructor(readonly place: PicturePlace) {
    super();
  }

  override eq(other: PlaceLabel): boolean {
    return other.place === this.place;
  }

  override toDOM(): HTMLElement {
    const label = document.createElement("span");
    label.className = "cm-picture-place";
    label.setAttribute("role", "status");
    label.textContent = this.place.words;
    return label;
  }
}

const places = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let held = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(hold)) {
        const widget = Decoration.widget({ widget: new PlaceLabel(effect.value.place), side: 1 });
        held = held.update({ add: [widget.range(effect.value.at)] });
      }
      if (effect.is(release))
        held = held.update({ filter: (_, __, { spec }) => spec.widget.place !== effect.value });
    }
    return held;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Hears of pictures that are pasted or dropped, with the place where they were put. */
export function pictures(take: (files: readonly File[], at: number) => void): Extension {
  const taken = (transfer: DataTransfer | null, at: () => number): boolean => {
    const files = [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    // A copied page brings its picture along with its words; the words are what was meant then.
    if (files.length === 0 || transfer?.getData("text/plain")) return false;
    take(files, at());
    return true;
  };
  return [
    places,
    EditorView.domEventHandlers({
      paste: (event, view) => {
        const isTaken = taken(event.clipboardData, () => view.state.selection.main.to);
        if (isTaken) event.preventDefault();
        return isTaken;
      },
      drop: (event, view) => {
        const at = () =>
          view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.selection.main.to;
        const isTaken = taken(event.dataTransfer, at);
        // A file that is no picture must not be opened by the window either.
        if (isTaken || event.dataTransfer?.files.length) event.preventDefault();
        return isTaken;
      },
    }),
  ];
}

/** Holds a place for a picture. */
export function holdPlace(view: EditorView, place: PicturePlace, at: number): void {
  view.dispatch({ effects: hold.of({ place, at: Math.min(at, view.state.doc.length) }) });
}

/** Gives a place up. */
export function releasePlace(view: EditorView, place: PicturePlace): void {
  view.dispatch({ effects: release.of(place) });
}

/** Puts a picture's text at its place, with the cursor where its description goes. Answers where that is. */
export function fillPlace(
  view: EditorView,
  place: PicturePlace,
  markdown: string,
  descriptionAt: number,
): number {
  const { state } = view;
  const at = placeOf(state, place) ?? state.selection.main.to;
  const { before, after } = spaceAround(state, at);
  const description = at + before.length + descriptionAt;
  view.dispatch({
    changes: { from: at, insert: before + markdown + after },
    selection: EditorSelection.cursor(description),
    effects: release.of(place),
    scrollIntoView: true,
    userEvent: "input.picture",
  });
  return description;
}

function placeOf(state: EditorState, place: PicturePlace): number | null {
  let found: number | null = null;
  state.field(places).between(0, state.doc.length, (from, _, { spec }) => {
    if (spec.widget.place === place) found = from;
  });
  return found;
}

// A picture stands in a paragraph of its own, except where somebody puts it between words.
function spaceAround(state: EditorState, at: number): { before: string; after: string } {
  const line = state.doc.lineAt(at);
  const left = line.text.slice(0, at - line.from).trim();
  const right = line.text.slice(at - line.from).trim();
  if (left && right) return { before: "", after: "" };
  const above = left ? "\n\n" : isFilled(state, line.number - 1) ? "\n" : "";
  const below = right ? "\n\n" : isFilled(state, line.number + 1) ? "\n" : "";
  return { before: above, after: below };
}

function isFilled(state: EditorState, number: number): boolean {
  return number >= 1 && number <= state.doc.lines && state.doc.line(number).text.trim() !== "";
}

/** The picture whose description the cursor is in, if it has none yet; where it begins. */
export function undescribedAt(state: EditorState): number | null {
  const { head, empty } = state.selection.main;
  const line = state.doc.lineAt(head);
  const column = head - line.from;
  const found = [...line.text.matchAll(/!\[\s*\](?=[([])/g)].find(
    ({ index, 0: text }) => column >= index + 2 && column < index + text.length,
  );
  return empty && found ? line.from + found.index : null;
}
