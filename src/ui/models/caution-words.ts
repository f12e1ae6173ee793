/** What to know before a model is downloaded, each in a sentence. */
import type { Caution } from "../../models/preflight.ts";
import { formatBytes } from "../figures.ts";

const HEADS: Record<Extract<Caution, { kind: "head" }>["note"], string> = {
  "dense-linear":
    "Its head has two layers, and nothing records what lies between them: it is read as nothing. Its scores may differ a little from its author's.",
  "dense-tanh":
    "Its head is of a class of its author's (two layers with tanh between them), read as that class is known to be.",
};

export function cautionWords(caution: Caution): string {
  switch (caution.kind) {
    case "non-commercial":
      return `Its licence (${caution.licence}) allows no commercial use.`;
    case "slow-without-gpu":
      return "It is large for a machine without a graphics processor that the browser can use: expect seconds for each window.";
    case "may-not-fit-storage":
      return `The browser has ${formatBytes(caution.freeBytes)} left for this site and it needs ${formatBytes(caution.bytes)}: it may be gone when the page closes.`;
    case "long-window":
      return `It listens to ${Number(caution.windowS.toFixed(2))} s at a time, so what it says on Live follows slowly.`;
    case "not-tagged":
      return caution.pipelineTag === null
        ? "Its page does not say that it classifies sound; its files look as if it did."
        : `Its page calls it a model for ${caution.pipelineTag}; its files look as if it classified sound.`;
    case "assumed-preprocessor":
      return `It does not say how it wants its sound; what is usual for its kind is taken (${caution.extractor}).`;
    case "head":
      return HEADS[caution.note];
    default:
      return caution satisfies never;
  }
}
