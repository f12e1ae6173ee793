/** One reserved line below the meter: too quiet, too loud, or nothing to say. */
import { useEarshot } from "../earshot-context.tsx";

const HINTS = {
  stalled: "No sound comes any more. Click anywhere on the page to go on; if nothing changes, stop and start again.",
  quiet: "Almost no sound arrives. Is the right microphone chosen, and is it unmuted?",
  clipping: "Too loud: the sound is cut off at full scale. Move away or lower the input volume.",
} as const;

export function InputHints() {
  const hint = useEarshot((state) => (state.live.phase === "listening" ? state.live.hint : null));
  return <p className="live__hint">{hint === null ? "" : HINTS[hint]}</p>;
}
