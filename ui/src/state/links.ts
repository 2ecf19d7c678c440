// Where a menu's links can lead. A link to a page names its file, as `@/visit.md`, so that it survives a change of
// the page's address; a page's handle is that file below the site's folder.
import type { PageRow } from "../api/protocol";

/** A page a link can lead to. */
export interface Goal {
  /** What is written in the link. */
  url: string;
  /** The page's address, which somebody may have written instead. */
  address: string;
  /** What the person reads. */
  title: string;
}

/** Makes the goals of the site's pages and posts, in the order given. */
export function goalsOf(rows: readonly PageRow[]): Goal[] {
  return rows.map((row) => ({
    url: `@/${row.page.replace(/^content\//, "")}`,
    address: row.address,
    title: row.title,
  }));
}
