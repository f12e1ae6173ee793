/** What to know of a model that can run, before it is downloaded. */
import { isNonCommercial } from "./licence.ts";
import { weightsOf } from "./order-offers.ts";
import type { PrecisionOffer } from "./precision.ts";
import type { Caution, MachineFacts } from "./preflight.ts";
import type { HubModel } from "./repo-files.ts";

/** wav2vec2-base has 95 M weights and takes 1.4 s for a window of 5 s on two WASM threads; three times that is not live. */
const SLOW_WEIGHTS = 150e6;
const LONG_WINDOW_S = 10;

interface Grounds {
  readonly hub: HubModel;
  readonly windowS: number;
  readonly best: PrecisionOffer | undefined;
  readonly machine: MachineFacts;
}

export function cautionsOf({ hub, windowS, best, machine }: Grounds): Caution[] {
  const cautions: Caution[] = [];
  if (hub.licence !== null && isNonCommercial(hub.licence)) {
    cautions.push({ kind: "non-commercial", licence: hub.licence });
  }
  if (hub.pipelineTag !== "audio-classification") {
    cautions.push({ kind: "not-tagged", pipelineTag: hub.pipelineTag });
  }
  if (best && !machine.webgpu && weightsOf(best) > SLOW_WEIGHTS) {
    cautions.push({ kind: "slow-without-gpu", bytes: best.totalBytes });
  }
  if (best && machine.freeBytes !== null && best.totalBytes > machine.freeBytes) {
    cautions.push({ kind: "may-not-fit-storage", bytes: best.totalBytes, freeBytes: machine.freeBytes });
  }
  if (windowS >= LONG_WINDOW_S) cautions.push({ kind: "long-window", windowS });
  return cautions;
}
