// Draws the manual's and the README's pictures of the window: `npm run pictures`.
import settings from "../playwright.config";

export default {
  ...settings,
  testDir: ".",
  testMatch: "pictures.ts",
  outputDir: "../test-results",
  workers: 1,
};
