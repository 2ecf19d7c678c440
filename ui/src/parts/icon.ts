// The set of icons in use is Lucide's; a part takes any of them.
import type { LucideIcon } from "@lucide/svelte";

/** An icon's component. */
export type Icon = LucideIcon;
