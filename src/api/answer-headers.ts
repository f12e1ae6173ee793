/** What is said of an answer beside it. */
import type { ApiAnswer } from "./classify.ts";

const SECONDS_GIVEN = "x-audio-seconds";
const SECONDS_HEARD = "x-audio-seconds-heard";

/** For pages of another origin, which see no other header than those that are named. */
export const ANSWER_HEADERS: readonly string[] = [SECONDS_GIVEN, SECONDS_HEARD];

export function answerHeaders({ secondsGiven, secondsHeard }: ApiAnswer): Record<string, string> {
  return { [SECONDS_GIVEN]: secondsGiven.toFixed(3), [SECONDS_HEARD]: secondsHeard.toFixed(3) };
}
