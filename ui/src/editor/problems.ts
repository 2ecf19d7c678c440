// Trouble in the text: underlined where it is, with the words under the pointer and at the next press of F8.
import { nextDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { EditorState, TransactionSpec } from "@codemirror/state";
import type { KeyBinding } from "@codemirror/view";
import type { Problem } from "../api/protocol";
import { nodeOf } from "../parts/named";
import { editorWords as words } from "../parts/editorWords";

/** Goes from one problem to the next. */
export const problemKeys: readonly KeyBinding[] = [{ key: "F8", run: nextDiagnostic, preventDefault: true }];

/** Says it to somebody who has the page open: its file needs no name then. */
export function ofThisPage({ message, file }: Problem): string {
  return file && message.startsWith(`${file} `)
    ? words.problems.thisPage + message.slice(file.length)
    : message;
}

/** Shows the problems that have a place in the text. */
export function showProblems(state: EditorState, problems: readonly Problem[]): TransactionSpec {
  return setDiagnostics(
    state,
    problems.filter((problem) => problem.line !== null).map((problem) => diagnosticOf(state, problem)),
  );
}

function diagnosticOf(state: EditorState, problem: Problem): Diagnostic {
  const number = Math.min(Math.max(problem.line ?? 1, 1), state.doc.lines);
  const line = state.doc.line(number);
  const offset = Math.min(Math.max((problem.column ?? 1) - 1, 0), line.length);
  const from = line.from + offset;
  const to = problem.column === null ? line.to : (state.wordAt(from)?.to ?? line.to);
  return {
    from: problem.column === null ? line.from : from,
    to: Math.max(from, to),
    severity: problem.severity === "note" ? "info" : problem.severity,
    message: ofThisPage(problem),
    renderMessage: () => messageNode(problem),
  };
}

function messageNode(problem: Problem): Node {
  const box = document.createElement("div");
  box.append(nodeOf(ofThisPage(problem)));
  if (problem.hint) box.append(nodeOf(problem.hint, "cm-problem-hint"));
  return box;
}
