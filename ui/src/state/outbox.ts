// Carries what is typed to Rust. One request is under way at a time and only the newest text waits behind it, so a
// slow answer never makes a queue. Everything else that concerns the page goes through here too, in its turn: Rust
// always knows the text that was there when somebody pressed a button.
import { ChangeSet, Text } from "@codemirror/state";
import { failureOf } from "../api/failure";
import type { EditAnswer, EditPage, TextPiece } from "../api/protocol";

/** Who carries the text and who hears of the answers. */
export interface OutboxEnds {
  /** Sends one edit of the page. */
  send(edit: Omit<EditPage, "page">): Promise<EditAnswer>;
  /** Hears an answer. `newest` says whether nothing was typed since; `typedAt` when its first key was pressed. */
  answered(answer: EditAnswer, newest: boolean, typedAt: number): void;
  /** Hears that text could not be handed over. It is kept and goes along with the next key. */
  failed(error: unknown): void;
}

/** The text on its way to Rust. */
export class Outbox {
  readonly #ends: OutboxEnds;
  /** What is in the editor. */
  #here: Text;
  /** What Rust has, and its revision. */
  #there: Text;
  #revision: number;
  /** What was typed since; nothing when both are the same. */
  #waiting: ChangeSet | null = null;
  #typedAt = 0;
  #sendsWhole = false;
  #isStuck = false;
  #urgent: (() => Promise<void>)[] = [];
  #tasks: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;
  #isUnderWay: ChangeSet | null = null;

  constructor(text: string, revision: number, ends: OutboxEnds) {
    this.#here = this.#there = textOf(text);
    this.#revision = revision;
    this.#ends = ends;
  }

  /** What is in the editor. */
  get text(): Text {
    return this.#here;
  }

  /** Says whether Rust has all of it. */
  get isEmpty(): boolean {
    return this.#waiting === null && this.#isUnderWay === null;
  }

  /** Takes in what was typed. */
  typed(changes: ChangeSet, text: Text, at: number): void {
    if (this.#waiting) this.#waiting = this.#waiting.compose(changes);
    else {
      this.#waiting = changes;
      this.#typedAt = at;
    }
    this.#here = text;
    this.#isStuck = false;
    this.#start();
  }

  /** Does something after the text that is there now has arrived. */
  run<Answer>(task: () => Promise<Answer>): Promise<Answer> {
    return this.#enqueue(this.#tasks, task);
  }

  /** Does something before any more text is sent. */
  runFirst<Answer>(task: () => Promise<Answer>): Promise<Answer> {
    return this.#enqueue(this.#urgent, task);
  }

  /** Waits until all that was typed has arrived, or could not. Text that was refused before is tried again. */
  async flush(): Promise<void> {
    this.#isStuck = false;
    this.#start();
    while (this.#running) await this.#running;
  }

  /** Meets a text that Rust has now instead of the one it had. Answers with what changes in the editor: what was
   *  typed and had not arrived stays, and goes to Rust as a change of the other text. Only inside a task. */
  meet(text: string, revision: number): ChangeSet {
    const theirs = textOf(text);
    const outside = difference(this.#there, theirs);
    const local = this.#waiting;
    const here = local ? outside.map(local, true) : outside;
    this.#waiting = local ? notEmpty(local.map(outside)) : null;
    this.#there = theirs;
    this.#here = here.apply(this.#here);
    this.#revision = revision;
    this.#sendsWhole = false;
    return here;
  }

  #enqueue<Answer>(queue: (() => Promise<void>)[], task: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      queue.push(() => task().then(resolve, reject));
      this.#start();
    });
  }

  #start(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      if (this.#hasWork()) this.#start();
    });
  }

  #hasWork(): boolean {
    const canSend = this.#waiting !== null && !this.#isStuck;
    return canSend || this.#urgent.length > 0 || this.#tasks.length > 0;
  }

  async #work(): Promise<void> {
    while (this.#hasWork()) {
      const urgent = this.#urgent.shift();
      if (urgent) await urgent();
      else if (this.#waiting && !this.#isStuck) await this.#sendText(this.#waiting);
      // One task after each text: a steady typist does not keep the others waiting for ever.
      if (this.#urgent.length === 0) await this.#tasks.shift()?.();
    }
  }

  async #sendText(changes: ChangeSet): Promise<void> {
    const [here, whole, typedAt, revision] = [
      this.#here,
      this.#sendsWhole,
      this.#typedAt,
      this.#revision + 1,
    ];
    const sent: EditPage["changes"] = whole
      ? { kind: "whole", text: here.toString() }
      : { kind: "pieces", pieces: piecesOf(changes) };
    this.#waiting = null;
    this.#isUnderWay = changes;
    let answer: EditAnswer;
    try {
      answer = await this.#ends.send({ base: this.#revision, revision, changes: sent });
    } catch (error) {
      this.#takeBack(changes, typedAt);
      this.#refused(error, whole);
      return;
    }
    this.#isUnderWay = null;
    this.#there = here;
    this.#revision = answer.revision;
    this.#sendsWhole = false;
    this.#ends.answered(answer, this.#waiting === null, typedAt);
  }

  // Whatever the reason, nobody knows now what Rust has: the next try sends everything.
  #refused(error: unknown, whole: boolean): void {
    this.#sendsWhole = true;
    if (failureOf(error).remedy?.kind === "sendWholeText" && !whole) return;
    this.#isStuck = true;
    this.#ends.failed(error);
  }

  #takeBack(changes: ChangeSet, typedAt: number): void {
    this.#isUnderWay = null;
    this.#waiting = this.#waiting ? changes.compose(this.#waiting) : changes;
    this.#typedAt = typedAt;
  }
}

/** Writes a change as the pieces that Rust applies. */
export function piecesOf(changes: ChangeSet): TextPiece[] {
  const pieces: TextPiece[] = [];
  changes.iterChanges((from, to, _, __, insert) => pieces.push({ from, to, insert: insert.toString() }));
  return pieces;
}

/** The smallest single change that makes one text of another. */
export function difference(before: Text, after: Text): ChangeSet {
  const [a, b] = [before.toString(), after.toString()];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  // Half a character is no place to cut.
  if (start > 0 && isHigh(a.charCodeAt(start - 1))) start--;
  if (end > 0 && isLow(a.charCodeAt(a.length - end))) end--;
  if (a.length === b.length && start === a.length) return ChangeSet.empty(a.length);
  const insert = after.slice(start, b.length - end);
  return ChangeSet.of({ from: start, to: a.length - end, insert }, a.length);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
const textOf = (text: string): Text => Text.of(text.split("\n"));
const notEmpty = (changes: ChangeSet): ChangeSet | null => (changes.empty ? null : changes);
