// What the interface needs of whoever carries its commands to Rust. The app, the test bridge and the unit
// tests each bring one; nothing else in the interface knows which.
import type { Commands, Event, Failure } from "../api/protocol";

export interface Host {
  /** Sends one command; rejects with a `Failed` that holds the failure in words. */
  call<Name extends keyof Commands>(
    name: Name,
    argument: Commands[Name]["argument"],
  ): Promise<Commands[Name]["answer"]>;
  /** Hears of every event until the returned function is called. */
  listen(hear: (event: Event) => void): () => void;
}

/** A command that could not be carried out. */
export class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}
