/** How sure a score is, in words that anyone understands. Pure. */
import type { Activation } from "../../scores/activation.ts";

/** Raw logits have no common meaning, so they get no word. */
export function surenessWords(score: number, activation: Activation): string {
  if (activation === "none") return "raw score";
  if (score >= 0.9) return "very sure";
  if (score >= 0.7) return "fairly sure";
  if (score >= 0.5) return "more likely than not";
  return "a guess";
}

/** `crying_baby` is written for machines; a headline is read by people. The name itself never changes. */
export function readableLabel(label: string): string {
  return label.includes(" ") ? label : label.replace(/_+/g, " ").trim() || label;
}

/** How large a headline may be set so that its block never grows: by length, never by measuring. */
export function headlineStep(text: string): "large" | "medium" | "small" {
  if (text.length <= 16) return "large";
  return text.length <= 30 ? "medium" : "small";
}
