// The pages that were open in this site: what the editor remembers of each, and the last one still being closed. A
// page is opened again only when Rust has closed it, because the other order would close the newly opened one.
import type { Api } from "../api/api";
import type { PageId, PageView } from "../api/protocol";
import type { DocumentState } from "./document.svelte";

const rememberedAtMost = 30;

/** The pages of the open site as the editor knows them. */
export class OpenPages {
  readonly #api: Api;
  readonly #memories = new Map<PageId, unknown>();
  #closing: Promise<void> = Promise.resolve();

  constructor(api: Api) {
    this.#api = api;
  }

  /** Opens a page. */
  async open(page: PageId): Promise<PageView> {
    await this.#closing;
    return this.#api.openPage(page);
  }

  /** Closes a page and keeps what the editor remembers of it: the cursor, what can be undone. */
  close(document: DocumentState): void {
    this.#closing = this.#closing.then(async () => {
      await document.close();
      this.#remember(document.page, document.memory);
    });
  }

  /** What the editor remembers of a page, if it was open before. */
  memoryOf(page: PageId): unknown {
    return this.#memories.get(page);
  }

  #remember(page: PageId, memory: unknown): void {
    this.#memories.delete(page);
    this.#memories.set(page, memory);
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= rememberedAtMost) break;
      this.#memories.delete(oldest);
    }
  }
}
