/** One file along time: the whole as a waveform, the shown part as a spectrogram with a ribbon for each of its top labels. */
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { eventsOf, thresholdsOf } from "../../../session/file-events.ts";
import type { FileEntry } from "../../../session/state.ts";
import { useEarshot } from "../../earshot-context.tsx";
import { readableLabel } from "../../results/sureness.ts";
import { useFileView } from "../file-view-context.tsx";
import { PlayControls } from "../play-controls.tsx";
import { usePlayerStatus } from "../use-player-status.ts";
import { DetailPane } from "./detail-pane.tsx";
import { OverviewStrip } from "./overview-strip.tsx";
import { type Hover, Readout } from "./readout.tsx";
import { chooseRibbons } from "./ribbon-choice.ts";
import { ribbonInk } from "./ribbon-colours.ts";
import { ZoomButtons } from "./zoom-buttons.tsx";
import "./file-timeline.css";
import "./timeline-tools.css";

export function FileTimeline({ file: newest }: { file: FileEntry }) {
  // Behind the model by as much as the page needs to stay quick; as a whole, since another model has other labels.
  const file = useDeferredValue(newest);
  const view = useFileView();
  const status = usePlayerStatus(view);
  const [hover] = useState<Hover>(() => createStore(() => ({ timeS: null as number | null })));
  const { chosen, events, thresholds } = useRibbons(file);
  const index = useStore(view.selectedEvent, (state) => state.index);
  const selected = index === null ? null : (events[index] ?? null);
  const rateHz = file.track?.sampleRateHz ?? 1;
  const selectedPart = useMemo(
    () => (selected === null ? null : { fromS: selected.startSample / rateHz, toS: selected.endSample / rateHz }),
    [selected, rateHz],
  );

  return (
    <div className="timeline">
      <PlayControls hasSound={file.hasSound} />
      <OverviewStrip view={view} file={file} chosen={chosen} events={events} selected={selectedPart} />
      <div className="timeline__tools">
        <Readout hover={hover} file={file} plays={status !== null && status.phase !== "unplayable"} />
        <ZoomButtons view={view} />
      </div>
      <div className="timeline__names" aria-hidden="true">
        {chosen.map((label, place) => (
          <Name key={label} name={file.labels[label] ?? ""} place={place} />
        ))}
      </div>
      <DetailPane
        view={view}
        file={file}
        hover={hover}
        chosen={chosen}
        events={events}
        thresholds={thresholds}
        selected={selected}
        selectedPart={selectedPart}
      />
    </div>
  );
}

function Name({ name, place }: { name: string; place: number }) {
  const { onLight, onDark } = ribbonInk(place);
  return (
    <p title={name}>
      <i style={{ background: `light-dark(${onLight}, ${onDark})` }} />
      <span>{readableLabel(name)}</span>
    </p>
  );
}

/** Behind the sliders, too. */
function useRibbons({ track, labels, modelId, overview, clip, state }: FileEntry) {
  const settings = useDeferredValue(useEarshot((given) => given.settings));
  const events = useMemo(
    () => eventsOf({ track, labels, modelId, overview }, settings),
    [track, labels, modelId, overview, settings],
  );
  const thresholds = useMemo(() => thresholdsOf(modelId, labels, settings), [modelId, labels, settings]);
  const shown = useRef<readonly number[]>([]);
  const running = state.phase === "running";
  const chosen = useMemo(() => {
    const next = chooseRibbons(labels, clip, events, settings.topK, running ? shown.current : []);
    const same = next.length === shown.current.length && next.every((label, place) => label === shown.current[place]);
    if (!same) shown.current = next;
    return shown.current;
  }, [labels, clip, events, settings.topK, running]);
  return { chosen, events, thresholds };
}
