/**
 * Reads `earshot.json` (`docs/earshot-json.md`). Every value is bounded, so that a hostile file can neither ask for gigabytes
 * of features nor lead out of its folder; an unknown key is refused, so that a misspelt one is not silently its default.
 */
import * as v from "valibot";
import { invalidFile, parseJson, readOf } from "./parse-json.ts";
import { LabelListSchema, labelsOfFile } from "./read-labels.ts";
import type { TaggerSpec } from "./tagger.ts";

export const TAGGER_FILE = "earshot.json";
const LONGEST_WINDOW_S = 60;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const integer = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const finite = (least: number, most: number) => v.pipe(v.number(), v.finite(), v.minValue(least), v.maxValue(most));
/** A file beside this one, or in a folder beside it. */
const path = (ending: RegExp) =>
  v.pipe(v.string(), v.maxLength(300), v.regex(/^(?!.*(?:\.\.|\/\/|\\))[^/\s][^\r\n]*$/), v.regex(ending));

const WaveformSchema = v.strictObject({
  kind: v.literal("waveform"),
  name,
  dims: v.picklist(["samples", "batch,samples"]),
});

const LogMelSchema = v.strictObject({
  kind: v.literal("log-mel"),
  name,
  dims: v.picklist(["batch,mels,frames", "batch,frames,mels", "batch,1,mels,frames", "batch,1,frames,mels"]),
  fftSamples: integer(16, 65_536),
  frameSamples: integer(16, 65_536),
  hopSamples: integer(1, 65_536),
  centred: v.boolean(),
  mels: integer(1, 1_024),
  minHz: finite(0, 192_000),
  maxHz: finite(1, 192_000),
  melScale: v.picklist(["htk", "slaney", "kaldi"]),
  melNorm: v.picklist(["none", "slaney"]),
  window: v.picklist(["hann", "hann-periodic", "hamming", "povey"]),
  power: v.picklist([1, 2]),
  preEmphasis: v.optional(finite(0, 1), 0),
  scale: v.variant("kind", [
    v.strictObject({ kind: v.literal("ln"), offset: finite(0, 1) }),
    v.strictObject({ kind: v.literal("db"), offset: finite(1e-30, 1), topDb: v.nullable(finite(1, 1_000)) }),
  ]),
  mean: v.optional(finite(-1e6, 1e6), 0),
  std: v.optional(
    v.pipe(
      finite(-1e6, 1e6),
      v.check((std) => std !== 0, "must not be 0"),
    ),
    1,
  ),
});

const SpecSchema = v.strictObject({
  model: path(/\.onnx$/),
  architecture: v.optional(name),
  input: v.variant("kind", [WaveformSchema, LogMelSchema]),
  output: name,
  outputIs: v.picklist(["logits", "scores"]),
  activation: v.picklist(["sigmoid", "softmax", "none"]),
  sampleRateHz: integer(1_000, 384_000),
  windowS: finite(0.01, LONGEST_WINDOW_S),
  windowIsFixed: v.boolean(),
  labels: v.union([LabelListSchema, path(/\.(?:txt|csv)$/i)]),
});

/** Labels inline, as they are after `resolveTagger`. @throws EarshotError `model-config-invalid` */
export function readTagger(json: unknown): TaggerSpec {
  const { labels, ...spec } = fitted(json);
  if (typeof labels === "string") throw invalidFile(TAGGER_FILE, `labels: ${labels} was not read`);
  return { ...spec, labels };
}

/** The file that its labels lie in; null where they stand inline. @throws EarshotError `model-config-invalid` */
export function labelFileOf(json: unknown): string | null {
  const { labels } = fitted(json);
  return typeof labels === "string" ? labels : null;
}

/** @param labelText content of `labelFileOf(json)`; null where that is null. @throws EarshotError `model-config-invalid` */
export function resolveTagger(json: unknown, labelText: string | null): TaggerSpec {
  const { labels, ...spec } = fitted(json);
  if (typeof labels !== "string") return { ...spec, labels };
  if (labelText === null) throw invalidFile(labels, "it is not there");
  return { ...spec, labels: readOf(labels, () => labelsOfFile(labels, labelText)) };
}

/** What no single field can say: frames that fit the window, bands that fit the rate. */
function fitted(json: unknown): v.InferOutput<typeof SpecSchema> {
  const spec = parseJson(SpecSchema, json, TAGGER_FILE);
  if (spec.input.kind === "waveform") return spec;
  const { fftSamples, frameSamples, hopSamples, mels, minHz, maxHz } = spec.input;
  const windowSamples = Math.round(spec.windowS * spec.sampleRateHz);
  if (frameSamples > fftSamples) throw invalidFile(TAGGER_FILE, "input: frameSamples is larger than fftSamples");
  if (hopSamples > frameSamples) throw invalidFile(TAGGER_FILE, "input: hopSamples is larger than frameSamples");
  if (frameSamples > windowSamples) throw invalidFile(TAGGER_FILE, "input: a frame is longer than the window");
  if (minHz >= maxHz || maxHz > spec.sampleRateHz / 2) throw invalidFile(TAGGER_FILE, "input: minHz, maxHz and rate");
  if (mels > fftSamples / 2) throw invalidFile(TAGGER_FILE, "input: more mels than the spectrum has lines");
  if ((windowSamples / hopSamples) * mels > 2 ** 24) throw invalidFile(TAGGER_FILE, "input: too many frames");
  return spec;
}
