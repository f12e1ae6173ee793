/** One listening, from Start to Stop: what it holds, how its windows are cut, and how it ends. */
import type { LiveSource } from "../capture/source.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import type { LatestOnly } from "../inference/latest-only.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { ModelInfo } from "../models/model-info.ts";
import type { SoundWindow } from "../signal/windows.ts";
import type { WindowPlan } from "../stream/protocol.ts";
import type { OpenStream } from "../stream/stream-client.ts";
import { LivePace, STEP_MS } from "./live-pace.ts";
import { LiveScoring } from "./live-scoring.ts";
import type { LiveWatch } from "./live-watch.ts";
import type { LiveCounters, Settings } from "./state.ts";

/** What is cut while no model is ready: nothing looks at it, the level and the spectrogram run. */
const NO_MODEL_PLAN: WindowPlan = { sampleRateHz: 16_000, windowSamples: 16_000, hopSamples: 16_000 };

export interface LiveWindowJob {
  readonly window: SoundWindow;
  readonly endCapturedAtMs: number;
  readonly planNumber: number;
}

export interface Listening {
  readonly source: LiveSource;
  readonly stream: OpenStream;
  readonly runner: LatestOnly<LiveWindowJob>;
  readonly watch: LiveWatch;
  /** Nothing else tells that nothing comes. */
  readonly looks: ReturnType<typeof setInterval>;
  scoring: LiveScoring | null;
  pace: LivePace;
  engine: ModelRunner | null;
  /** A window of an earlier one, cut for another model, may still be on its way: its positions begin elsewhere. */
  planNumber: number;
  windowsRun: number;
  /** Not answered by a server that cannot now. */
  windowsLost: number;
  framesLost: number;
}

export function planFor({ sampleRateHz, windowSamples }: ModelInfo, hopMs: number = STEP_MS): WindowPlan {
  return { sampleRateHz, windowSamples, hopSamples: Math.round((hopMs / 1000) * sampleRateHz) };
}

/** What belongs to the model that hears, or to none yet: all of it changes with the model. */
export function hearingBy(engine: ModelRunner | null, settings: Settings) {
  const { sampleRateHz, windowSamples } = engine?.info ?? NO_MODEL_PLAN;
  const pace = new LivePace(settings.pace, (1000 * windowSamples) / sampleRateHz);
  const plan = engine ? planFor(engine.info, pace.hopMs) : NO_MODEL_PLAN;
  return { plan, heard: { engine, pace, scoring: engine && new LiveScoring(engine.info, settings) } };
}

/** Whatever changes the pace: the stream is told where the hop is another then. */
export function keepPace({ pace, stream, engine }: Listening, change: (pace: LivePace) => void): void {
  const beforeMs = pace.hopMs;
  change(pace);
  if (engine && pace.hopMs !== beforeMs) stream.rehop(planFor(engine.info, pace.hopMs).hopSamples);
}

export async function closeListening({ source, stream, runner, looks }: Listening): Promise<void> {
  clearInterval(looks);
  runner.close();
  stream.close();
  source.onended = null;
  await source.close().catch((thrown: unknown) => {
    throw new EarshotError("internal", "the source did not close", { cause: thrown });
  });
}

export function countersOf({ runner, watch, pace, windowsRun, windowsLost, framesLost }: Listening): LiveCounters {
  return {
    windowsRun,
    windowsDropped: runner.dropped + windowsLost,
    framesLost,
    updatesPerSecond: watch.updatesPerSecond(),
    slowerHopMs: pace.slowerMs,
  };
}
