/**
 * Scripted states of the whole session, one for each thing a screen must be able to show. Development only. Long,
 * because it is a list: each state is written out, so that it can be read beside the screen.
 */
import type { BackendReport, ModelInfo } from "../../models/model-info.ts";
import { topK } from "../../scores/top-k.ts";
import { DEFAULT_SETTINGS } from "../../session/default-settings.ts";
import { EMPTY_LIBRARY } from "../../session/library-state.ts";
import type { Problem } from "../../session/problem.ts";
import type { EarshotState, FileEntry, LiveState } from "../../session/state.ts";
import { SPECTROGRAM_BINS } from "../../signal/spectral-column.ts";
import { pretendOverview } from "./pretend-picture.ts";
import { SERVER } from "./server-scenes.ts";

export const LABELS = [
  "dog",
  "rain",
  "sea_waves",
  "crying_baby",
  "clock_tick",
  "sneezing",
  "helicopter",
  "chainsaw",
  "rooster",
  "crackling_fire",
  "cello",
  "clarinet",
  "flute",
  "acoustic_guitar",
  "organ",
  "piano",
  "saxophone",
  "trumpet",
  "violin",
  "electric_guitar",
  "speech",
  "silence",
] as const;

/** Names as AudioSet has them. */
const LONG_LABELS = [
  "Vehicle horn, car horn, honking",
  "Musical instrument, plucked string instrument",
  "Inside, large room or hall",
  "Heavy metal",
  "Chirp, tweet",
  "Emergency vehicle, police car (siren)",
  "Reverberation",
  "Child speech, kid speaking",
  "Steelpan",
  "Domestic animals, pets",
  "Fire engine, fire truck (siren)",
  "Male singing",
];

const MODEL: ModelInfo = {
  id: "everyday-sounds",
  source: "embedded",
  labels: LABELS,
  sampleRateHz: 16_000,
  windowSamples: 16_000,
  windowIsFixed: true,
  activation: "sigmoid",
  architecture: "convolutional network on log-mel",
  precision: "fp32",
  output: { name: "logits", is: "logits" },
  sizeBytes: 1_240_000,
};

const BACKEND: BackendReport = {
  chosen: { device: "wasm", threads: 2 },
  windowMs: 3.1,
  remembered: false,
  trials: [
    { backend: { device: "webgpu", threads: 1 }, outcome: "failed", reason: "no adapter" },
    { backend: { device: "wasm", threads: 1 }, outcome: "right", tookMs: 5.4, maxError: 2e-7 },
    { backend: { device: "wasm", threads: 2 }, outcome: "right", tookMs: 3.1, maxError: 2e-7 },
    { backend: { device: "wasm", threads: 4 }, outcome: "wrong", maxError: 0.31 },
  ],
};

export const READY = { phase: "ready", model: MODEL, backend: BACKEND } as const;

export const LISTENING: Extract<LiveState, { phase: "listening" }> = {
  phase: "listening",
  facts: {
    kind: "microphone",
    label: "Desk microphone",
    deviceId: "desk",
    sampleRateHz: 48_000,
    channelCount: 1,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    latencyMs: 12,
  },
  startedAtMs: 0,
  result: null,
  counters: { windowsRun: 0, windowsDropped: 0, framesLost: 0, updatesPerSecond: 5, slowerHopMs: null },
  hint: null,
};

const OFF: EarshotState = {
  engine: READY,
  coming: null,
  library: { ...EMPTY_LIBRARY, stored: [], hub: { ...EMPTY_LIBRARY.hub, endpoint: "https://huggingface.co" } },
  server: SERVER,
  live: { phase: "off" },
  microphones: [
    { deviceId: "desk", label: "Desk microphone" },
    { deviceId: "webcam", label: "HD Webcam C920 (046d:082d)" },
  ],
  tabAudioSupported: true,
  files: [],
  selectedFileId: null,
  queue: { paused: false, leftS: null },
  settings: DEFAULT_SETTINGS,
  notices: [],
  samples: [
    { id: "ticking-clock", name: "Ticking clock", modelId: "everyday-sounds" },
    { id: "dog-bark", name: "Dog bark", modelId: "everyday-sounds" },
    { id: "flute", name: "Flute", modelId: "everyday-sounds" },
    { id: "snare-drum", name: "Snare drum", modelId: "everyday-sounds" },
    { id: "spoken-seven", name: "The word “seven”", modelId: "spoken-digits" },
  ],
};

