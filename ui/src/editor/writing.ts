// The writing surface put together from its parts. Nothing here knows who shows it or who keeps the text.
import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { defaultKeymap, history, historyKeymap, toggleTabFocusMode } from "@codemirror/commands";
import { highlightSelectionMatches } from "@codemirror/search";
import {
  EditorState,
  Prec,
  Transaction,
  type ChangeSet,
  type Extension,
  type StateCommand,
} from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  keymap,
  panels,
  placeholder,
  type KeyBinding,
} from "@codemirror/view";
import { setHeading, toggleList, toggleQuote } from "./blocks";
import { toggleInline } from "./inline";
import { insertRule, toggleCodeBlock } from "./insert";
import { markdownLanguage } from "./language";
import { indentItem, outdentItem } from "./listIndent";
import { lineLooks } from "./lines";
import { look } from "./look";
import { pictures } from "./pictures";
import { problemKeys } from "./problems";
import { searching, searchKeys, type SearchWords } from "./search";

/** What the writing surface needs from whoever shows it. */
export interface WritingOptions {
  /** What an empty page says. */
  placeholder: string;
  /** The name that is read aloud. */
  label: string;
  /** The words of the search panel. */
  search: SearchWords;
  /** Where the search panel goes. */
  panels: HTMLElement;
  /** Takes pictures that were pasted or dropped. */
  onPictures(files: readonly File[], at: number): void;
  /** Asks for a link's address. */
  onLink(): void;
}

/** Changes the text because the file was changed elsewhere: no key of this person, and nothing to undo. */
export function changeFromElsewhere(view: EditorView, changes: ChangeSet): void {
  view.dispatch({
    changes,
    annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
  });
}

/** Says whether a change came from elsewhere. */
export const isFromElsewhere = (transaction: Transaction): boolean =>
  transaction.annotation(Transaction.remote) === true;

/** The writing surface. */
export function writing(options: WritingOptions): Extension {
  return [
    markdownLanguage(),
    look,
    lineLooks,
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    highlightSelectionMatches({ minSelectionLength: 3, wholeWords: true }),
    EditorView.lineWrapping,
    // The line being written never sticks to the edge.
    EditorView.scrollMargins.of(() => ({ top: 48, bottom: 72 })),
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({
      "aria-label": options.label,
      spellcheck: "true",
      autocapitalize: "sentences",
      // Nothing types over what somebody wrote.
      autocorrect: "off",
    }),
    placeholder(options.placeholder),
    searching(options.search),
    panels({ topContainer: options.panels }),
    pictures((files, at) => options.onPictures(files, at)),
    Prec.high(keymap.of(formatKeys(options))),
    keymap.of([...searchKeys, ...problemKeys, ...historyKeymap, ...plainKeys]),
  ];
}

function formatKeys(options: WritingOptions): KeyBinding[] {
  return [
    { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
    { key: "Backspace", run: deleteMarkupBackward },
    { key: "Tab", run: indentItem, shift: outdentItem },
    bound("Mod-b", toggleInline("bold")),
    bound("Mod-i", toggleInline("italic")),
    bound("Mod-e", toggleInline("code")),
    bound("Mod-Shift-x", toggleInline("strike")),
    { key: "Mod-k", preventDefault: true, run: () => (options.onLink(), true) },
    bound("Mod-0", setHeading(0)),
    bound("Mod-1", setHeading(1)),
    bound("Mod-2", setHeading(2)),
    bound("Mod-3", setHeading(3)),
    ...onDigit("Digit7", toggleList("numbered")),
    ...onDigit("Digit8", toggleList("bullet")),
    ...onDigit("Digit9", toggleQuote),
    bound("Mod-Shift-e", toggleCodeBlock),
    bound("Mod-Shift--", insertRule),
    { key: "Ctrl-m", mac: "Shift-Alt-m", run: toggleTabFocusMode },
  ];
}

const bound = (key: string, run: StateCommand): KeyBinding => ({ key, run, preventDefault: true });

// With Shift a digit's key is another sign on every layout, so these go by the key's place.
function onDigit(code: string, run: StateCommand): KeyBinding[] {
  return [
    {
      any: (view, event) => {
        const mod = event.ctrlKey !== event.metaKey;
        if (!mod || !event.shiftKey || event.altKey || event.code !== code) return false;
        return run(view);
      },
    },
  ];
}

// Left out of the usual keys: those that are the window's own, and those that move lines by surprise.
const notOurs = new Set([
  "Mod-Enter",
  "Mod-i",
  "Mod-[",
  "Mod-]",
  "Mod-Alt-\\",
  "Shift-Mod-k",
  "Mod-/",
  "Alt-A",
]);
const plainKeys = defaultKeymap.filter((binding) => !notOurs.has(binding.key ?? ""));
