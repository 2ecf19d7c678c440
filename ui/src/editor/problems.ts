// Trouble in the text: underlined where it is, with the words under the pointer and at the next press of F8.
import { nextDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { EditorState, TransactionSpec } from "@codemirror/state";
import type { KeyBinding } from "@codemirror/view";
import type { Problem } from "../api/protocol";

/** Goes from one problem to the next. */
export const problemKeys: readonly KeyBinding[] = [{ key: "F8", run: nextDiagnostic, preventDefault: true }];

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
    message: problem.message,
    renderMessage: () => messageNode(problem),
  };
}

function messageNode(problem: Problem): Node {
  const box = document.createElement("div");
  const message = document.createElement("p");
  message.textContent = problem.message;
  box.append(message);
  if (problem.hint) {
    const hint = document.createElement("p");
    hint.className = "cm-problem-hint";
    hint.textContent = problem.hint;
    box.append(hint);
  }
  return box;
}