function problem(code: Problem["code"], details: Problem["details"] = {}): Problem {
  return { code, details };
}

function file(id: string, path: string, state: FileEntry["state"], durationS: number | null = null): FileEntry {
  return {
    id,
    name: path.split("/").at(-1) ?? path,
    path,
    sizeBytes: 812_345,
    hasSound: true,
    trueLabel: null,
    modelId: MODEL.id,
    labels: LABELS,
    activation: "sigmoid",
    sourceRateHz: 44_100,
    channels: 2,
    codec: "pcm-s16",
    durationS,
    state,
    track: null,
    clip: [],
    overview: null,
  };
}

/** A minute in which rain falls, a dog barks twice and a clock ticks on. */
export function heardFile(id: string, path: string, durationS: number): FileEntry {
  const rateHz = MODEL.sampleRateHz;
  const count = Math.max(1, Math.floor((durationS - 2) / 0.5) + 1);
  const scores = new Float32Array(count * LABELS.length);
  for (let window = 0; window < count; window++) {
    const startS = window / 2;
    const row = scores.subarray(window * LABELS.length, (window + 1) * LABELS.length);
    for (let index = 0; index < row.length; index++)
      row[index] = 0.02 + 0.03 * Math.abs(Math.sin(startS * 3 + index * 7));
    row[1] = 0.5 + 0.45 * Math.sin(startS / 6);
    row[0] = Math.abs((startS % 20) - 8) < 1.5 ? 0.93 : 0.05;
    row[4] = startS > durationS * 0.55 ? 0.82 + 0.1 * Math.sin(startS * 2) : 0.08;
    row[20] = Math.max(0.03, 0.4 * Math.sin(startS / 3));
  }
  const track = {
    sampleRateHz: rateHz,
    numLabels: LABELS.length,
    count,
    starts: Float64Array.from({ length: count }, (_, window) => window * 8_000),
    ends: Float64Array.from({ length: count }, (_, window) => Math.min(durationS * rateHz, window * 8_000 + 32_000)),
    scores,
  };
  const clip = LABELS.map((_, label) => {
    let sum = 0;
    for (let window = 0; window < count; window++) sum += scores[window * LABELS.length + label] ?? 0;
    return sum / count;
  });
  return {
    ...file(id, path, { phase: "done", damage: null }, durationS),
    track,
    clip: topK(clip, LABELS, LABELS.length),
    overview: pretendOverview(durationS),
  };
}

/** As it stands while it is being heard: nothing beyond `doneS` yet. */
function partlyHeard(whole: FileEntry, doneS: number): FileEntry {
  const { track, overview, durationS } = whole;
  return {
    ...whole,
    state: { phase: "running", doneS, durationS },
    track: track && { ...track, count: Math.floor((doneS - 2) / 0.5) + 1 },
    overview: overview && {
      ...overview,
      count: Math.floor(doneS / overview.binS),
      columnCount: Math.floor(doneS / overview.columnS),
      columns: overview.columns.subarray(0, Math.floor(doneS / overview.columnS) * SPECTROGRAM_BINS),
    },
  };
}

const QUEUE: readonly FileEntry[] = [
  heardFile("a", "Garden at dawn, with the neighbour's dog.wav", 62),
  {
    ...heardFile("b", "kitchen-clock.mp3", 12.4),
    state: { phase: "done", damage: problem("file-damaged", { atS: 9.2 }) },
  },
  { ...file("c", "interview-2026-03.mp4", { phase: "running", doneS: 1265, durationS: 3605 }, 3605) },
  file("d", "a very long name of a field recording that somebody made by the river at night (take 2).flac", {
    phase: "waiting",
  }),
  file("e", "notes.wav", { phase: "failed", problem: problem("file-not-audio", { name: "notes.wav" }) }),
  file("f", "rehearsal.ogg", { phase: "cancelled" }, 241),
];

