/** A session that only pretends: scripted scenes, moving bars, a drawn spectrogram, a tone to play. Development only. */
import { createStore } from "zustand/vanilla";
import type { LabelScore } from "../../scores/top-k.ts";
import type { Actions } from "../../session/actions.ts";
import { LiveFeedHub } from "../../session/live-feed.ts";
import type { EarshotState, LiveResult } from "../../session/state.ts";
import type { EarshotHandles } from "../earshot-context.tsx";
import { LIBRARY_SCENES } from "./library-scenes.ts";
import { pretendLibrary } from "./pretend-library.ts";
import { pretendColumns } from "./pretend-picture.ts";
import { pretendServer } from "./pretend-server.ts";
import { QUEUE_SCENES } from "./queue-scenes.ts";
import { heardFile, LABELS, LISTENING, READY, SCENES } from "./scenes.ts";

const RATE_HZ = 16_000;

export function createFakeSession(scene: string): EarshotHandles {
  const store = createStore<EarshotState>(
    () => SCENES[scene] ?? QUEUE_SCENES[scene] ?? LIBRARY_SCENES[scene] ?? (SCENES.off as EarshotState),
  );
  const feed = new LiveFeedHub();
  let stop = () => {};
  const listen = () => {
    stop();
    stop = pretendToListen(store, feed, scene === "unsure" ? 0.35 : 1);
  };
  if (store.getState().live.phase === "listening") listen();

  const start = async () => {
    store.setState({ live: LISTENING });
    listen();
  };
  const actions: Actions = {
    async chooseModel(modelId) {
      for (let share = 0; share <= 1; share += 0.1) {
        const loadedBytes = Math.round(1_240_000 * share);
        store.setState({ engine: { phase: "loading", modelId, step: "files", loadedBytes, totalBytes: 1_240_000 } });
        await new Promise((done) => setTimeout(done, 80));
      }
      store.setState({ engine: { ...READY, model: { ...READY.model, id: modelId } } });
    },
    async retryModel() {},
    startMicrophone: start,
    startTabAudio: start,
    startSample: start,
    async stopListening() {
      stop();
      store.setState({ live: { phase: "off" } });
    },
    async refreshMicrophones() {},
    addFiles(files) {
      const added = files.map(({ path }) => heardFile(path, path, 20));
      store.setState((state) => ({ files: [...state.files, ...added], selectedFileId: added[0]?.id ?? null }));
    },
    fileBlob: (id) => toneFile(store.getState().files.find((file) => file.id === id)?.durationS ?? 1),
    cancelFile(id) {
      store.setState((state) => ({
        files: state.files.map((file) => (file.id === id ? { ...file, state: { phase: "cancelled" } } : file)),
      }));
    },
    cancelAllFiles: () => store.setState({ queue: { paused: false, leftS: null } }),
    pauseQueue: () => store.setState(({ queue }) => ({ queue: { ...queue, paused: true } })),
    resumeQueue: () => store.setState(({ queue }) => ({ queue: { ...queue, paused: false } })),
    runFile() {},
    async removeAllFiles() {
      store.setState({ files: [], selectedFileId: null });
    },
    setTrueLabels: (labels) =>
      store.setState(({ files }) => ({
        files: files.map((file) => {
          const trueLabel = labels.get(file.path);
          return trueLabel === undefined ? file : { ...file, trueLabel };
        }),
      })),
    openPicture(_id, { fromS, toS, columns, bins }, onColumns) {
      const timer = setTimeout(
        () => onColumns({ fromColumn: 0, values: pretendColumns(fromS, toS, columns, bins) }),
        150,
      );
      return () => clearTimeout(timer);
    },
    cutClip: async (_id, fromS, toS) => toneFile(toS - fromS),
    removeFile: (id) => store.setState((state) => ({ files: state.files.filter((file) => file.id !== id) })),
    selectFile: (selectedFileId) => store.setState({ selectedFileId }),
    changeSettings: (change) => store.setState((state) => ({ settings: { ...state.settings, ...change } })),
    dismissNotice: (id) => store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    ...pretendLibrary(store),
    ...pretendServer(store),
  };
  return { store, actions, feed };
}

