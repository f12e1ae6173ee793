/** Does what a key or a button of the timeline asks for. */
import type { OpenFileView } from "../open-file-view.ts";
import type { TimelineCommand } from "./timeline-keys.ts";
import { holds, panned, spanOf, wholeFile, zoomed } from "./viewport.ts";

export function carryOut(command: Exclude<TimelineCommand, { do: "leave" }>, view: OpenFileView): void {
  const shown = view.viewport.getState();
  switch (command.do) {
    case "seek-by":
      view.seek(view.timeS + command.byS);
      break;
    case "seek-to":
      view.seek(command.end === "start" ? 0 : view.durationS);
      break;
    case "zoom":
      zoomBy(view, command.factor);
      break;
    case "pan":
      view.show(panned(shown, command.screens * spanOf(shown), view.durationS));
      break;
    case "whole":
      view.show(wholeFile(view.durationS));
      break;
    case "toggle":
      view.player?.toggle();
      break;
    default:
      command satisfies never;
  }
}

/** Around the playhead where it is seen, else around the middle. */
export function zoomBy(view: OpenFileView, factor: number): void {
  const shown = view.viewport.getState();
  const around = holds(shown, view.timeS) ? view.timeS : (shown.fromS + shown.toS) / 2;
  view.show(zoomed(shown, factor, around, view.durationS));
}
