// Which host carries the commands: the app's own in the app, the bridge where the bridge served the page, and
// while the interface is worked on the one in memory (`?posts=20000` makes its site larger).
import type { Host } from "./host";

/** Finds the host of this window. */
export async function chooseHost(): Promise<Host> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./tauri")).tauriHost;
  const served = document.querySelector<HTMLMetaElement>('meta[name="galley-host"]')?.content;
  if (served === "bridge") return (await import("./bridge")).bridgeHost;
  if (!import.meta.env.DEV) throw new Error("this page was served by nothing that could answer it");
  const wanted = new URLSearchParams(location.search);
  const { createMemoryHost } = await import("./memory");
  return createMemoryHost({
    posts: Number(wanted.get("posts") ?? 12),
    keychain: !wanted.has("no-keychain"),
    delayMs: 40,
  });
}
