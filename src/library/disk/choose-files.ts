/**
 * Which of a folder's files are the model, and what they say of it: a tagger by its `earshot.json`, else ONNX in its best
 * precision, else a checkpoint in the precision that fits this machine best. Small files are read here, with a bound; weights are not touched.
 */

import { invalidFile, jsonOf } from "../../models/parse-json.ts";
import type { PrecisionOffer } from "../../models/precision.ts";
import { offerOf, precisionOffers, precisionOfName } from "../../models/precision-offers.ts";
import type { MachineFacts } from "../../models/preflight.ts";
import type { RepoFile } from "../../models/repo-files.ts";
import type { TaggerSpec } from "../../models/tagger.ts";
import { labelFileOf, resolveTagger, TAGGER_FILE } from "../../models/tagger-schema.ts";
import { SMALL_BYTES } from "../download/fetch-file.ts";
import { offerOfCheckpoint } from "./checkpoint-on-disk.ts";
import { type DiskEntry, noModel } from "./entries.ts";

export interface ModelOnDisk {
  readonly tagger: TaggerSpec | null;
  readonly offer: PrecisionOffer;
  /** Paths of the JSON files to keep. */
  readonly sides: readonly string[];
}

const SIDES = ["config.json", "preprocessor_config.json"];

/** @throws EarshotError `folder-without-model` | `model-config-invalid` | `archive-unreadable` */
export async function chooseFiles(entries: readonly DiskEntry[], machine: MachineFacts): Promise<ModelOnDisk> {
  const files = entries.map(({ path, bytes }): RepoFile => ({ path, bytes, sha256: null }));
  const tagger = await readTaggerOf(entries);
  if (tagger) {
    const offer = offerOf(files, tagger.model, precisionOfName(tagger.model));
    if (!offer) throw noModel(`${tagger.model} is not there`);
    return { tagger, offer, sides: [] };
  }
  const offer = precisionOffers(files)[0] ?? onlyGraph(files) ?? (await checkpointOf(entries, machine));
  if (!offer) throw noModel("no weights");
  return { tagger: null, offer, sides: SIDES.filter((path) => entries.some((entry) => entry.path === path)) };
}

async function checkpointOf(entries: readonly DiskEntry[], machine: MachineFacts): Promise<PrecisionOffer | null> {
  const [config, preprocessor] = await Promise.all(SIDES.map((path) => textOf(entries, path)));
  if (config == null) throw noModel("no config.json");
  const json = jsonOf(config, "config.json");
  return offerOfCheckpoint(entries, json, preprocessor == null ? null : jsonOf(preprocessor, SIDES[1] ?? ""), machine);
}

/** A single graph under a name of its own is what is meant. */
function onlyGraph(files: readonly RepoFile[]): PrecisionOffer | null {
  const [graph, ...others] = files.filter(({ path }) => path.endsWith(".onnx"));
  return graph && others.length === 0 ? offerOf(files, graph.path, precisionOfName(graph.path)) : null;
}

async function readTaggerOf(entries: readonly DiskEntry[]): Promise<TaggerSpec | null> {
  const text = await textOf(entries, TAGGER_FILE);
  if (text === null) return null;
  const json = jsonOf(text, TAGGER_FILE);
  const labels = labelFileOf(json);
  return resolveTagger(json, labels === null ? null : await textOf(entries, labels));
}

async function textOf(entries: readonly DiskEntry[], path: string): Promise<string | null> {
  const entry = entries.find((some) => some.path === path);
  if (!entry) return null;
  if (entry.bytes > SMALL_BYTES) throw invalidFile(path, `it is larger than ${SMALL_BYTES / 2 ** 20} MB`);
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of entry.read()) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}
