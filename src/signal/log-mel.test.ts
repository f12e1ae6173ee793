/**
 * One file, though long: every promise of `log-mel.ts` is held for both implementations, over the same signals, which are written
 * out here as the formulas that the Python reference was made of.
 */
import { describe, expect, it } from "vitest";
import { LogMel } from "./log-mel.ts";
import type { LogMelRecipe } from "./log-mel-recipe.ts";
import { type CreateLogMelRows, createReferenceRows } from "./log-mel-rows.ts";
import reference from "./reference/log-mel.json" with { type: "json" };
import { createSimdOrThrow, largestDifference, noise } from "./test-signals.ts";

const SAMPLE_RATE_HZ = 16000;
const MEAN = -4.2677393;
const STD = 4.5689974;

/** ASTFeatureExtractor's. */
const AST: LogMelRecipe = {
  fftSamples: 512,
  frameSamples: 400,
  hopSamples: 160,
  centred: false,
  mels: 64,
  minHz: 20,
  maxHz: SAMPLE_RATE_HZ / 2,
  melScale: "kaldi",
  melNorm: "none",
  window: "hann",
  power: 2,
  preEmphasis: 0.97,
  scale: { kind: "ln-floor", floor: 2 ** -23 },
  mean: 0,
  std: 1,
};
const NORMALISED = { mean: MEAN, std: 2 * STD };
/** Centred, an FFT of no power of two, and a floor that each picture sets. */
const WHISPERS: Partial<LogMelRecipe> = {
  fftSamples: 400,
  centred: true,
  melScale: "slaney",
  window: "hann-periodic",
  preEmphasis: 0,
  scale: { kind: "db", offset: 1e-10, topDb: 80 },
  mean: -40,
  std: 40,
};

interface Implementation {
  readonly name: string;
  readonly createRows: CreateLogMelRows;
  /** Differences from Python in natural-log units: the largest, that of 99 % of the bins, and the same for pure tones. */
  readonly largest: number;
  readonly usual: number;
  readonly usualOfTones: number;
}
/**
 * What scores need is 99 % of the bins within 1e-4 and none over 5e-3. Float32 errs most far below what is loudest in a
 * frame: where pure tones leave nothing but their window's side lobes. Measured: 8e-4; 3e-5; 4e-4.
 */
const IMPLEMENTATIONS: Implementation[] = [
  { name: "TypeScript", createRows: createReferenceRows, largest: 1e-5, usual: 1e-5, usualOfTones: 1e-5 },
  { name: "WebAssembly SIMD", createRows: createSimdOrThrow, largest: 2e-3, usual: 1e-4, usualOfTones: 5e-4 },
];

/** The formulas of `bench/reference/log_mel_vectors.py`. */
function signal(name: string, samples: number): Float32Array {
  const hiss = noise(samples);
  const sample = (n: number): number => {
    const t = n / SAMPLE_RATE_HZ;
    const u = hiss[n] ?? 0;
    switch (name) {
      case "noise":
        return 0.3 * u;
      case "quiet-noise":
        return 1e-4 * u;
      case "tones":
        return 0.1 + 0.5 * Math.sin(2 * Math.PI * 440 * t) + 0.01 * Math.sin(2 * Math.PI * 5000.5 * t);
      case "clipped":
        return Math.max(-1, Math.min(1, 3 * Math.sin(2 * Math.PI * 300 * t) + 0.5 * u));
      case "silence":
        return 0;
      case "speech":
        return voice(t) * Math.max(0, Math.sin(4 * Math.PI * t)) ** 2 + 1e-3 * u;
      default:
        throw new Error(name);
    }
  };
  return Float32Array.from({ length: samples }, (_, n) => sample(n));
}

function voice(t: number): number {
  const phase = 2 * Math.PI * (120 * t - (20 / (6 * Math.PI)) * Math.cos(6 * Math.PI * t));
  let sum = 0;
  for (let h = 1; h <= 30; h++) {
    const hz = 120 * h;
    const weight = Math.exp(-(((hz - 500) / 300) ** 2)) + 0.5 * Math.exp(-(((hz - 1500) / 400) ** 2));
    sum += 0.2 * weight * Math.sin(h * phase);
  }
  return sum;
}

