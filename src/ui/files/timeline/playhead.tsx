/** Where playback stands: on the whole file, and on the shown part. */
import type { OpenFileView } from "../open-file-view.ts";
import { useMarker } from "./use-marker.ts";
import { shareAt } from "./viewport.ts";

export function Playhead({ view, whole }: { view: OpenFileView; whole: boolean }) {
  const share = () =>
    whole ? view.timeS / Math.max(view.durationS, 1e-3) : shareAt(view.viewport.getState(), view.timeS);
  const marker = useMarker(share, view.subscribe, view.viewport.subscribe);
  return <span ref={marker} className="timeline__playhead" />;
}
