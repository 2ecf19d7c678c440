// The settings of the site and of its theme. A change is written at once; one that does not fit stays in its
// field with the words that say why.
import type { Api } from "../api/api";
import { failureOf } from "../api/failure";
import type { Event, Failure, SettingKey, Settings, SettingValue } from "../api/protocol";

/** The settings, on their way or there. */
export type Loaded =
  { kind: "loading" } | { kind: "ready"; settings: Settings } | { kind: "failed"; failure: Failure };

/** How the last change of a setting went. */
export type Change = "none" | "saving" | "saved" | "refused";

/** Names a setting in a map. */
export const keyText = (key: SettingKey): string => `${key.scope}.${key.name}`;

/** All settings of the open site. */
export class SettingsState {
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  #loaded = $state.raw<Loaded>({ kind: "loading" });
  #changes = $state.raw<ReadonlyMap<string, Change>>(new Map());
  #watchers = 0;
  #stale = true;
  #queue: Promise<void> = Promise.resolve();

  constructor(api: Api, fail: (error: unknown) => void) {
    this.#api = api;
    this.#fail = fail;
  }

  /** The settings. */
  get loaded(): Loaded {
    return this.#loaded;
  }

  /** How the last change of a setting went. */
  change(key: SettingKey): Change {
    return this.#changes.get(keyText(key)) ?? "none";
  }

  /** Keeps the settings fresh until the returned function is called. */
  watch(): () => void {
    this.#watchers++;
    if (this.#stale) void this.load();
    return () => {
      this.#watchers--;
      this.#changes = new Map();
    };
  }

  /** Takes in what Rust says about the site. */
  hear(event: Event): void {
    if (event.kind !== "siteChanged") return;
    this.#stale = true;
    if (this.#watchers > 0) void this.load();
  }

  /** Gives a setting a value. Changes are sent one after the other, in the order they were made. */
  set(key: SettingKey, value: SettingValue | null): Promise<void> {
    this.#mark(key, "saving");
    this.#queue = this.#queue.then(() => this.#send(key, value));
    return this.#queue;
  }

  /** Gives a setting its default again. */
  reset(key: SettingKey): Promise<void> {
    return this.set(key, null);
  }

  async #send(key: SettingKey, value: SettingValue | null): Promise<void> {
    try {
      const settings = await this.#api.changeSetting({ key, value });
      this.#loaded = { kind: "ready", settings };
      this.#mark(key, problemOf(settings, key) ? "refused" : "saved");
    } catch (error) {
      this.#mark(key, "none");
      this.#fail(error);
    }
  }

  /** Asks for the settings. */
  async load(): Promise<void> {
    this.#stale = false;
    try {
      await this.#queue;
      const settings = await this.#api.showSettings();
      // The answer to a change carries the problem of the value just sent; a fresh list does not know it. So
      // while a field is refused, a list that came because something else changed is left aside.
      if (![...this.#changes.values()].includes("refused")) this.#loaded = { kind: "ready", settings };
    } catch (error) {
      this.#stale = true;
      this.#loaded = { kind: "failed", failure: failureOf(error) };
    }
  }

  #mark(key: SettingKey, change: Change): void {
    this.#changes = new Map(this.#changes).set(keyText(key), change);
  }
}

function problemOf(settings: Settings, key: SettingKey): string | null {
  const groups = key.scope === "site" ? settings.site : settings.theme;
  const setting = groups.flatMap((group) => group.settings).find((one) => one.key.name === key.name);
  return setting?.problem ?? null;
}
