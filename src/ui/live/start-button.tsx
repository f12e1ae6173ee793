/** The one big button. Its box never changes, only its word and its lamp. */
import { useActions, useEarshot } from "../earshot-context.tsx";
import type { SourceKind } from "./source-choice.tsx";
import { startSource } from "./source-choice.tsx";

const WORDS = {
  off: "Start listening",
  failed: "Start listening",
  opening: "Cancel",
  listening: "Stop listening",
} as const;

export function StartButton({ source }: { source: SourceKind }) {
  const actions = useActions();
  const phase = useEarshot((state) => state.live.phase);
  const running = phase === "listening" || phase === "opening";
  return (
    <button
      type="button"
      className="start-button"
      data-phase={phase}
      onClick={() => void (running ? actions.stopListening() : startSource(actions, source))}
    >
      <span className="start-button__lamp" aria-hidden="true" />
      <span className="start-button__word">{WORDS[phase]}</span>
    </button>
  );
}