/** Folders whose names are labels, one spelt otherwise, one that the model does not know; heard with some mistakes. */
const LABELLED: readonly FileEntry[] = ["dog", "rain", "Clock Tick", "sea_waves", "helicopter", "frog"].flatMap(
  (folder, place) =>
    Array.from({ length: 7 }, (_, take) => {
      const known: readonly string[] = LABELS;
      const truth = known.indexOf(folder.toLowerCase().replace(" ", "_"));
      const wrong = (take * 5 + place * 3) % 7 < 2;
      const best = wrong || truth < 0 ? (truth + 2 + ((take + place) % 4)) % LABELS.length : truth;
      const clip = LABELS.map((label, index) => ({
        label,
        score: index === best ? 0.62 + take / 20 : index === truth ? 0.4 : 0.02 + ((index * 7 + take * 3) % 11) / 60,
      }));
      const heard = heardFile(`${folder} ${take}`, `clips/${folder}/${folder}-${take + 1}.wav`, 12);
      return { ...heard, clip: clip.sort((a, b) => b.score - a.score) };
    }),
);

const loading = { phase: "loading", modelId: "everyday-sounds", totalBytes: 1_240_000 } as const;
const hub = "MIT/ast-finetuned-audioset-10-10-0.4593";

/** `live` scenes that move are driven by `fake-session.ts` on top of these. */
export const SCENES: Record<string, EarshotState> = {
  off: OFF,
  loading: { ...OFF, engine: { ...loading, step: "files", loadedBytes: 812_000 } },
  checking: { ...OFF, engine: { ...loading, step: "checking", loadedBytes: 1_240_000 } },
  opening: { ...OFF, live: { phase: "opening", source: "microphone" } },
  listening: { ...OFF, live: LISTENING },
  unsure: { ...OFF, live: { ...LISTENING, hint: "quiet" } },
  slow: {
    ...OFF,
    live: {
      ...LISTENING,
      facts: { ...LISTENING.facts, echoCancellation: true, noiseSuppression: true },
      counters: { windowsRun: 96, windowsDropped: 12, framesLost: 128, updatesPerSecond: 2.1, slowerHopMs: 600 },
      hint: "clipping",
    },
  },
  denied: { ...OFF, live: { phase: "failed", problem: problem("microphone-denied") } },
  broken: {
    ...OFF,
    engine: { phase: "failed", modelId: hub, problem: problem("model-not-found", { modelId: hub, model: hub }) },
  },
  long: {
    ...OFF,
    engine: { ...READY, model: { ...MODEL, id: hub, source: "hub", labels: LONG_LABELS, activation: "sigmoid" } },
    live: LISTENING,
    settings: { ...OFF.settings, topK: 10, activation: "none", threshold: 0.3 },
  },
  files: { ...OFF, files: QUEUE, selectedFileId: "a" },
  "file-hour": { ...OFF, files: [heardFile("a", "A whole hour by the river.flac", 3605)], selectedFileId: "a" },
  "file-running": {
    ...OFF,
    files: [partlyHeard(heardFile("a", "interview-2026-03.mp4", 410), 150)],
    selectedFileId: "a",
  },
  "file-kept": {
    ...OFF,
    files: [{ ...heardFile("a", "Garden at dawn.wav", 62), hasSound: false }],
    selectedFileId: "a",
  },
  labelled: { ...OFF, files: LABELLED, selectedFileId: "dog 0" },
  notices: {
    ...OFF,
    notices: [
      { id: 1, kind: "info", text: "WebGPU gave wrong numbers here, so everyday-sounds runs on WASM." },
      {
        id: 2,
        kind: "error",
        text: "The model's worker ended unexpectedly. It was started again; one window was lost.",
      },
    ],
  },
};