describe.each(IMPLEMENTATIONS)("$name", ({ createRows, largest, usual, usualOfTones }) => {
  function logMel(change: Partial<LogMelRecipe> = {}, numFrames = 98): LogMel {
    return new LogMel({ ...AST, ...change }, SAMPLE_RATE_HZ, { numFrames, createRows });
  }

  describe(`transformers ${reference.transformers}, numpy path`, () => {
    it.each(reference.cases)("$signal, $samples samples, $numMelBins × $maxLength", (made) => {
      const { numMelBins, maxLength, doNormalize } = made;
      const change = { mels: numMelBins, ...(doNormalize ? NORMALISED : {}) };
      const picture = logMel(change, maxLength).extract(signal(made.signal, made.samples));
      const expected = new Float32Array(Uint8Array.from(Buffer.from(made.values, "base64")).buffer);
      const got = made.rows.flatMap((row) => [...picture.subarray(row * numMelBins, (row + 1) * numMelBins)]);
      expect(expected.length).toBe(made.rows.length * numMelBins);
      const differences = Float64Array.from(expected, (value, n) => Math.abs(value - (got[n] ?? NaN))).sort();
      expect(differences.at(-1)).toBeLessThan(largest);
      const share = differences[Math.floor(0.99 * differences.length)];
      expect(share).toBeLessThan(made.signal === "tones" ? usualOfTones : usual);
    });
  });

  describe("LogMel", () => {
    it("pads before it normalises", () => {
      const picture = logMel(NORMALISED).extract(signal("noise", 400 + 160));
      expect(picture.length).toBe(98 * 64);
      expect(picture.subarray(2 * 64).every((x) => x === Math.fround(-MEAN / (2 * STD)))).toBe(true);
      expect(picture.subarray(0, 2 * 64).some((x) => x === Math.fround(-MEAN / (2 * STD)))).toBe(false);
    });

    it("gives padding alone for less than a frame", () => {
      for (const samples of [0, 1, 239, 399]) {
        expect(
          logMel()
            .extract(new Float32Array(samples).fill(0.5))
            .every((x) => x === 0),
        ).toBe(true);
      }
    });

    it("floors digital silence at ln(2^-23)", () => {
      const picture = logMel({}, 10).extract(new Float32Array(10 * 160 + 240));
      expect(picture.every((x) => x === Math.fround(Math.log(2 ** -23)))).toBe(true);
    });

    it("puts a tone in its own mel bin", () => {
      const melBinOf = (hz: number) => {
        const sine = Float32Array.from({ length: 400 }, (_, n) => Math.sin((2 * Math.PI * hz * n) / SAMPLE_RATE_HZ));
        const row = logMel({}, 1).extract(sine);
        return row.indexOf(Math.max(...row));
      };
      const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
      for (const hz of [500, 1000, 2500, 6000]) {
        const ideal = ((mel(hz) - mel(20)) / (mel(8000) - mel(20))) * 65 - 1;
        expect(Math.abs(melBinOf(hz) - ideal)).toBeLessThan(1);
      }
    });

    it("keeps nothing from one call to the next where no place in a stream is told", () => {
      const extractor = logMel();
      const first = extractor.extract(signal("noise", 16000));
      extractor.extract(signal("clipped", 16000));
      expect(extractor.extract(signal("noise", 16000))).toEqual(first);
    });

    it("keeps a NaN to the frames that hold it", () => {
      const waveform = signal("noise", 16000);
      const clean = logMel().extract(waveform);
      waveform[8000] = NaN;
      const picture = logMel().extract(waveform);
      for (let frame = 0; frame < 98; frame++) {
        const row = picture.subarray(frame * 64, (frame + 1) * 64);
        const holdsIt = frame * 160 <= 8000 && 8000 < frame * 160 + 400;
        if (holdsIt) expect(row.every(Number.isNaN)).toBe(true);
        else expect(row).toEqual(clean.subarray(frame * 64, (frame + 1) * 64));
      }
    });

    it("refuses sizes and settings that make no picture", () => {
      expect(() => logMel({}, 0)).toThrow(RangeError);
      expect(() => logMel({ mels: 1.5 })).toThrow(RangeError);
      expect(() => logMel({ maxHz: 15 })).toThrow(RangeError);
      expect(() => logMel({ mean: NaN })).toThrow(RangeError);
      expect(() => logMel({ std: 0 })).toThrow(RangeError);
    });
  });

  describe("a window further on in a stream", () => {
    const sound = signal("speech", 64_000);
    const window = (start: number, samples = 32_000) => sound.slice(start, start + samples);
    it.each([
      ["AST's", {}, undefined],
      ["AST's, normalised and cut", NORMALISED, 98],
      ["Whisper's", WHISPERS, 200],
      ["Whisper's, as long as it is", WHISPERS, undefined],
      ["centred frames longer than two hops", { ...WHISPERS, hopSamples: 100, melNorm: "slaney" as const }, undefined],
    ])("has the bits that it has alone: %s", (_, change, numFrames) => {
      const options = { numFrames, createRows };
      const live = new LogMel({ ...AST, ...change }, SAMPLE_RATE_HZ, options);
      const alone = new LogMel({ ...AST, ...change }, SAMPLE_RATE_HZ, options);
      for (const start of [0, 3200, 3200, 6400, 6500, 6660, 30_000, 3200, 3360]) {
        expect(largestDifference(live.extract(window(start), start), alone.extract(window(start))), `${start}`).toBe(0);
      }
      // Shorter, and longer again.
      for (const [start, samples] of [
        [0, 32_000],
        [3200, 16_000],
        [6400, 32_000],
      ] as const) {
        const picture = live.extract(window(start, samples), start);
        expect(largestDifference(picture, alone.extract(window(start, samples)))).toBe(0);
      }
    });
  });

  describe("extractMany", () => {
    const waveform = signal("speech", 40_000);

    it.each([
      ["hops apart", [0, 8000, 16000], 16000],
      ["in any order, some alike", [4800, 0, 4800, 3200, 24160], 16000],
      ["between hops", [0, 1, 160, 161, 7919, 8079], 12345],
      ["longer than the picture", [0, 320, 640], 30000],
      ["past the end", [23840, 24000, 32000, 39600, 39601, 40000, 50000], 16000],
      ["shorter than a frame", [0, 160], 399],
      ["none", [], 16000],
    ])("gives each window the bits that extract gives it: %s", (_, starts, windowSamples) => {
      for (const change of [{}, NORMALISED, WHISPERS]) {
        const extractor = logMel(change);
        const pictures = extractor.extractMany(waveform, Int32Array.from(starts), windowSamples);
        expect(pictures.length).toBe(starts.length * 98 * 64);
        starts.forEach((start, w) => {
          const alone = extractor.extract(waveform.subarray(start, start + windowSamples));
          expect(largestDifference(pictures.subarray(w * 98 * 64, (w + 1) * 98 * 64), alone), `${start}`).toBe(0);
        });
      }
    });

    it("computes a frame once that several windows share, in a pack and live", () => {
      let frames = 0;
      const counting: CreateLogMelRows = (plan) => {
        const rows = createRows(plan);
        return {
          compute(samples, start, out) {
            frames += out.length / 64;
            rows.compute(samples, start, out);
          },
        };
      };
      const extractor = new LogMel(AST, 16000, { numFrames: 98, createRows: counting });
      frames = 0;
      extractor.extractMany(waveform, [0, 8000, 16000, 24000], 16000);
      expect(frames).toBe(98 + 50 + 50 + 50);

      frames = 0;
      for (const start of [0, 3200, 6400, 9600]) extractor.extract(waveform.slice(start, start + 16000), start);
      expect(frames).toBe(98 + 20 + 20 + 20);
      // Other sound in the same place, and a place between two frames: nothing is taken from before.
      extractor.extract(signal("noise", 16000), 9600);
      extractor.extract(waveform.slice(9700, 25700), 9700);
      expect(frames).toBe(98 + 20 + 20 + 20 + 98 + 98);

      // Silence behind a short sound is known.
      const short = new Float32Array(16000);
      short.set(waveform.subarray(8000, 10000));
      frames = 0;
      extractor.extract(short);
      expect(frames).toBe(13);
    });

    it("refuses positions that are none", () => {
      expect(() => logMel().extractMany(waveform, [-160], 16000)).toThrow(RangeError);
      expect(() => logMel().extractMany(waveform, [0.5], 16000)).toThrow(RangeError);
      expect(() => logMel().extractMany(waveform, [0], NaN)).toThrow(RangeError);
    });
  });
});

