// Where the addresses of a page lead while it is previewed: what belongs to the site comes from this machine, and
// what could run or lead astray is dropped.
import type { PreviewAddresses } from "../../state/pageSource";

// Browsers ignore these wherever they stand in an address, so a check has to ignore them too.
const ignored = /[\u0000-\u0020\u007f]/g;
const scheme = /^([a-z][a-z0-9+.-]*):/i;
const harmlessLinks = ["http", "https", "mailto", "tel"];
const harmlessPictures = /^data:image\/(png|jpe?g|gif|webp|avif|bmp|x-icon|svg\+xml)[;,]/i;

// An address may hold commas but not end with one; a size follows it or not.
const candidate = /[\s,]*(\S*[^\s,])(?:\s+([^,]*))?,?/g;
const styleAddress = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)/gi;

/** Turns the addresses of one page into those that work in its preview. */
export class AddressBook {
  readonly #local: string;
  readonly #origin: string;
  /** The part of the site's own address behind its server, without a slash at the end. */
  readonly #folder: string;

  constructor({ site_url, local_url }: PreviewAddresses) {
    const site = URL.canParse(site_url) ? new URL(site_url) : null;
    this.#local = withoutSlash(local_url);
    this.#origin = site?.origin ?? "";
    this.#folder = site ? withoutSlash(site.pathname) : "";
  }

  /** Where a link leads; nothing if it must lead nowhere. */
  link(address: string): string | null {
    const kind = scheme.exec(address.replace(ignored, ""))?.[1]?.toLowerCase();
    if (kind !== undefined && !harmlessLinks.includes(kind)) return null;
    return this.local(address);
  }

  /** Where a picture, a style or a sound comes from; nothing if it must not be asked for. */
  source(address: string): string | null {
    const bare = address.replace(ignored, "");
    const kind = scheme.exec(bare)?.[1]?.toLowerCase();
    if (kind === "data") return harmlessPictures.test(bare) ? address : null;
    if (kind !== undefined && kind !== "http" && kind !== "https") return null;
    return this.local(address);
  }

  /** Where an address of the site is on this machine; any other stays as it is. */
  local(address: string): string {
    const text = address.trim();
    if (/^[\\/](?![\\/])/.test(text)) return this.#local + this.#below(`/${text.slice(1)}`);
    const isWhole = scheme.test(text) || /^[\\/]{2}/.test(text);
    if (!isWhole || !this.#origin) return address;
    const base = this.#origin;
    if (!URL.canParse(text, base)) return address;
    const url = new URL(text, base);
    const isOurs = url.host === new URL(base).host && this.#isBelow(url.pathname);
    return isOurs ? this.#local + this.#below(url.pathname) + url.search + url.hash : address;
  }

  /** Rewrites every address in a `srcset`. */
  sourceSet(set: string): string {
    return [...set.matchAll(candidate)]
      .map(([, address = "", size = ""]) => [this.source(address), size.trim()].filter(Boolean).join(" "))
      .join(", ");
  }

  /** Rewrites the addresses in a style. */
  style(css: string): string {
    return css.replace(styleAddress, (whole, double?: string, single?: string, bare?: string) => {
      const address = double ?? single ?? bare ?? "";
      const source = this.source(address);
      return source === null
        ? "none"
        : source === address
          ? whole
          : `url("${source.replaceAll('"', "%22")}")`;
    });
  }

  #isBelow(path: string): boolean {
    return this.#folder === "" || path === this.#folder || path.startsWith(`${this.#folder}/`);
  }

  #below(path: string): string {
    return this.#isBelow(path) ? path.slice(this.#folder.length) || "/" : path;
  }
}

const withoutSlash = (text: string): string => text.replace(/\/+$/, "");

/** An address as people write it, with its letters in place of their numbers where they can be read. */
export function readable(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
