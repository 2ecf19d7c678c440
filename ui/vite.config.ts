import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // Relative addresses work in the window, on the test bridge and from any folder.
  base: "./",
  // The window loads its one script from this machine's disk, so its size costs no one a download.
  build: { target: "es2022", outDir: "dist", emptyOutDir: true, chunkSizeWarningLimit: 1500 },
  resolve: {
    // Two copies of these would not know each other's state fields.
    dedupe: ["@codemirror/state", "@codemirror/view"],
    conditions: process.env.VITEST ? ["browser"] : undefined,
  },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"], setupFiles: ["src/test-setup.ts"] },
});
