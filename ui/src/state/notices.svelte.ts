// The small messages at the foot of the window: what was done, with a way back, and what could not be done.
import { untrack } from "svelte";
import { failureOf } from "../api/failure";
import type { Failure } from "../api/protocol";

/** A button in a notice. */
export interface NoticeAction {
  /** What it says. */
  words: string;
  /** What it does; the notice goes away with it. */
  run(): void;
}

/** One message. */
export type Notice = { id: number; action: NoticeAction | null } & (
  { kind: "done"; words: string } | { kind: "failed"; failure: Failure }
);

const stayMs = 8_000;
const atMost = 3;

/** The messages that are shown now. A failure stays until it is read; the rest leaves by itself. */
export class Notices {
  #shown = $state.raw<readonly Notice[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** The messages, the latest last. */
  get shown(): readonly Notice[] {
    return this.#shown;
  }

  /** Says what was done, with a button where something can be done about it. */
  say(words: string, action: NoticeAction | null = null): void {
    this.#add({ id: this.#next++, kind: "done", words, action });
  }

  /** Says what could not be done. */
  fail(error: unknown, action: NoticeAction | null = null): void {
    this.#add({ id: this.#next++, kind: "failed", failure: failureOf(error), action });
  }

  /** Takes a message away. */
  dismiss(id: number): void {
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
    this.hold(id);
  }

  /** Does what a message's button says, and takes the message away. */
  act(notice: Notice): void {
    this.dismiss(notice.id);
    notice.action?.run();
  }

  /** Says whether the latest message can be acted on. */
  get latestAction(): Notice | null {
    return this.#shown.findLast((notice) => notice.action !== null) ?? null;
  }

  /** Keeps a message while it is under the pointer or has the focus. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Lets a message leave by itself again. */
  release(id: number): void {
    const notice = this.#shown.find((shown) => shown.id === id);
    if (notice?.kind !== "done") return;
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), stayMs),
    );
  }

  #add(notice: Notice): void {
    for (const old of this.#shown.slice(0, Math.max(0, this.#shown.length + 1 - atMost)))
      this.dismiss(old.id);
    this.#shown = [...this.#shown, notice];
    this.release(notice.id);
  }
}
