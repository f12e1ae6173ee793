/** What there is to say of a file in two or three words. */
import type { FileEntry } from "../../../session/state.ts";
import { formatTime } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";

export function ResultWords({ file: { state, clip }, heard }: { file: FileEntry; heard: boolean }) {
  switch (state.phase) {
    case "waiting":
      return "waiting";
    case "running":
      return `heard ${formatTime(state.doneS)} so far`;
    case "cancelled":
      return "cancelled";
    case "failed":
      return "could not be heard";
    case "done": {
      const best = clip[0];
      const words = heard && best !== undefined ? readableLabel(best.label) : "nothing I know";
      return state.damage === null ? words : `${words}, damaged`;
    }
    default:
      return state satisfies never;
  }
}
