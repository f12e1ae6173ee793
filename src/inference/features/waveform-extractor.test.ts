/** Our own wav2vec2 normalisation against the extractor of transformers.js itself. */
import { Wav2Vec2FeatureExtractor } from "@huggingface/transformers";
import { describe, expect, it, vi } from "vitest";
import { goldenWaveform } from "../../signal/golden-waveform.ts";
import { createWav2Vec2Extractor, createWaveformExtractor } from "./waveform-extractor.ts";

vi.mock("@huggingface/transformers", async () => {
  const { transformersInNode } = await import("../testing/transformers-in-node.ts");
  return transformersInNode();
});

const json = (do_normalize: boolean) => ({
  feature_extractor_type: "Wav2Vec2FeatureExtractor",
  sampling_rate: 16_000,
  do_normalize,
});

async function theirs(waveform: Float32Array, normalise: boolean): Promise<ArrayLike<number>> {
  const extractor = new Wav2Vec2FeatureExtractor(json(normalise)) as unknown as (
    sound: Float32Array,
  ) => Promise<{ input_values: { data: Float32Array } }>;
  return (await extractor(waveform)).input_values.data;
}

const SOUNDS: [string, Float32Array][] = [
  ["the golden waveform", goldenWaveform(33_333, 16_000)],
  ["silence", new Float32Array(16_000)],
  ["an offset", new Float32Array(8_000).fill(0.75)],
  ["hardly anything", goldenWaveform(16_000, 16_000).map((x) => x * 1e-6)],
  ["one sample", Float32Array.of(0.5)],
];

describe("wav2vec2's waveform", () => {
  it.each(SOUNDS)("%s: the numbers of transformers.js, bit by bit", async (_, sound) => {
    for (const normalise of [true, false]) {
      const { data, dims } = await createWav2Vec2Extractor(json(normalise)).extract(sound);
      expect(dims).toEqual([1, sound.length]);
      expect(data).toEqual(await theirs(sound, normalise));
    }
  });

  it("is normalised where the file does not say, as in Python", async () => {
    const sound = goldenWaveform(1_000, 16_000);
    const { data } = await createWav2Vec2Extractor({}).extract(sound);
    expect(data).toEqual(await theirs(sound, true));
  });

  it("is that of each window of a pack", async () => {
    const extractor = createWav2Vec2Extractor(json(true));
    const sound = goldenWaveform(10_000, 16_000);
    const { data, dims } = await extractor.extractMany(sound, Int32Array.of(0, 1_234, 2_000), 8_000);
    expect(dims).toEqual([3, 8_000]);
    for (const [index, offset] of [0, 1_234, 2_000].entries()) {
      const alone = await extractor.extract(sound.subarray(offset, offset + 8_000));
      expect(data.subarray(index * 8_000, (index + 1) * 8_000)).toEqual(alone.data);
    }
  });

  it("leaves the sound that it was given alone", async () => {
    const sound = goldenWaveform(500, 16_000);
    const before = sound.slice();
    await createWaveformExtractor("samples", { normalise: false })
      .extract(sound)
      .then(({ data }) => data.fill(9));
    expect(sound).toEqual(before);
  });

  it("refuses a file whose switch is none", () => {
    expect(() => createWav2Vec2Extractor({ do_normalize: "maybe" })).toThrow(/do_normalize/);
  });
});
