/** The words of `sentences.ts` for weights that are damaged, or not read here: one for every reason of `checkpoint-fault.ts`. */
import type { ErrorDetails } from "../errors/earshot-error.ts";
import { DAMAGES, type Damage, FOREIGNERS, type Foreigner } from "../models/checkpoint/checkpoint-fault.ts";
import { named, type Sentence, type Words } from "./model-sentences.ts";

const SAVE_AGAIN = "Save it again with Python's save_pretrained, which writes safetensors, or choose another model.";
const OTHER_COPY = "Get it again, or choose another model. If it stays so, tell its author.";

const FOREIGN: Readonly<Record<Foreigner, Words>> = {
  "tensor-type": ({ id, type }) => ({
    what: `${named(id)} has weights of a type that is not read here${inBrackets(type)}.`,
    wayOn: "Choose a version of it in float32, float16 or bfloat16.",
  }),
  "header-size": ({ id, file }) => ({
    what: `${named(id)} says more about its weights than any model of sound needs: ${fileOf(file)} is not read.`,
    wayOn: "Choose another model.",
  }),
  "legacy-pickle": ({ id, file }) => ({
    what: `${named(id)} has weights from a PyTorch older than 1.6 (${fileOf(file)}), which are not read here.`,
    wayOn: SAVE_AGAIN,
  }),
  "pickle-call": ({ id, called }) => ({
    what: `${named(id)} would run program code when its weights are opened${inBrackets(called)}; nothing of it was run.`,
    wayOn:
      "Choose a version with safetensors weights. If you did not expect code in it, do not open it in Python either.",
  }),
  "byte-order": ({ id }) => ({
    what: `${named(id)} was saved on a machine that orders bytes the other way round.`,
    wayOn: SAVE_AGAIN,
  }),
  packed: ({ id, file }) => ({
    what: `${named(id)} has weights that were compressed or encrypted (${fileOf(file)}).`,
    wayOn: SAVE_AGAIN,
  }),
  "no-state-dict": ({ id, file }) => ({
    what: `${named(id)} has a file of weights with no named weights in it (${fileOf(file)}).`,
    wayOn: SAVE_AGAIN,
  }),
  "several-models": ({ id, file }) => ({
    what: `${named(id)} has several models in one file (${fileOf(file)}), and nothing says which one is meant.`,
    wayOn: "Save the one you mean with Python's save_pretrained, or choose another model.",
  }),
};

const DAMAGED: Readonly<Record<Damage, Words>> = {
  header: ({ id, file }) => ({
    what: `${named(id)} has a file whose table of contents is damaged (${fileOf(file)}).`,
    wayOn: OTHER_COPY,
  }),
  offsets: ({ id, file }) => ({
    what: `${named(id)} has a file whose weights do not lie where it says (${fileOf(file)}).`,
    wayOn: OTHER_COPY,
  }),
  "cut-off": ({ id, file }) => ({
    what: `${named(id)} has a file that is cut off (${fileOf(file)}).`,
    wayOn: OTHER_COPY,
  }),
  index: ({ id, file }) => ({
    what: `${named(id)} has its weights in several files, and the list of them is wrong (${fileOf(file)}).`,
    wayOn: OTHER_COPY,
  }),
  archive: ({ id, file }) => ({
    what: `${named(id)} has a file that is no whole PyTorch archive (${fileOf(file)}).`,
    wayOn: OTHER_COPY,
  }),
  pickle: ({ id, file }) => ({
    what: `${named(id)} has a PyTorch file whose list of weights is damaged (${fileOf(file)}).`,
    wayOn: OTHER_COPY,
  }),
  "not-finite": ({ id, file }) => ({
    what: `${named(id)} has weights that are no numbers${typeof file === "string" ? ` (${file})` : ""}: it could give no scores.`,
    wayOn: "Choose another model or another version of it: its training went wrong, or the file is damaged.",
  }),
};

/** Null where it is about something else. */
export function foreignWeights(details: ErrorDetails): Sentence | null {
  const reason = FOREIGNERS.find((known) => known === details.reason);
  return reason ? FOREIGN[reason](details) : null;
}

/** Null where it is about something else. */
export function damagedWeights(details: ErrorDetails): Sentence | null {
  const reason = DAMAGES.find((known) => known === details.reason);
  return reason ? DAMAGED[reason](details) : null;
}

/** Null where it is about something else. */
export function missingShard({ id, file, reason }: ErrorDetails): Sentence | null {
  if (reason !== "shard-missing") return null;
  return {
    what: `${named(id)} names a file of weights that is not there (${fileOf(file)}).`,
    wayOn: "If it is a folder of yours, add the file. Otherwise choose another model, or tell its author.",
  };
}

function fileOf(file: ErrorDetails[string]): string {
  return typeof file === "string" ? file : "its weights";
}

function inBrackets(name: ErrorDetails[string]): string {
  return typeof name === "string" && name !== "" ? ` (${name})` : "";
}
