/** The queue: how far it is, what to show of it, and its table. Nothing while there are no files. */
import { useDeferredValue, useMemo, useState } from "react";
import { useEarshot } from "../../earshot-context.tsx";
import { LoudFailures } from "./loud-failures.ts";
import { QueueFilterBar } from "./queue-filter-bar.tsx";
import { QueueFoot } from "./queue-foot.tsx";
import { QueueHead } from "./queue-head.tsx";
import { itemMaker, sharedFolder } from "./queue-item.ts";
import { QueueTable } from "./queue-table.tsx";
import { AS_ADDED, filterItems, isFiltering, NO_FILTER, nextOrder, sortItems } from "./queue-view.ts";
import "./queue.css";
import "./queue-filter.css";
import "./queue-table.css";
import "./queue-row.css";
import "./queue-narrow.css";

/** A list that is seen at one glance needs no search. */
const FILTER_FROM = 6;

export function Queue({ onSelect }: { onSelect: (id: string) => void }) {
  const newest = useEarshot((state) => state.files);
  const selectedId = useEarshot((state) => state.selectedFileId);
  const paused = useEarshot((state) => state.queue.paused);
  const settings = useDeferredValue(useEarshot((state) => state.settings));
  // Thousands of rows are drawn in pauses between what the person does.
  const files = useDeferredValue(newest);
  const [filter, setFilter] = useState(NO_FILTER);
  const [order, setOrder] = useState(AS_ADDED);
  const shownFilter = useDeferredValue(filter);
  // Kept beside React: an alert must have its role when it comes, so it cannot be found out afterwards.
  const [failures] = useState(() => new LoudFailures());
  const loud = failures.update(files);

  const { threshold, labelThresholds, events } = settings;
  const itemsOf = useMemo(
    () => itemMaker(shownFilter.label, { threshold, labelThresholds, events }),
    [shownFilter.label, threshold, labelThresholds, events],
  );
  const items = useMemo(() => itemsOf(files), [itemsOf, files]);
  const shown = useMemo(() => sortItems(filterItems(items, shownFilter), order), [items, shownFilter, order]);

  if (files.length === 0) return null;
  const single = files.length === 1;
  return (
    <section className="queue" aria-label="Queue" data-single={single || undefined}>
      {(!single || paused) && <QueueHead files={files} />}
      {(files.length >= FILTER_FROM || isFiltering(filter)) && (
        <QueueFilterBar files={files} filter={filter} onFilter={setFilter} />
      )}
      <QueueTable
        items={shown}
        selectedId={selectedId}
        label={shownFilter.label}
        shared={sharedFolder(files)}
        labelled={files.some((file) => file.trueLabel !== null)}
        order={order}
        loud={loud}
        onOrder={(column) => setOrder(nextOrder(order, column))}
        onSelect={onSelect}
      />
      <QueueFoot files={files} shown={shown.length} onShowAll={() => setFilter(NO_FILTER)} />
    </section>
  );
}
