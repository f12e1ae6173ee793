/** The model card of a folder of ONNX that was made here: front matter that the Hub reads, and what a person should know. */
import type { ModelFiles } from "./model-files.ts";
import type { Precision } from "./precision.ts";
import { readModelInfo } from "./read-config.ts";

/** What it was made of. */
export interface Origin {
  /** `owner/name` on the Hub; null: from disk. */
  readonly baseModel: string | null;
  readonly commit: string | null;
  /** The checkpoint's. */
  readonly files: readonly string[];
  /** As the base model's card states it; null where it states none. */
  readonly licence: string | null;
}

/** Those of transformers.js 4.3 for this task. */
const IN_TRANSFORMERS_JS: ReadonlySet<string> = new Set([
  "wav2vec2",
  "wav2vec2-bert",
  "unispeech",
  "unispeech-sat",
  "wavlm",
  "hubert",
  "audio-spectrogram-transformer",
]);
const DTYPES: Partial<Record<Precision, string>> = { fp32: "fp32", fp16: "fp16", q8: "q8", int8: "int8", q4: "q4" };
const HOW: Partial<Record<Precision, string>> = {
  fp32: "The weights are the checkpoint's own, in 32 bits. Scores differ by rounding alone: less than 0.0001.",
  fp16: "The weights are stored in 16 bits and computed in 32.",
  q8: "The weights of linear layers are stored in 8 bits, symmetric, with a scale for each 32 (`MatMulNBits`); all others in 32 bits.",
  int8: "The weights of linear layers are stored in 8 bits, symmetric, with a scale for each output, and their inputs are quantised as they come (`MatMulInteger`); all others are stored in 32 bits.",
  q4: "The weights of linear layers are stored in 4 bits, symmetric, with a scale for each 32 (`MatMulNBits`); all others in 32 bits.",
};

/** @param graph its file's name */
export function formatOnnxCard(files: ModelFiles, graph: string, origin: Origin): string {
  const { labels, architecture, sampleRateHz, activation } = readModelInfo(files);
  const { baseModel, commit, licence } = origin;
  const name = baseModel ?? files.id.replace(/^disk:/, "");
  const known = IN_TRANSFORMERS_JS.has(architecture);
  const front = [
    ...(licence === null ? [] : [`license: ${licence}`]),
    ...(baseModel === null ? [] : [`base_model: ${baseModel}`, "base_model_relation: quantized"]),
    ...(known ? ["library_name: transformers.js"] : []),
    "pipeline_tag: audio-classification",
    "tags:",
    "- onnx",
    "- audio-classification",
  ];
  const source = baseModel === null ? `“${name}”, a folder` : `[${baseModel}](https://huggingface.co/${baseModel})`;
  const at = commit === null ? "" : ` at commit \`${commit}\``;
  return `${[
    "---",
    ...front,
    "---",
    "",
    `# ${name.replace(/^.*\//, "")}, ONNX`,
    "",
    `An ONNX form of ${source}${at}, made of ${origin.files.map((file) => `\`${file}\``).join(", ")} by Earshot, in a browser.`,
    "Its author trained it; nothing was trained here.",
    "",
    `- Kind: ${architecture}; takes ${sampleRateHz / 1000} kHz mono sound, prepared as \`preprocessor_config.json\` says.`,
    `- Gives \`logits\` [batch, ${labels.length}] (score function: ${activation}) and \`embeddings\` [batch, features].`,
    `- ${HOW[files.precision] ?? `Precision: ${files.precision}.`}`,
    `- Licence: ${licence === null ? "the base model states none" : `${licence}, the base model's`}.`,
    "",
    "## Labels",
    "",
    labels.map((label) => inline(label)).join(", "),
    "",
    ...(known ? javascript(files.precision) : python(graph)),
  ].join("\n")}\n`;
}

function javascript(precision: Precision): string[] {
  return [
    "## In JavaScript",
    "",
    "```js",
    'import { pipeline } from "@huggingface/transformers";',
    `const classify = await pipeline("audio-classification", "your/repository", { dtype: "${DTYPES[precision] ?? "fp32"}" });`,
    "```",
  ];
}

function python(graph: string): string[] {
  return [
    "## In Python",
    "",
    "```python",
    "import onnxruntime",
    `session = onnxruntime.InferenceSession("onnx/${graph}")`,
    'logits, embeddings = session.run(["logits", "embeddings"], {session.get_inputs()[0].name: features})',
    "```",
  ];
}

/** Anybody's words: nothing of them is markup. */
function inline(label: string): string {
  return `\`${label.replaceAll("`", "'").replace(/\s+/g, " ")}\``;
}
