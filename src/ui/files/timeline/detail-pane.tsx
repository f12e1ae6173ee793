/** The shown part: spectrogram, axis and ribbons under one playhead, one pointer line, one set of gestures, one slider. */
import { useEffect, useRef } from "react";
import type { SoundEvent } from "../../../scores/events.ts";
import type { FileEntry } from "../../../session/state.ts";
import type { Viewport } from "../file-view.ts";
import type { OpenFileView } from "../open-file-view.ts";
import { DetailPicture } from "./detail-picture.tsx";
import { PaneGestures } from "./pane-gestures.ts";
import { Playhead } from "./playhead.tsx";
import { PositionSlider } from "./position-slider.tsx";
import type { Hover } from "./readout.tsx";
import { RibbonLanes } from "./ribbon-lanes.tsx";
import { SelectionBand } from "./selection-band.tsx";
import { useMarker } from "./use-marker.ts";
import { shareAt } from "./viewport.ts";

interface DetailPaneProps {
  readonly view: OpenFileView;
  readonly file: FileEntry;
  readonly hover: Hover;
  readonly chosen: readonly number[];
  readonly events: readonly SoundEvent[];
  readonly thresholds: readonly (number | null)[];
  readonly selected: SoundEvent | null;
  readonly selectedPart: Viewport | null;
}

export function DetailPane({ view, file, hover, selectedPart, ...ribbons }: DetailPaneProps) {
  const pane = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (pane.current === null) return;
    const gestures = new PaneGestures({
      pane: pane.current,
      view,
      hasFocus: () => document.activeElement === slider.current,
      onTap: (timeS) => {
        slider.current?.focus({ preventScroll: true });
        view.playFrom(timeS);
      },
      onHover: (timeS) => hover.setState({ timeS }),
    });
    return () => gestures.close();
  }, [view, hover]);

  return (
    <div ref={pane} className="timeline__pane">
      <div className="timeline__part">
        <DetailPicture view={view} file={file} />
        <RibbonLanes view={view} file={file} {...ribbons} />
        {selectedPart !== null && <SelectionBand view={view} part={selectedPart} whole={false} />}
        <PointerLine view={view} hover={hover} />
        <Playhead view={view} whole={false} />
      </div>
      <PositionSlider view={view} file={file} slider={slider} />
    </div>
  );
}

function PointerLine({ view, hover }: { view: OpenFileView; hover: Hover }) {
  const share = () => {
    const { timeS } = hover.getState();
    return timeS === null ? null : shareAt(view.viewport.getState(), timeS);
  };
  const marker = useMarker(share, hover.subscribe, view.viewport.subscribe);
  return <span ref={marker} className="timeline__pointer" />;
}
