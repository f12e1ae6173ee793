/** A repository without ONNX weights that we know: in which form it has them, so that the way on can be said. */
import type { RepoFile } from "./repo-files.ts";

export type WeightsElsewhere = "other-onnx" | "safetensors" | "pytorch" | "gguf" | "tensorflow" | "nothing";

/** The first that is there; the nearer to running here, the earlier. */
const FORMS: readonly (readonly [WeightsElsewhere, RegExp])[] = [
  ["other-onnx", /\.onnx$/i],
  ["safetensors", /\.safetensors$/i],
  ["pytorch", /(?:^|\/)(?!training_args)[^/]*\.(?:bin|pt|pth|ckpt)$/i],
  ["gguf", /\.gguf$/i],
  ["tensorflow", /\.(?:h5|msgpack|tflite|pb)$/i],
];

export function weightsElsewhere(files: readonly RepoFile[]): WeightsElsewhere {
  return FORMS.find(([, name]) => files.some(({ path }) => name.test(path)))?.[0] ?? "nothing";
}
