/**
 * What a tagger's `earshot.json` says it takes: the waveform as it is, or its own log-mel laid out as its graph wants it.
 * A fixed window is cut, or filled up with silence before the features are made.
 */
import { invalidFile } from "../../models/parse-json.ts";
import type { TaggerInput, TaggerSpec } from "../../models/tagger.ts";
import { TAGGER_FILE } from "../../models/tagger-schema.ts";
import { LogMel } from "../../signal/log-mel.ts";
import { type Extractor, oneByOne } from "./feature-tensor.ts";
import { transposed } from "./transposed.ts";
import { createWaveformExtractor } from "./waveform-extractor.ts";

/** @throws EarshotError `model-config-invalid` where the recipe makes no picture. */
export function createTaggerExtractor({ input, sampleRateHz, windowS, windowIsFixed }: TaggerSpec): Extractor {
  const fixedSamples = windowIsFixed ? Math.round(windowS * sampleRateHz) : undefined;
  if (input.kind === "waveform") {
    return createWaveformExtractor(input.name, {
      normalise: false,
      takesBatches: input.dims === "batch,samples",
      fixedSamples,
    });
  }
  return createLogMelExtractor(input, sampleRateHz, fixedSamples);
}

type LogMelInput = Extract<TaggerInput, { kind: "log-mel" }>;

function createLogMelExtractor(input: LogMelInput, rateHz: number, fixedSamples: number | undefined): Extractor {
  const { name, dims, mels } = input;
  const logMel = buildLogMel(input, rateHz);
  const melsFirst = dims === "batch,mels,frames" || dims === "batch,1,mels,frames";
  const channel = dims.includes("1") ? [1] : [];
  const laidOut = <T>(frames: T) => [...channel, ...(melsFirst ? [mels, frames] : [frames, mels])];
  return oneByOne({
    name,
    shape: [null, ...laidOut(fixedSamples === undefined ? null : logMel.numFrames(fixedSamples))],
    takesBatches: true,
    async extract(waveform, start) {
      const picture = logMel.extract(fixedSamples === undefined ? waveform : fitted(waveform, fixedSamples), start);
      const frames = picture.length / mels;
      if (frames === 0) throw invalidFile(TAGGER_FILE, `no frame in a window of ${waveform.length} samples`);
      return { name, data: melsFirst ? transposed(picture, frames, mels) : picture, dims: [1, ...laidOut(frames)] };
    },
  });
}

function buildLogMel(input: LogMelInput, rateHz: number): LogMel {
  try {
    return new LogMel(input, rateHz);
  } catch (cause) {
    throw invalidFile(TAGGER_FILE, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function fitted(waveform: Float32Array, samples: number): Float32Array {
  if (waveform.length >= samples) return waveform.subarray(0, samples);
  const whole = new Float32Array(samples);
  whole.set(waveform);
  return whole;
}