describe("WebAssembly SIMD", () => {
  const pictureBy = (createRows: CreateLogMelRows, waveform: Float32Array) =>
    new LogMel({ ...AST, mels: 128 }, SAMPLE_RATE_HZ, { numFrames: 300, createRows }).extract(waveform);

  it.each(["noise", "quiet-noise", "clipped", "speech", "silence"])(
    "is near TypeScript in every frame of %s",
    (name) => {
      const waveform = signal(name, 300 * 160 + 240);
      const simd = pictureBy(createSimdOrThrow, waveform);
      expect(largestDifference(simd, pictureBy(createReferenceRows, waveform))).toBeLessThan(2e-3);
    },
  );

  it("leaves a frame to TypeScript that float32 can't hold", () => {
    const waveform = signal("noise", 16000);
    waveform[8000] = 1e25;
    const simd = pictureBy(createSimdOrThrow, waveform);
    const reference = pictureBy(createReferenceRows, waveform);
    for (let frame = 0; frame < 98; frame++) {
      const row = simd.subarray(frame * 128, (frame + 1) * 128);
      const expected = reference.subarray(frame * 128, (frame + 1) * 128);
      const holdsIt = frame * 160 <= 8000 && 8000 < frame * 160 + 400;
      expect(largestDifference(row, expected)).toBeLessThanOrEqual(holdsIt ? 0 : 2e-3);
    }
  });
});
