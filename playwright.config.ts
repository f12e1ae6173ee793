import { defineConfig } from "@playwright/test";

const executablePath = process.env.EARSHOT_CHROMIUM;
const jsonReport = process.env.EARSHOT_E2E_REPORT;

/** What measures time, or is measured against time, shares the machine with nothing else. */
const TIMING = /[\\/](live|live-timing|queue|start-time)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: ".cache/test-results",
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: "functional", testIgnore: TIMING },
    // After the others; for one of these alone, `--no-deps`. A machine that is shared stalls by itself now and then,
    // which only ever adds to a time: what the app's own code costs is there at every try, and fails all three.
    { name: "timing", testMatch: TIMING, workers: 1, retries: 2, dependencies: ["functional"] },
  ],
  // Long enough for a machine that is busy: what must be quick is measured, not waited for.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [
    ["list"],
    ...(jsonReport ? [["json", { outputFile: jsonReport }] as ["json", { outputFile: string }]] : []),
  ],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    // A service worker answers before a test's own routes do; the specs that are about it allow it.
    serviceWorkers: "block",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
    },
  },
});
