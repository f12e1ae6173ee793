/**
 * The `earshot.json` of a known tagger whose repository ships none. AudioSet's 527 labels, in the order of its
 * `class_labels_indices.csv`, are Google's (CC BY 4.0). Apart from `catalogue.ts`, so that a screen does not load them.
 */
import type { HubModel } from "../repo-files.ts";
import labelsOfAudioSet from "./audioset-labels.json" with { type: "json" };
import { catalogue } from "./catalogue.ts";

/** Still to be checked by `readTagger`. Null where none is known, or where it cannot be told which file is the graph. */
export function catalogueTagger({ name, files }: Pick<HubModel, "name" | "files">): unknown {
  const row = catalogue().find(({ id }) => id === name);
  const graphs = files.filter(({ path }) => path.endsWith(".onnx"));
  const [graph] = graphs;
  if (!row?.tagger || graph === undefined || graphs.length !== 1) return null;
  const { architecture, sampleRateHz, tagger } = row;
  return { model: graph.path, architecture, sampleRateHz, ...tagger, labels: labelsOfAudioSet };
}
