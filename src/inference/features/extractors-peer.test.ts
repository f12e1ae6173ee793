/** Our log-mel extractors against those of transformers.js: the same shapes, the same numbers, the same masks. */
import { SeamlessM4TFeatureExtractor, WhisperFeatureExtractor } from "@huggingface/transformers";
import { describe, expect, it, vi } from "vitest";
import { goldenWaveform } from "../../signal/golden-waveform.ts";
import { createExtractor } from "./extractor.ts";

vi.mock("@huggingface/transformers", async () => {
  const { transformersInNode } = await import("../testing/transformers-in-node.ts");
  return transformersInNode();
});

interface Features {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}
type Peer = (sound: Float32Array) => Promise<Record<"input_features" | "attention_mask", Features | undefined>>;

const PEERS = { SeamlessM4TFeatureExtractor, WhisperFeatureExtractor };

/** Theirs is float64 inside, ours float32: quiet bins beside loud tones differ most. Of 99 % of the features, and of all. */
const USUAL = 1e-4;
const LARGEST = 2e-3;

const WHISPER = { feature_size: 80, sampling_rate: 16_000, hop_length: 160, n_fft: 400, chunk_length: 30 };
const WHISPER_SIZES = { n_samples: 480_000, nb_max_frames: 3000 };
const SEAMLESS = { num_mel_bins: 80, sampling_rate: 16_000, stride: 2, padding_value: 1, feature_size: 80 };
const sound = (samples: number) => goldenWaveform(samples, 16_000);

const CASES: [string, keyof typeof PEERS, object, Float32Array][] = [
  ["Whisper, 10 s", "WhisperFeatureExtractor", WHISPER, sound(160_000)],
  [
    "Whisper with 128 mels, more than 30 s",
    "WhisperFeatureExtractor",
    { ...WHISPER, feature_size: 128 },
    sound(490_000),
  ],
  ["Whisper, silence", "WhisperFeatureExtractor", WHISPER, new Float32Array(16_000)],
  ["wav2vec2-bert, an even number of frames", "SeamlessM4TFeatureExtractor", SEAMLESS, sound(32_000)],
  ["wav2vec2-bert, an odd number of frames", "SeamlessM4TFeatureExtractor", SEAMLESS, sound(32_160)],
];

describe("log-mel of our own", () => {
  it.each(CASES)("%s: as transformers.js", { timeout: 60_000 }, async (_, type, json, waveform) => {
    const peer = new PEERS[type]({ ...json, ...WHISPER_SIZES }) as unknown as Peer;
    const extractor = createExtractor(type, { feature_extractor_type: type, ...json });
    const theirs = await peer(waveform);
    const ours = await extractor.extract(waveform);
    expect(ours.dims).toEqual(theirs.input_features?.dims);
    const differences = ours.data.map((value, at) => Math.abs(value - (theirs.input_features?.data[at] ?? Number.NaN)));
    differences.sort();
    expect(differences.at(-1)).toBeLessThan(LARGEST);
    expect(differences[Math.floor(0.99 * differences.length)]).toBeLessThan(USUAL);
    const mask = Array.from(theirs.attention_mask?.data ?? [], Number);
    expect(Array.from(ours.mask ?? [])).toEqual(mask.includes(0) ? mask : []);
  });

  it("refuses numbers that make no picture, as the file's fault", () => {
    for (const [type, wrong] of [
      ["WhisperFeatureExtractor", { n_fft: 401 }],
      ["WhisperFeatureExtractor", { feature_size: -1 }],
      ["WhisperFeatureExtractor", { chunk_length: 1e9 }],
      ["SeamlessM4TFeatureExtractor", { stride: 0 }],
      ["SeamlessM4TFeatureExtractor", { sampling_rate: 39 }],
      ["ASTFeatureExtractor", { std: 0 }],
      ["ASTFeatureExtractor", { num_mel_bins: "many" }],
    ] as const) {
      expect(() => createExtractor(type, wrong), JSON.stringify(wrong)).toThrow(
        expect.objectContaining({ code: "model-config-invalid" }),
      );
    }
  });

  it("says of an extractor that it does not know that it is not supported", () => {
    expect(() => createExtractor("ClapFeatureExtractor", {})).toThrow(
      expect.objectContaining({ code: "model-unsupported", details: { extractor: "ClapFeatureExtractor" } }),
    );
  });
});
