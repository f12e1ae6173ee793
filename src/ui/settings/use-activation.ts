/** The function that turns numbers into scores right now: the one chosen, or the model's own. */
import type { Activation } from "../../scores/activation.ts";
import { useEarshot } from "../earshot-context.tsx";

export function useActivation(): Activation {
  return useEarshot(
    ({ settings, engine }) => settings.activation ?? (engine.phase === "ready" ? engine.model.activation : "sigmoid"),
  );
}
