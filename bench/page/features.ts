/** Waveform → features: Earshot's extractors and those of transformers.js, alternately, on the page's own thread. */
import { ASTFeatureExtractor, WhisperFeatureExtractor } from "@huggingface/transformers";
import { createExtractor } from "../../src/inference/features/extractor.ts";
import { goldenWaveform } from "../../src/signal/golden-waveform.ts";
import { setPeerRuntime } from "./peer-runtime.ts";

const RATE_HZ = 16_000;
const PEERS = { ASTFeatureExtractor, WhisperFeatureExtractor };

export interface FeatureCase {
  readonly type: keyof typeof PEERS;
  /** `preprocessor_config.json`. */
  readonly config: object;
  readonly seconds: number;
  /** Seconds between windows of a live stream; absent: each window is new. */
  readonly hopS?: number;
  readonly runs: number;
}

export interface FeatureTimes {
  readonly oursMs: number[];
  readonly theirsMs: number[];
  /** Of 99 % of the values, and of all. */
  readonly usualDifference: number;
  readonly largestDifference: number;
}

export async function timeFeatures({ type, config, seconds, hopS, runs }: FeatureCase): Promise<FeatureTimes> {
  setPeerRuntime(null);
  const json = { feature_extractor_type: type, ...config };
  const ours = createExtractor(type, json);
  const Peer = PEERS[type] as unknown as new (
    given: object,
  ) => (sound: Float32Array) => Promise<Record<string, { data: Float32Array }>>;
  const theirs = new Peer(json);
  const windowSamples = seconds * RATE_HZ;
  const hopSamples = (hopS ?? 0) * RATE_HZ;
  const sound = goldenWaveform(windowSamples + runs * hopSamples, RATE_HZ);
  const times: FeatureTimes = { oursMs: [], theirsMs: [], usualDifference: 0, largestDifference: 0 };
  let differences = new Float32Array();
  for (let run = 0; run < runs; run++) {
    const start = run * hopSamples;
    const window = sound.slice(start, start + windowSamples);
    const startedMs = performance.now();
    const mine = await ours.extract(window, hopS === undefined ? undefined : start);
    const betweenMs = performance.now();
    const peer = await theirs(window);
    const endedMs = performance.now();
    // The first ones compile.
    if (run >= runs / 4) {
      times.oursMs.push(betweenMs - startedMs);
      times.theirsMs.push(endedMs - betweenMs);
    }
    const values = peer[mine.name]?.data;
    differences = mine.data.map((value, at) => Math.abs(value - (values?.[at] ?? Number.NaN)));
  }
  differences.sort();
  return {
    ...times,
    usualDifference: differences[Math.floor(0.99 * differences.length)] ?? Number.NaN,
    largestDifference: differences.at(-1) ?? Number.NaN,
  };
}
