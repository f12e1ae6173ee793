/** Listening now: source, level, what is heard, how sure, and the last half minute. */
import { useState } from "react";
import { scoreScale } from "../../scores/score-scale.ts";
import type { LiveResult } from "../../session/state.ts";
import { useEarshot } from "../earshot-context.tsx";
import { TopLabels } from "../results/top-labels.tsx";
import { useActivation } from "../settings/use-activation.ts";
import { HistoryStrip } from "./history-strip.tsx";
import { InputHints } from "./input-hints.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { LiveHeadline } from "./live-headline.tsx";
import { RunningFacts } from "./running-facts.tsx";
import { Samples } from "./samples.tsx";
import { SourceChoice, type SourceKind } from "./source-choice.tsx";
import { StartButton } from "./start-button.tsx";
import { useLastResult } from "./use-last-result.ts";
import "./live-screen.css";

export function LiveScreen({ visible }: { visible: boolean }) {
  const [source, setSource] = useState<SourceKind>("microphone");
  const listening = useEarshot((state) => state.live.phase === "listening");
  const { result, live } = useLastResult();
  const places = useEarshot((state) => state.settings.topK);
  const threshold = useEarshot((state) => state.settings.threshold);
  const scale = scoreScale(useActivation());

  return (
    <div className="live" {...useTrace(result)}>
      <div className="live__head">
        <StartButton source={source} />
        <div className="live__source">
          <SourceChoice source={source} onChange={setSource} />
          <Samples />
        </div>
      </div>
      <div className="live__level">
        <LevelMeter active={listening} />
        <InputHints />
      </div>
      <LiveHeadline source={source} />
      <TopLabels rows={result?.rows ?? []} still={!live} places={places} scale={scale} threshold={threshold} />
      <HistoryStrip listening={listening} visible={visible} />
      <RunningFacts />
    </div>
  );
}

/** Which window is on screen and what was lost on the way to it, for measurements from outside (`e2e/live-timing.spec.ts`). */
function useTrace(result: LiveResult | null) {
  const counters = useEarshot((state) => (state.live.phase === "listening" ? state.live.counters : null));
  return {
    "data-window-end-s": result?.endS,
    "data-window-end-ms": result?.endCapturedAtMs,
    "data-windows-run": counters?.windowsRun,
    "data-windows-dropped": counters?.windowsDropped,
    "data-frames-lost": counters?.framesLost,
  };
}
