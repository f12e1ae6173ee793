/**
 * The native runtime, installed by the bench for itself: no part of the app. Null where it can't be had. Its features are
 * Earshot's own, made once: what is timed is the model alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { openSource } from "./load-source.mjs";
import { timeCall } from "./time-call.mjs";

const FOLDER = path.resolve(".cache/native");

function load() {
  // Looked for on the disk: what `require` once missed it does not look for again.
  if (!existsSync(path.join(FOLDER, "node_modules/onnxruntime-node"))) install();
  try {
    return createRequire(path.join(FOLDER, "package.json"))("onnxruntime-node");
  } catch (thrown) {
    console.log(`onnxruntime-node can't be had, its column stays empty: ${thrown.message}`);
    return null;
  }
}

function install() {
  mkdirSync(FOLDER, { recursive: true });
  const manifest = path.join(FOLDER, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}');
  // Without its download of CUDA.
  const rest = ["install", "onnxruntime-node", "--onnxruntime-node-install=skip", "--no-audit", "--no-fund"];
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" };
  spawnSync("npm", rest, { cwd: FOLDER, env, stdio: "inherit" });
}

/** @param {string} folder of a model @param {number} seconds @param {readonly number[]} threads */
export async function openNative(folder, seconds, threads) {
  const ort = load();
  if (ort === null) return null;
  const source = await openSource();
  const { createExtractor } = await source.load("inference/features/extractor.ts");
  const { goldenWaveform } = await source.load("signal/golden-waveform.ts");
  const preprocessor = JSON.parse(readFileSync(path.join(folder, "preprocessor_config.json"), "utf8"));
  const extractor = createExtractor(preprocessor.feature_extractor_type, preprocessor);
  const features = await extractor.extract(goldenWaveform(seconds * 16_000, 16_000));
  await source.close();
  const weights = path.join(folder, "onnx/model.onnx");
  const sessions = [];
  for (const intraOpNumThreads of threads) {
    sessions.push(await ort.InferenceSession.create(weights, { intraOpNumThreads, interOpNumThreads: 1 }));
  }
  const feeds = { [features.name]: new ort.Tensor("float32", features.data, features.dims) };
  return {
    async time() {
      const ms = [];
      for (const session of sessions) ms.push((await timeCall(() => session.run(feeds))).tookMs);
      return ms;
    },
    async close() {
      for (const session of sessions) await session.release();
    },
  };
}
