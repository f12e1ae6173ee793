/** What was heard and when: a table to filter, sort, step through and play, and the thresholds that it follows from. */
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { eventsOf } from "../../../session/file-events.ts";
import type { FileEntry } from "../../../session/state.ts";
import { useEarshot } from "../../earshot-context.tsx";
import { formatCount } from "../../figures.ts";
import type { FileView } from "../file-view.ts";
import { useFileView } from "../file-view-context.tsx";
import {
  arrange,
  type EventItem,
  eventItems,
  labelCounts,
  nextOrder,
  type SortOrder,
  sameEvent,
} from "./event-list.ts";
import { EventsTable } from "./events-table.tsx";
import { LabelThresholds } from "./label-thresholds.tsx";
import { NoEvents } from "./no-events.tsx";
import { SaveClip } from "./save-clip.tsx";
import { useStepping } from "./use-stepping.ts";
import "./events.css";

const BY_TIME: SortOrder = { column: "start", descending: false };

export function EventsPanel({ file: newest }: { file: FileEntry }) {
  // Behind the model by as much as the page needs to stay quick; as a whole, since another model has other labels.
  const file = useDeferredValue(newest);
  const headingId = useId();
  const view = useFileView();
  const stepping = useStepping(view);
  const [order, setOrder] = useState(BY_TIME);
  const [wanted, setWanted] = useState<string | null>(null);
  const all = useItems(file);
  const counts = useMemo(() => labelCounts(all), [all]);
  const label = counts.some(([name]) => name === wanted) ? wanted : null;
  const shown = useMemo(() => arrange(all, label, order), [all, label, order]);
  useSameChoice(view, stepping.index, all);

  return (
    <section className="events" aria-labelledby={headingId}>
      <div className="events__title">
        <h3 id={headingId}>Events</h3>
        <p className="quiet">{countWords(file, shown.length, all.length)}</p>
        {counts.length > 1 && <LabelFilter counts={counts} all={all.length} chosen={label} onChoose={setWanted} />}
      </div>
      <EventsTable
        items={shown}
        order={order}
        onOrder={(column) => setOrder(nextOrder(order, column))}
        view={view}
        stepping={stepping}
      />
      {all.length === 0 ? (
        <NoEvents file={file} />
      ) : (
        <div className="events__foot">
          <SaveClip key={stepping.index} file={file} item={all[stepping.index ?? -1] ?? null} />
          <p className="events__keys quiet small">
            <kbd>↑</kbd> <kbd>↓</kbd> step and play, <kbd>Esc</kbd> stops
          </p>
        </div>
      )}
      <LabelThresholds key={`${file.id} ${file.modelId}`} file={file} counts={counts} />
    </section>
  );
}

interface LabelFilterProps {
  readonly counts: readonly (readonly [label: string, count: number])[];
  readonly all: number;
  readonly chosen: string | null;
  readonly onChoose: (label: string | null) => void;
}

function LabelFilter({ counts, all, chosen, onChoose }: LabelFilterProps) {
  return (
    <select
      className="field events__filter"
      aria-label="Show events of"
      value={chosen ?? ""}
      onChange={({ target }) => onChoose(target.value === "" ? null : target.value)}
    >
      <option value="">All labels ({all})</option>
      {counts.map(([label, count]) => (
        <option key={label} value={label}>
          {label} ({count})
        </option>
      ))}
    </select>
  );
}

/** Behind the sliders, too. */
function useItems({ track, labels, modelId, overview }: FileEntry): readonly EventItem[] {
  const settings = useDeferredValue(useEarshot((state) => state.settings));
  return useMemo(
    () =>
      track === null
        ? []
        : eventItems(eventsOf({ track, labels, modelId, overview }, settings), labels, track.sampleRateHz),
    [track, labels, modelId, overview, settings],
  );
}

/** When rules change, the choice stays with the sound, not with the place in the list. */
function useSameChoice(view: FileView, index: number | null, all: readonly EventItem[]): void {
  const before = useRef({ all, item: null as EventItem | null });
  useEffect(() => {
    const { all: old, item } = before.current;
    if (old !== all && item !== null && item.index === index) {
      const same = sameEvent(all, item);
      view.selectedEvent.setState({ index: same?.index ?? null });
      before.current = { all, item: same };
      return;
    }
    before.current = { all, item: index === null ? null : (all[index] ?? null) };
  }, [view, index, all]);
}

function countWords({ state }: FileEntry, shown: number, all: number): string {
  const words = shown === all ? formatCount(all, "event") : `${shown} of ${formatCount(all, "event")}`;
  return state.phase === "running" ? `${words} so far` : words;
}
