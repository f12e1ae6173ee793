/** The result on screen: the present one while listening, else the last one, so that stopping is also a way to look closely. */
import { useRef } from "react";
import type { LiveResult } from "../../session/state.ts";
import { useEarshot } from "../earshot-context.tsx";

export function useLastResult(): { result: LiveResult | null; live: boolean } {
  const last = useRef<LiveResult | null>(null);
  const phase = useEarshot((state) => state.live.phase);
  const present = useEarshot((state) => (state.live.phase === "listening" ? state.live.result : null));
  if (phase === "listening" || phase === "opening") last.current = present;
  return { result: last.current, live: phase === "listening" };
}
