/**
 * A model's checkpoint, as far as headers tell: its own weights, safetensors before pickles; else a conversion that the Hub's own
 * robot left as a pull request (`refs/pr/N`). The latter is looked for only where the model itself has a pickle of the old
 * format, which is not read here, or no weights at all: a conversion's content is its pull request's, and nobody has merged it.
 * ONNX under `refs/pr/N` is never taken: of a known one the head is random (its size fits the library's own head, not the
 * checkpoint's).
 */
import * as v from "valibot";
import { asEarshotError, type EarshotError } from "../../errors/earshot-error.ts";
import { readCheckpoint } from "../../models/checkpoint/read-checkpoint.ts";
import { findWeights } from "../../models/checkpoint/weight-files.ts";
import type { OfferedFile } from "../../models/precision.ts";
import type { CheckpointEvidence, HubModel } from "../../models/repo-files.ts";
import { weightsElsewhere } from "../../models/weights-elsewhere.ts";
import type { HubClient } from "./hub-client.ts";

const ABSENT: CheckpointEvidence = { state: "absent" };

/** @throws EarshotError what is wrong with the way to the files; what is wrong with them is in the answer */
export async function findCheckpoint(hub: HubClient, model: HubModel, hasOnnx: boolean): Promise<CheckpointEvidence> {
  const own = await read(hub, model);
  const isLegacy = own.state === "refused" && own.refusal.details.reason === "legacy-pickle";
  const hasNothing = own.state === "absent" && !hasOnnx && weightsElsewhere(model.files) === "nothing";
  if (!isLegacy && !hasNothing) return own;
  const conversion = await converted(hub, model);
  return conversion?.state === "read" ? conversion : own;
}

async function read(hub: HubClient, model: HubModel): Promise<CheckpointEvidence> {
  const weights = findWeights(model.files);
  if (!weights) return ABSENT;
  try {
    const checkpoint = await readCheckpoint(model.files, async (path) =>
      hub.source(model, await sized(hub, model, path)),
    );
    const used = new Set([...checkpoint.tensors.values()].map(({ file }) => file));
    const files = await Promise.all([...used].sort().map((path) => sized(hub, model, path)));
    const index = weights.sharded ? await sized(hub, model, weights.path) : null;
    return { state: "read", checkpoint, format: weights.format, commit: model.commit, index, files };
  } catch (thrown) {
    const error = asEarshotError(thrown);
    if (!isAboutFiles(error)) throw error;
    return { state: "refused", refusal: { code: error.code, details: error.details } };
  }
}

/** Some mirrors list files without their sizes. */
async function sized(hub: HubClient, model: HubModel, path: string): Promise<OfferedFile> {
  const file = model.files.find((one) => one.path === path);
  if (file && file.bytes !== null) return { path, bytes: file.bytes, sha256: file.sha256 };
  const head = await hub.head(model, path);
  return { path, bytes: head?.bytes ?? 0, sha256: head?.sha256 ?? file?.sha256 ?? null };
}

const Discussions = v.object({
  discussions: v.array(
    v.object({
      num: v.pipe(v.number(), v.integer(), v.minValue(1)),
      title: v.string(),
      status: v.string(),
      isPullRequest: v.optional(v.boolean()),
      author: v.optional(v.object({ name: v.optional(v.string()) })),
    }),
  ),
});
const ROBOT = "SFconvertbot";
const TITLE = "Adding `safetensors` variant of this model";

/** As transformers looks for it (`safetensors_conversion.py`, 5.23). Null where there is none, or the Hub knows no discussions. */
async function converted(hub: HubClient, model: HubModel): Promise<CheckpointEvidence | null> {
  const outcome = v.safeParse(Discussions, await hub.discussions(model));
  if (!outcome.success) return null;
  const pull = outcome.output.discussions.find(
    ({ title, status, isPullRequest, author }) =>
      title === TITLE && status === "open" && isPullRequest !== false && author?.name === ROBOT,
  );
  if (!pull) return null;
  return read(hub, await hub.model({ name: model.name, revision: `refs/pr/${pull.num}` }));
}

/** No second try would help. */
function isAboutFiles({ code }: EarshotError): boolean {
  return ["model-corrupt", "model-unsupported", "model-not-found", "model-incomplete"].includes(code);
}
