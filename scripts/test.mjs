/** `npm test`: unit tests, then the built app in a real Chromium. Ends with one line that counts them all. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { findChromium } from "./find-chromium.mjs";
import { findEngines } from "./find-engines.mjs";

const REPORTS = ".cache/reports";
/** Attachments of a failed test: what Playwright says of it, and the pages of a test that opens its own. */
const SHOWN = ["error-context", "pages"];
/** Characters of one of them. */
const MOST_SHOWN = 6000;
mkdirSync(REPORTS, { recursive: true });

const counts = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${REPORTS}/unit.json`]);
const unit = report("unit.json");
if (unit) {
  counts.passed += unit.numPassedTests;
  counts.failed += unit.numFailedTests;
  counts.skipped += unit.numPendingTests;
}

run("vite", ["build", "--logLevel", "warn"]);
run("vite", ["build", "--mode", "harness", "--logLevel", "warn"]);
run("vite", ["build", "--mode", "server", "--logLevel", "warn"]);
// Its tests need the npm package.
if (spawnSync(process.execPath, ["scripts/build-lib.mjs"], { stdio: "inherit" }).status !== 0) broken = true;
run("playwright", ["test"], {
  EARSHOT_CHROMIUM: findChromium(),
  ...findEngines(),
  EARSHOT_E2E_REPORT: `${REPORTS}/browser.json`,
});
const browser = report("browser.json");
if (browser) {
  counts.passed += browser.stats.expected + browser.stats.flaky;
  counts.failed += browser.stats.unexpected;
  counts.skipped += browser.stats.skipped;
  for (const { title, ok, tests } of browser.suites.flatMap(specsOf)) {
    if (!ok) showPages(title, tests);
    else if (tests.some(({ status }) => status === "skipped")) showSkipped(title, tests);
  }
}

// A runner that fell over without a failed test still fails the run.
if (broken && counts.failed === 0) counts.failed = 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed > 0 || broken ? 1 : 0);

function run(command, rest, environment = {}) {
  const { status } = spawnSync("npx", ["--no-install", command, ...rest], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
    shell: process.platform === "win32",
  });
  if (status !== 0) broken = true;
}

function report(name) {
  try {
    return JSON.parse(readFileSync(`${REPORTS}/${name}`, "utf8"));
  } catch {
    broken = true;
    return null;
  }
}

function specsOf({ suites = [], specs = [] }) {
  return [...suites.flatMap(specsOf), ...specs];
}

/** What stood on the page when a test failed: where the traces cannot be fetched from, this is all there is to go by. */
function showPages(title, tests) {
  const pages = tests.flatMap(({ results }) => results.flatMap(({ attachments }) => attachments));
  for (const { path } of pages.filter(({ name }) => SHOWN.includes(name))) {
    console.log(`\n${title}\n${readFileSync(path, "utf8").slice(0, MOST_SHOWN)}`);
  }
}

function showSkipped(title, tests) {
  const why = tests.flatMap(({ annotations }) => annotations.map(({ description }) => description ?? ""));
  console.log(`skipped: ${title} (${why.join(" ") || "what it depends on failed"})`);
}
