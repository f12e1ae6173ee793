/** Log-mel of Earshot beside that of transformers.js. */
import { digits, ratio, spread } from "../statistics.mjs";

const AST = { sampling_rate: 16_000, mean: -4.2677393, std: 4.5689974, do_normalize: true, feature_size: 1 };
const WHISPER = {
  sampling_rate: 16_000,
  hop_length: 160,
  n_fft: 400,
  chunk_length: 30,
  n_samples: 480_000,
  nb_max_frames: 3000,
};
const CASES = [
  {
    name: "AST, 10.24 s × 128 mels",
    type: "ASTFeatureExtractor",
    config: { ...AST, num_mel_bins: 128, max_length: 1024 },
    seconds: 10.24,
  },
  {
    name: "embedded models, 2 s × 64 mels",
    type: "ASTFeatureExtractor",
    config: { ...AST, num_mel_bins: 64, max_length: 198 },
    seconds: 2,
  },
  {
    name: "the same, live: a window each 0.2 s",
    type: "ASTFeatureExtractor",
    config: { ...AST, num_mel_bins: 64, max_length: 198 },
    seconds: 2,
    hopS: 0.2,
  },
  {
    name: "Whisper, 30 s × 80 mels",
    type: "WhisperFeatureExtractor",
    config: { ...WHISPER, feature_size: 80 },
    seconds: 30,
  },
  {
    name: "Whisper, 30 s × 128 mels",
    type: "WhisperFeatureExtractor",
    config: { ...WHISPER, feature_size: 128 },
    seconds: 30,
  },
];
const RUNS = 60;

/** @param {import("../context.mjs").Context} context */
export async function measure({ openPage }) {
  const page = await openPage();
  const rows = [];
  const ratios = {};
  for (const { name, ...asked } of CASES) {
    const runs = asked.seconds > 20 ? RUNS / 3 : RUNS;
    const times = await page.evaluate((request) => window.bench.timeFeatures(request), { ...asked, runs });
    const faster = ratio(times.theirsMs, times.oursMs);
    ratios[`Log-mel: ${name}`] = faster;
    rows.push([
      name,
      spread(times.oursMs),
      spread(times.theirsMs),
      `${digits(faster)} ×`,
      times.usualDifference.toExponential(0),
      times.largestDifference.toExponential(0),
    ]);
  }
  await page.close();
  return {
    title: "Features",
    words:
      "One thread, no model. Alternately, in one page. Values differ where quiet bins lie beside loud ones: ours are float32.",
    columns: ["", "Earshot ms", "transformers.js ms", "faster", "99 % of values differ by", "all by"],
    rows,
    ratios,
  };
}
