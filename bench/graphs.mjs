/**
 * Speed of graphs built over a checkpoint against the exporter's ONNX of the same weights: one process, WASM with two threads, turn by turn, so
 * that whatever else the machine does meets both. Needs the checkpoints of `bench/reference/exported_checkpoints.py`.
 *   npm run bench:graphs [-- NAME ...]
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { openSource } from "./load-source.mjs";
import { median } from "./statistics.mjs";

const FOLDER = ".cache/graphs";
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const PRECISIONS = (process.env.BENCH_PRECISIONS ?? "fp32").split(",");

if (!existsSync(FOLDER)) {
  console.error(`${FOLDER} is not there: python bench/reference/exported_checkpoints.py`);
  process.exit(1);
}
ort.env.wasm.numThreads = 2;

const { load, close } = await openSource();
const { buildFolder } = await load("models/architectures/testing/build-folder.ts");
const { wrapRuntime } = await load("inference/wrap-runtime.ts");
const { createExtractor } = await load("inference/features/extractor.ts");
const { goldenWaveform } = await load("signal/golden-waveform.ts");
const runtime = wrapRuntime(ort, "wasm");

const names = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(FOLDER);
for (const name of names) {
  for (const precision of PRECISIONS) await compare(name, precision);
}
await close();
process.exit(0);

async function compare(name, precision) {
  const folder = `${FOLDER}/${name}`;
  const built = await buildFolder(folder, precision);
  const exported = new Uint8Array(readFileSync(`${folder}/onnx/model.onnx`));
  const sessions = {
    built: await open(new Uint8Array(await built.weights.arrayBuffer()), built.externalData),
    exported: await open(exported, []),
  };
  const extractor = createExtractor(built.preprocessor.feature_extractor_type, built.preprocessor);
  const { name: input, data, dims } = await extractor.extract(goldenWaveform(SECONDS * 16_000, 16_000));
  const feeds = { [input]: runtime.createTensor("float32", data, dims) };
  const times = { built: [], exported: [] };
  const logits = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const which of round % 2 ? ["built", "exported"] : ["exported", "built"]) {
      const startedMs = performance.now();
      const outputs = await sessions[which].run(feeds);
      if (round > 0) times[which].push(performance.now() - startedMs);
      logits[which] = outputs.logits.data.slice();
    }
  }
  for (const session of Object.values(sessions)) await session.release();
  const difference = Math.max(...logits.built.map((value, at) => Math.abs(value - logits.exported[at])));
  const ms = (values, pick) => ({ built: pick(values.built), exported: pick(values.exported) });
  const report = (word, { built: ours, exported: theirs }) =>
    `${word} ${ours.toFixed(0)} against ${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(2)}x`;
  const words = [
    report("median", ms(times, median)),
    report(
      "least",
      ms(times, (list) => Math.min(...list)),
    ),
  ];
  console.log(`${name} ${precision}: ${words.join("; ")}; logits differ by ${difference.toExponential(1)}`);
}

function open(bytes, externalData) {
  return runtime.createSession({ bytes, externalData, precision: "fp32" });
}
