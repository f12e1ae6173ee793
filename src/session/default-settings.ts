/** What is chosen before anybody has chosen. */
import type { Settings } from "./state.ts";

export const DEFAULT_SETTINGS: Settings = {
  activation: null,
  topK: 5,
  threshold: 0.5,
  labelThresholds: {},
  events: { releaseShare: 0.4, minDurationS: 0.1, mergeGapS: 1 },
  clipMethod: "energy-mean",
  hopShare: 0.25,
  windowS: null,
  device: null,
  microphoneId: null,
  pace: "automatic",
  whenHidden: "listen",
  theme: "system",
  hubEndpoint: null,
};
