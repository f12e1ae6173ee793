/** The large words of Live: what is heard, or what stands in the way and the way on. One block, whatever it says. */
import type { LabelScore } from "../../scores/top-k.ts";
import { sentenceFor } from "../../session/sentences.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { formatScore } from "../figures.ts";
import { EngineProgress } from "../models/engine-progress.tsx";
import { EngineTrouble } from "../models/engine-trouble.tsx";
import { Heard } from "../results/heard.tsx";
import { readableLabel, surenessWords } from "../results/sureness.ts";
import { useActivation } from "../settings/use-activation.ts";
import { ProblemBlock } from "../shell/problem-block.tsx";
import { type SourceKind, startSource } from "./source-choice.tsx";
import { useLastResult } from "./use-last-result.ts";

export function LiveHeadline({ source }: { source: SourceKind }) {
  const actions = useActions();
  const live = useEarshot((state) => state.live);
  const engine = useEarshot((state) => state.engine);
  const { result } = useLastResult();

  const tryAgain = () => {
    // Listening ends with the model that dies of it: then both begin anew.
    if (engine.phase === "failed") void actions.retryModel();
    void startSource(actions, source);
  };

  if (live.phase === "failed") {
    return <ProblemBlock sentence={sentenceFor(live.problem)} actions={[{ name: "Try again", run: tryAgain }]} />;
  }
  if (engine.phase === "failed") return <EngineTrouble />;
  if (live.phase === "opening") {
    return (
      <Heard headline="opening the sound" lit={false}>
        <p>The browser may ask for your permission.</p>
      </Heard>
    );
  }
  if (engine.phase === "loading") {
    return (
      <Heard headline="getting ready" lit={false}>
        <EngineProgress coming={engine} />
      </Heard>
    );
  }
  if (live.phase === "off") {
    if (result !== null) return <HeardLast heard={result.heard} />;
    return (
      <Heard headline="What is that sound?" lit={false}>
        <p>Press Start, then clap, whistle or speak. Or try a ticking clock.</p>
      </Heard>
    );
  }
  return <HeardNow />;
}

function HeardLast({ heard }: { heard: LabelScore | null }) {
  return (
    <Heard headline={heard === null ? "nothing I know" : readableLabel(heard.label)} lit={false}>
      <p>Stopped. This was the last window{heard === null ? "." : `, ${formatScore(heard.score)}.`}</p>
    </Heard>
  );
}

function HeardNow() {
  const activation = useActivation();
  const threshold = useEarshot((state) => state.settings.threshold);
  const result = useEarshot((state) => (state.live.phase === "listening" ? state.live.result : null));
  if (result === null) {
    return (
      <Heard headline="listening" lit={false}>
        <p>The first window of sound is filling.</p>
      </Heard>
    );
  }
  if (result.heard === null) {
    return (
      <Heard headline="nothing I know" lit={false}>
        <p key="nothing">No label reaches {formatScore(threshold)}.</p>
      </Heard>
    );
  }
  return (
    <Heard headline={readableLabel(result.heard.label)} lit>
      {/* The figure first: it changes five times a second and must not move when the words do. */}
      <p key="heard">
        <strong>{formatScore(result.heard.score)}</strong>, {surenessWords(result.heard.score, activation)}
      </p>
    </Heard>
  );
}
