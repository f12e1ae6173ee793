/**
 * A repository's files → the precisions in which it offers its weights, by the names that the Hub's exporters give: the table
 * of transformers.js (`DEFAULT_DTYPE_SUFFIX_MAPPING`). Other ONNX names (`model_optimized.onnx`) are not taken: what is in
 * them is a guess. Deliberately doesn't: order them for a machine (`order-offers.ts`).
 */
import { fetchBytesOf, type OfferedFile, PRECISIONS, type Precision, type PrecisionOffer } from "./precision.ts";
import type { RepoFile } from "./repo-files.ts";

/** Two names of one precision: the first is what its exporter writes unless told otherwise. */
const GRAPH_NAMES: Readonly<Record<Precision, readonly string[]>> = {
  fp32: ["model"],
  fp16: ["model_fp16"],
  q8: [], // No exporter's: what others call so is int8.
  int8: ["model_quantized", "model_int8"],
  uint8: ["model_uint8"],
  q4: ["model_q4"],
  q4f16: ["model_q4f16"],
  bnb4: ["model_bnb4"],
};
/** Where exporters put them; the first that has a precision gives it. */
const FOLDERS = ["onnx/", ""];

/** Every path at which a graph may lie, in the order of preference; also for a mirror that cannot list a repository. */
export function graphPaths(): { readonly precision: Precision; readonly path: string }[] {
  return PRECISIONS.flatMap((precision) =>
    FOLDERS.flatMap((folder) => GRAPH_NAMES[precision].map((name) => ({ precision, path: `${folder}${name}.onnx` }))),
  );
}

export function precisionOffers(files: readonly RepoFile[]): PrecisionOffer[] {
  const taken = new Map<Precision, PrecisionOffer>();
  for (const { precision, path } of graphPaths()) {
    if (taken.has(precision)) continue;
    const offer = offerOf(files, path, precision);
    if (offer) taken.set(precision, offer);
  }
  return [...taken.values()];
}

/** One graph and its external data; null where it is not there, is empty, or a size is unknown. */
export function offerOf(files: readonly RepoFile[], path: string, precision: Precision): PrecisionOffer | null {
  const graph = files.find((file) => file.path === path);
  const wanted = graph ? [graph, ...externalDataOf(files, path)] : [];
  const offered = wanted.flatMap(({ path, bytes, sha256 }): OfferedFile[] =>
    bytes !== null && bytes > 0 ? [{ path, bytes, sha256 }] : [],
  );
  if (offered.length === 0 || offered.length !== wanted.length) return null;
  return { precision, files: offered, totalBytes: fetchBytesOf({ files: offered }), making: null };
}

/** `model.onnx_data`, `model.onnx_data_1` …, `model.onnx.data`: beside the graph, in the order of their numbers. */
function externalDataOf(files: readonly RepoFile[], graph: string): RepoFile[] {
  const numbered = files.flatMap((file) => {
    const rest = file.path.startsWith(graph) ? file.path.slice(graph.length) : "";
    const match = /^[._]data(?:_(?<number>\d{1,4}))?$/.exec(rest);
    return match ? [{ file, number: Number(match.groups?.number ?? -1) }] : [];
  });
  return numbered.sort((a, b) => a.number - b.number).map(({ file }) => file);
}

/** By the ending of a file's name: `mn10_fp16.onnx`, `model.int8.onnx`. What says nothing is full precision. */
export function precisionOfName(path: string): Precision {
  const ending = /[._-](?<ending>[a-z0-9]+)\.onnx$/i.exec(path)?.groups?.ending?.toLowerCase();
  if (ending === "quantized" || ending === "q8") return "int8";
  return PRECISIONS.find((precision) => precision === ending) ?? "fp32";
}
