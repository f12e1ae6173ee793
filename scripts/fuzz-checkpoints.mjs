/**
 * Puts hostile checkpoints before the readers and before the whole importer: `npm run fuzz -- [count] [seed]`. Those made by hand,
 * then `count` by chance for each of the two; each must end in a coded error or a sound checkpoint or model, within 5 s, with
 * nothing executed and memory flat. Exits 1 where one does not.
 * A worker does it, so that one that hangs or eats the heap is named and not waited for.
 */
import { existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { runnerImport } from "vite";

const LONGEST_MS = 5000;
/** It may be the machine that is slow: what ends by then is judged by its own time. */
const HANGS_MS = 30_000;
/** Of what lives on after a mutant; of all that the process takes, garbage of mutants of a megabyte and more included. */
const MOST_KEPT_MB = 8;
const MOST_RESIDENT_MB = 512;
/** What a rogue pickle would leave behind. */
const SENTINEL = "pickle-was-executed";

if (isMainThread) watch(Number(process.argv[2] ?? 3000), Number(process.argv[3] ?? 1));
else await work(workerData.count, workerData.seed);

/** @param {number} count @param {number} seed */
function watch(count, seed) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { count, seed },
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let current = "the start";
  const limit = () => setTimeout(() => fail(`${current}: no end after ${HANGS_MS} ms`), HANGS_MS);
  let timer = setTimeout(() => fail("the readers could not be loaded"), 120_000);
  worker.on("message", (message) => {
    clearTimeout(timer);
    if (message.done) return finish(message.report, seed);
    current = message.name;
    timer = limit();
  });
  worker.on("error", (error) => fail(`${current}: ${error.message}`));
}

/** @param {string} why */
function fail(why) {
  console.error(`FAILED at ${why}`);
  process.exit(1);
}

function finish(report, seed) {
  const { counts, faults, slowest, mutants, keptMb, residentBefore, residentMb, executed } = report;
  for (const [outcome, count] of counts) console.log(`${String(count).padStart(7)}  ${outcome}`);
  console.log(
    `${mutants} checkpoints, seed ${seed}; slowest ${slowest.tookMs.toFixed(0)} ms (${slowest.name.slice(0, 90)})`,
  );
  console.log(
    `kept after all: ${keptMb.toFixed(1)} MB; largest growth of the process over ${residentBefore.toFixed(0)} MB: ${residentMb.toFixed(0)} MB`,
  );
  for (const fault of faults) console.error(fault);
  const wrong = [
    faults.length > 0 && `${faults.length} without a code`,
    slowest.tookMs > LONGEST_MS && "one took too long",
    executed && "something was executed",
    keptMb > MOST_KEPT_MB && "memory was kept",
    residentMb > MOST_RESIDENT_MB && "memory was not flat",
  ].filter(Boolean);
  if (wrong.length > 0) fail(wrong.join("; "));
}

/** @param {number} count @param {number} seed */
async function work(count, seed) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const entry = "./src/library/testing/fuzz-targets.ts";
  const { byChance, fuzzTargets, isTampered, tryMutant } = (
    await runnerImport(entry, { configFile: false, logLevel: "error" })
  ).module;
  const targets = fuzzTargets();
  const counts = new Map();
  const faults = [];
  let slowest = { name: "", tookMs: 0 };
  let mutants = 0;
  let residentMb = 0;

  const attempt = async ({ name, target }, mutant) => {
    parentPort.postMessage({ name: mutant.name });
    const result = await tryMutant(target, mutant);
    const isFault = result.outcome.startsWith("fault");
    if (isFault && faults.length < 10) faults.push(`${mutant.name}\n${result.outcome}`);
    const outcome = `${name}: ${isFault ? "WITHOUT A CODE" : result.outcome}`;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if (result.tookMs > slowest.tookMs) slowest = result;
    mutants++;
    residentMb = Math.max(residentMb, process.memoryUsage.rss() / 2 ** 20 - residentBefore);
  };

  const all = async (target, number) => {
    for (const mutant of [...target.sound, ...target.byHand()]) await attempt(target, mutant);
    for (let index = 0; index < number; index++) await attempt(target, byChance(target.sound, index, seed));
  };

  // Once through, so that code, tables, fixtures and texts written out at their first use are not counted.
  let residentBefore = 0;
  for (const target of targets) await all(target, 200);
  parentPort.postMessage({ name: "the making of mutants" });
  collect();
  [mutants, residentMb, residentBefore] = [0, 0, process.memoryUsage.rss() / 2 ** 20];
  counts.clear();
  const heapBefore = heapMb();

  for (const target of targets) await all(target, count);
  collect();
  const keptMb = heapMb() - heapBefore;
  const executed = existsSync(SENTINEL) || isTampered();
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  parentPort.postMessage({
    done: true,
    report: { counts: sorted, faults, slowest, mutants, keptMb, residentBefore, residentMb, executed },
  });
}

function heapMb() {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
