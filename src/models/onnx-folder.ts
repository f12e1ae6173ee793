/**
 * A stored model as a folder that the Hub takes and that transformers.js and onnxruntime run: its own JSON, the graph with its
 * weights beside it, a card that says what it was made of and how. Says nothing that is not known.
 */
import * as v from "valibot";
import type { ModelFiles } from "./model-files.ts";
import { formatOnnxCard, type Origin } from "./onnx-card.ts";

export interface FolderFile {
  /** With folders, forward slashes. */
  readonly path: string;
  readonly content: Blob;
}

const AnObject = v.record(v.string(), v.unknown());

/** @param graph path of the graph, as it is stored */
export function onnxFolder(files: ModelFiles, graph: string, origin: Origin): FolderFile[] {
  const folder = graph.slice(0, graph.lastIndexOf("/") + 1);
  const name = graph.slice(folder.length);
  const json = (path: string, value: unknown) => ({
    path,
    content: new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" }),
  });
  return [
    { path: "README.md", content: new Blob([formatOnnxCard(files, name, origin)], { type: "text/markdown" }) },
    json("config.json", withExternalData(files.config, files.externalData.length > 0 ? name : null)),
    json("preprocessor_config.json", files.preprocessor),
    { path: graph, content: files.weights },
    ...files.externalData.map(({ path, data }) => ({ path: `${folder}${path}`, content: data })),
  ];
}

/** transformers.js looks for weights beside a graph only where the configuration says so. */
function withExternalData(config: unknown, graph: string | null): unknown {
  if (graph === null || !v.is(AnObject, config)) return config;
  const before = v.is(AnObject, config["transformers.js_config"]) ? config["transformers.js_config"] : {};
  return { ...config, "transformers.js_config": { ...before, use_external_data_format: { [graph]: true } } };
}
