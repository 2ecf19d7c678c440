// Which line of the text is where the eye rests, and how to bring one there.
import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Where the eye rests: the part of the height from the top at which text and page are kept level. */
const third = 1 / 3;

/** Where the text is scrolled to. */
export interface EyePlace {
  /** The line there, counted from 1, with the part of it that is above. */
  line: number;
  /** Says whether the text stands at its very beginning or end. */
  end: "top" | "bottom" | null;
}

/** The line where the eye rests. What scrolls is around the editor, because the title scrolls with the text. */
export function eyePlace(view: EditorView, scroller: HTMLElement): EyePlace {
  const { scrollTop, scrollHeight, clientHeight } = scroller;
  const height = scroller.getBoundingClientRect().top + clientHeight * third - view.documentTop;
  const block = view.lineBlockAtHeight(Math.max(0, height));
  const share = block.height > 0 ? Math.min(1, Math.max(0, (height - block.top) / block.height)) : 0;
  const isAtEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
  return {
    line: view.state.doc.lineAt(block.from).number + share,
    end: scrollTop <= 0 ? "top" : isAtEnd ? "bottom" : null,
  };
}

/** Puts the cursor at a place and brings it into sight. */
export function goTo(view: EditorView, position: number): void {
  const at = Math.min(Math.max(0, position), view.state.doc.length);
  view.dispatch({
    selection: EditorSelection.cursor(at),
    effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: 80 }),
  });
  view.focus();
}
