// The choices about the window itself. They show at once and are kept behind the person's back.
import type { Api } from "../api/api";
import type { Preferences } from "../api/protocol";

const unless: Preferences = { appearance: "system", view: "split", letterSize: 18 };

/** The choices about the window. */
export class PreferencesState {
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  #now = $state.raw<Preferences>(unless);

  constructor(api: Api, fail: (error: unknown) => void) {
    this.#api = api;
    this.#fail = fail;
  }

  /** The choices. */
  get now(): Preferences {
    return this.#now;
  }

  /** Reads the choices that were kept. */
  async load(): Promise<void> {
    try {
      this.#show(await this.#api.showPreferences());
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Makes a choice. */
  async change(choice: Partial<Preferences>): Promise<void> {
    this.#show({ ...this.#now, ...choice });
    try {
      await this.#api.changePreferences(this.#now);
    } catch (error) {
      this.#fail(error);
    }
  }

  #show(preferences: Preferences): void {
    this.#now = preferences;
    const root = document.documentElement;
    root.style.setProperty("--letter-size", `${preferences.letterSize}px`);
    if (preferences.appearance === "system") delete root.dataset.appearance;
    else root.dataset.appearance = preferences.appearance;
  }
}
