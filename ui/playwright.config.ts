// The interface in an ordinary browser, against the real studio behind the test bridge. Every test starts a bridge
// of its own, so none sees what another did. `npm run build` and `cargo build -p tests --bin bridge` come first.
import { defineConfig } from "@playwright/test";

// A browser for tests has no business with the network, an update or a first visit.
const args = [
  "--no-sandbox",
  "--no-first-run",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 60_000,
  workers: 2,
  forbidOnly: true,
  reporter: "list",
  use: {
    viewport: { width: 1600, height: 1000 },
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.GALLEY_CHROMIUM ?? "/usr/bin/chromium", args },
  },
});
