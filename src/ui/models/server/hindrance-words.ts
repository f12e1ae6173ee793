/** Why a server gives no answer right now, and how long that takes. Pure. */
import type { Hindrance } from "../../../remote/traffic.ts";
import { formatCount } from "../../figures.ts";

type There = NonNullable<Hindrance>;

export function hindranceWords({ why, sinceMs, untilMs, estimatedS }: There, host: string, nowMs: number): string {
  const again = `asking again in ${formatCount(secondsTo(untilMs, nowMs), "second")}`;
  switch (why) {
    case "loading": {
      const soFar = formatCount(Math.max(0, Math.round((nowMs - sinceMs) / 1000)), "second");
      const guess =
        estimatedS === null ? "" : `, about ${formatCount(Math.ceil(estimatedS), "second")} by its own guess`;
      return `The model is starting on ${host}: ${soFar} so far${guess}.`;
    }
    case "busy":
      return `${host} asks for a pause: ${again}.`;
    case "failing":
      return `${host} failed: ${again}.`;
    case "unreachable":
      return `${host} cannot be reached: ${again}.`;
    default:
      return why satisfies never;
  }
}

/** How far a start is, by the server's guess; null where there is none. */
export function hindranceShare({ why, sinceMs, estimatedS }: There, nowMs: number): number | null {
  if (why !== "loading" || estimatedS === null || estimatedS <= 0) return null;
  const waitedS = (nowMs - sinceMs) / 1000;
  // A guess: it never says that it is done.
  return Math.min(0.95, waitedS / Math.max(waitedS + 1, estimatedS));
}

function secondsTo(untilMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((untilMs - nowMs) / 1000));
}