/** Five results and forty columns a second; a clock, then rain, then a dog, then nothing known. */
function pretendToListen(store: EarshotHandles["store"], feed: LiveFeedHub, loudness: number): () => void {
  let column = 0;
  let rows: string[] = [];
  const tick = () => {
    column += 1;
    const timeS = column / 40;
    const loud = Math.exp(-((timeS * 1.0) % 1) * 9);
    const act = Math.floor(timeS / 6) % 4;
    const noise = (bin: number) => 22 * Math.abs((Math.sin(bin * 12.9898 + column * 78.233) * 43758.5453) % 1);
    const bins = Uint8Array.from({ length: 64 }, (_, bin) => {
      const floor = 34 - bin * 0.3 + noise(bin);
      const tick = 170 * loud * Math.exp(-((bin - 40) ** 2) / 380);
      const rain = 96 + 18 * Math.sin(bin / 9) + 1.6 * noise(bin);
      const bark =
        190 * Math.max(0, Math.sin(timeS * 5.2)) ** 3 * Math.exp(-((bin % 9) ** 2) / 5) * Math.exp(-bin / 40);
      const sound = [tick, rain, bark, 0][act] ?? 0;
      return Math.max(0, Math.min(255, act === 1 ? rain : floor + sound * loudness));
    });
    feed.columns([{ startSample: Math.round((timeS - 1 / 40) * RATE_HZ), bins }], RATE_HZ);
    feed.level({
      startSample: 0,
      rmsDb: -46 + 30 * loud * loudness,
      peakDb: -34 + 32 * loud * loudness,
      clippedFrames: 0,
    });
    if (column % 8 !== 0) return;
    const result = pretendResult(timeS, rows, loudness, store.getState());
    rows = result.rows.map(({ label }) => label);
    store.setState(({ live }) => (live.phase === "listening" ? { live: { ...live, result } } : {}));
  };
  // Gallery pictures start with a full strip.
  for (let past = 0; past < 40 * 32; past++) tick();
  setTimeout(() => {
    column = 0;
    for (let past = 0; past < 40 * 32; past++) tick();
  }, 100);
  const timer = setInterval(tick, 25);
  return () => clearInterval(timer);
}

const PLOT = ["clock_tick", "rain", "dog", null] as const;

function pretendResult(
  endS: number,
  before: readonly string[],
  loudness: number,
  { engine, settings: { topK, threshold, activation } }: EarshotState,
): LiveResult {
  const labels = engine.phase === "ready" ? engine.model.labels : LABELS;
  const plot = labels[0] === LABELS[0] ? PLOT : [labels[1], labels[0]];
  const main = plot[Math.floor(endS / 6) % plot.length] ?? null;
  const all: LabelScore[] = labels.map((label, index) => {
    const wave = 0.5 + 0.5 * Math.sin(endS * 1.3 + index * 2.4);
    const score = (label === main ? 0.78 + 0.17 * wave : 0.26 * wave * Math.exp(-index / 9)) * loudness;
    return { label, score: activation === "none" ? Math.log((score + 1e-3) / (1 - score)) : score };
  });
  const best = all.toSorted((a, b) => b.score - a.score).slice(0, topK);
  const kept = before.map((label) => best.find((row) => row.label === label) ?? null).slice(0, topK);
  const fresh = best.filter((row) => !before.includes(row.label));
  const rows = Array.from({ length: topK }, (_, place) => kept[place] ?? fresh.shift()).filter(
    (row) => row !== undefined,
  );
  const top = best[0];
  const heard = top !== undefined && top.score >= threshold ? top : null;
  return { endSample: Math.round(endS * RATE_HZ), endS, endCapturedAtMs: Date.now(), rows, heard };
}

/** A quiet 440 Hz tone as a WAV file. */
function toneFile(durationS: number): Blob {
  const samples = Math.round(durationS * 8000);
  const view = new DataView(new ArrayBuffer(44 + samples));
  const text = (at: number, words: string) => [...words].forEach((c, i) => void view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples, true);
  text(8, "WAVEfmt ");
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 8000],
    [40, samples],
  ] as const)
    view.setUint32(at, value, true);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    view.setUint16(at, value, true);
  text(36, "data");
  for (let i = 0; i < samples; i++) view.setUint8(44 + i, 128 + 10 * Math.sin((i * 440 * 2 * Math.PI) / 8000));
  return new Blob([view], { type: "audio/wav" });
}
