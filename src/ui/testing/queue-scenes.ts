/** Long queues for the gallery: sixty files of folders in every state, and results of an earlier visit. Development only. */
import type { EarshotState, FileEntry, FileState } from "../../session/state.ts";
import { heardFile, LABELS, SCENES } from "./scenes.ts";

const FOLDERS = [
  "field recordings/2026 spring/river at night",
  "field recordings/2026 spring/garden",
  "field recordings/dog",
  "field recordings/rain",
  "field recordings",
] as const;

const failed = (code: Extract<FileState, { phase: "failed" }>["problem"]["code"]): FileState => ({
  phase: "failed",
  problem: { code, details: {} },
});

const UNHEARD = { durationS: null, track: null, clip: [], overview: null, modelId: null } as const;

/** Done, then failed now and then, one under way, the rest waiting. */
function entry(index: number, durationS: number): FileEntry {
  const folder = FOLDERS[Math.floor(index / 13)] ?? "";
  const name =
    index === 8
      ? "ZOOM0008 left bank, after the storm, second microphone.wav"
      : `ZOOM${String(index + 1).padStart(4, "0")}.wav`;
  const heard = heardFile(`queue-${index}`, `${folder}/${name}`, durationS);
  if (index === 4) return { ...heard, ...UNHEARD, state: failed("file-not-audio") };
  if (index === 11) return { ...heard, ...UNHEARD, state: failed("worker-died") };
  if (index === 6) return { ...heard, ...UNHEARD, state: { phase: "cancelled" } };
  if (index === 36) return { ...heard, state: { phase: "running", doneS: durationS * 0.4, durationS } };
  if (index > 36) return { ...heard, ...UNHEARD, state: { phase: "waiting" } };
  const loudness = 0.45 + 0.5 * Math.abs(Math.sin(index * 1.7));
  const first = LABELS[(index * 7) % LABELS.length] ?? "dog";
  const clip = LABELS.map((label, place) => ({
    label,
    score: label === first ? loudness : 0.4 * Math.abs(Math.sin(place * 3 + index)) * loudness,
  }));
  return { ...heard, clip: clip.sort((a, b) => b.score - a.score) };
}

function longQueue(count: number): FileEntry[] {
  return Array.from({ length: count }, (_, index) => entry(index, 8 + ((index * 37) % 60)));
}

const OFF = SCENES.off as EarshotState;
const queue = longQueue(60);
const truths = ["dog", "rain", "sea_waves"];

export const QUEUE_SCENES: Record<string, EarshotState> = {
  queue: { ...OFF, files: queue, selectedFileId: "queue-8", queue: { paused: false, leftS: 84 } },
  paused: {
    ...OFF,
    files: queue.map((file, index) => ({ ...file, trueLabel: truths[index % truths.length] ?? null })),
    selectedFileId: "queue-0",
    queue: { paused: true, leftS: 84 },
  },
  kept: {
    ...OFF,
    files: queue.slice(13, 22).map((file, index) => (index < 6 ? { ...file, hasSound: false, overview: null } : file)),
    selectedFileId: "queue-13",
  },
  single: { ...OFF, files: queue.slice(0, 1).map((file) => ({ ...file, path: file.name })), selectedFileId: "queue-0" },
  get thousands() {
    return { ...OFF, files: longQueue(2000), queue: { paused: false, leftS: 4210 } };
  },
};
