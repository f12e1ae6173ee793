/** Window to scores: Earshot, transformers.js as it comes and with as many threads, and the native runtime. */
import os from "node:os";
import { openNative } from "../native.mjs";
import { digits, median, ratio, spread } from "../statistics.mjs";

const ROUNDS = { small: 60, large: 7 };
const CORES = os.cpus().length;
const THREADS = [...new Set([1, CORES])];

/** @param {import("../context.mjs").Context} context */
export async function measure({ openPage, hub, models }) {
  const rows = [];
  const ratios = {};
  for (const { id, folder, seconds, isLarge } of models) {
    const rounds = isLarge ? ROUNDS.large : ROUNDS.small;
    // The peer's runtime reads its number of threads once: a page for each.
    const pages = [];
    for (const peerThreads of [null, CORES]) {
      const page = await openPage();
      // Earshot's workers need to be there once.
      const threads = peerThreads === null ? THREADS : [CORES];
      await page.evaluate((request) => window.bench.openModels(request), {
        modelId: id,
        hubBase: hub.url,
        seconds,
        threads,
        peerThreads,
      });
      pages.push(page);
    }
    const native = await openNative(folder, seconds, THREADS);
    const times = { ours: THREADS.map(() => []), asItComes: [], asMany: [], native: THREADS.map(() => []) };
    let difference = 0;
    for (let round = -2; round < rounds; round++) {
      const [first, second] = [await timed(pages[0]), await timed(pages[1])];
      const nativeMs = (await native?.time()) ?? [];
      difference = Math.max(difference, first.largestDifference, second.largestDifference);
      if (round < 0) continue;
      for (const at of THREADS.keys()) times.ours[at].push(first.ms[at]);
      times.asItComes.push(first.ms.at(-1));
      times.asMany.push(second.ms.at(-1));
      for (const [at, ms] of nativeMs.entries()) times.native[at].push(ms);
    }
    for (const page of pages) await page.close();
    await native?.close();
    const best = times.ours.toSorted((a, b) => median(a) - median(b))[0];
    const most = times.ours.at(-1);
    const name = id.split("/")[1];
    ratios[`${name}: pipeline as it comes`] = ratio(times.asItComes, best);
    rows.push([
      `${name}, ${seconds} s`,
      ...times.ours.map(spread),
      spread(times.asItComes),
      spread(times.asMany),
      `${digits(ratio(times.asItComes, best))} ×`,
      `${digits(ratio(times.asMany, most))} ×`,
      ...times.native.map((list, at) =>
        list.length > 0 ? `${spread(list)}, ${digits(ratio(list, times.ours[at]))}` : "-",
      ),
      difference.toExponential(0),
    ]);
  }
  const each = (word) => THREADS.map((threads) => `${word}, ${threads} thread${threads > 1 ? "s" : ""}`);
  return {
    title: "Window to scores",
    words:
      "The same ONNX file, FP32, WASM, milliseconds a window, features and ranking included. On one thread the models inside run on our own kernels, as in the app; else both run on onnxruntime-web, Earshot's with a matrix product of our own (ADR 19: the same bits). As it comes: what the pipeline takes without being told. Native: onnxruntime-node, model alone; behind it its share of Earshot's time, same threads.",
    columns: [
      "",
      ...each("Earshot"),
      "pipeline as it comes",
      `pipeline, ${CORES} threads`,
      "faster than as it comes",
      "than with as many",
      ...each("native"),
      "scores differ by",
    ],
    rows,
    ratios,
  };
}

const timed = (page) => page.evaluate(() => window.bench.timeModels());
