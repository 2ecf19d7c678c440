// Everything a person can do from the keyboard, in one list. The palette, the sheet of shortcuts and the menus
// read it; whoever is on the screen adds its own commands and takes them away again.
import { untrack } from "svelte";
import { isPressed } from "./shortcut";

/** The heading under which a command stands. */
export type CommandGroup = "go" | "write" | "insert" | "site" | "window";

/** Something a person can do. */
export interface Command {
  /** Its name in the code, such as `page.new`. */
  id: string;
  /** What the person reads: a verb. */
  words: string;
  /** Its heading. */
  group: CommandGroup;
  /** Its shortcut, such as `Mod+Shift+P`. */
  shortcut?: string;
  /** A second shortcut that does the same. */
  alternative?: string;
  /** Says that a focused editor handles the shortcut by itself: here it is only shown. */
  handledByEditor?: boolean;
  /** Does it. */
  run(): void;
  /** Says whether it can be done now; always when left out. */
  enabled?(): boolean;
}

/** The commands that are there now. */
export class CommandList {
  #sets = $state.raw<readonly (readonly Command[])[]>([]);

  /** All commands, those registered first at the top. */
  get all(): readonly Command[] {
    return this.#sets.flat();
  }

  /** The commands that can be done now. */
  get enabled(): readonly Command[] {
    return this.all.filter((command) => command.enabled?.() ?? true);
  }

  /** Adds commands until the returned function is called. */
  register(commands: readonly Command[]): () => void {
    // Panes do this in an effect, which must not run again because of what it did itself.
    this.#sets = [...untrack(() => this.#sets), commands];
    return () => {
      this.#sets = untrack(() => this.#sets).filter((set) => set !== commands);
    };
  }

  /** Does the command with this id, if it is there and can be done. */
  run(id: string): void {
    this.enabled.find((command) => command.id === id)?.run();
  }

  /** Does the command a key press stands for; answers whether there was one. */
  press(event: KeyboardEvent): boolean {
    if (event.isComposing || event.defaultPrevented) return false;
    const command = this.enabled.find(
      (candidate) =>
        !candidate.handledByEditor &&
        [candidate.shortcut, candidate.alternative].some((keys) => keys && isPressed(keys, event)),
    );
    if (!command) return false;
    event.preventDefault();
    command.run();
    return true;
  }
}
