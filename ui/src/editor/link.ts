// Links. The text of a link is what was selected; its address is asked for elsewhere and put here.
import { EditorSelection, type EditorState, type StateCommand } from "@codemirror/state";
import { nodeAround } from "./tree";

/** The link at the cursor, or the words that would become one. */
export interface LinkPlace {
  from: number;
  to: number;
  /** Its text. */
  words: string;
  /** Its address; empty where there is no link yet. */
  address: string;
}

/** The link at the selection, or the words there that would become one. */
export function linkAt(state: EditorState): LinkPlace {
  const { from, to, empty } = state.selection.main;
  const link = nodeAround(state, from, to, ["Link"]);
  const address = link?.getChild("URL");
  const [opening, closing] = link?.getChildren("LinkMark") ?? [];
  if (link && address && opening && closing)
    return {
      from: link.from,
      to: link.to,
      words: state.sliceDoc(opening.to, closing.from),
      address: plainAddress(state.sliceDoc(address.from, address.to)),
    };
  const bare = nodeAround(state, from, to, ["Autolink", "URL"]);
  if (bare) {
    const text = plainAddress(state.sliceDoc(bare.from, bare.to));
    return { from: bare.from, to: bare.to, words: text, address: text };
  }
  const word = empty ? state.wordAt(from) : null;
  const span = word ?? { from, to };
  return { ...span, from: span.from, to: span.to, words: state.sliceDoc(span.from, span.to), address: "" };
}

/** Puts a link in place of what is there; without an address only its words stay. */
export function putLink(place: LinkPlace, words: string, address: string): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly || place.to > state.doc.length) return false;
    const text = words.trim() === "" ? address : words.replaceAll("\n", " ");
    const insert = address === "" ? text : `[${text}](${writtenAddress(address)})`;
    dispatch(
      state.update({
        changes: { from: place.from, to: place.to, insert },
        selection: EditorSelection.cursor(place.from + insert.length),
        scrollIntoView: true,
        userEvent: "input.link",
      }),
    );
    return true;
  };
}

function plainAddress(written: string): string {
  return /^<.*>$/.test(written) ? written.slice(1, -1) : written;
}

// Spaces and brackets would end the address too early.
function writtenAddress(address: string): string {
  if (!/[\s()<>]/.test(address)) return address;
  return `<${address.replaceAll("<", "%3C").replaceAll(">", "%3E").replaceAll(/\s+/g, "%20")}>`;
}

/** Makes an address of what a person typed: `example.org` is meant as `https://example.org`. */
export function addressMeant(typed: string): string {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}([/?#:].*)?$/i.test(text) && !/\.(md|html?)$/i.test(text))
    return `https://${text}`;
  return text;
}
