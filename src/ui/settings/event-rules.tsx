/** How events are cut out of scores: for whoever wants to know, so folded away. Never runs the model again. */
import type { EventSettings } from "../../session/state.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { RangeSetting } from "./range-setting.tsx";
import { formatSeconds } from "./window-seconds.ts";

export function EventRules() {
  const { changeSettings } = useActions();
  const events = useEarshot((state) => state.settings.events);
  const change = (part: Partial<EventSettings>) => changeSettings({ events: { ...events, ...part } });
  return (
    <details className="settings__more">
      <summary>Events</summary>
      <RangeSetting
        name="Ends at"
        value={events.releaseShare}
        shown={`${Math.round(100 * events.releaseShare)} %`}
        min={0.1}
        max={1}
        step={0.05}
        meaning="Once heard, a sound lasts until its score has fallen this far back: 100 % is “Heard from”, less is nearer to the label's quiet in the file."
        onChange={(releaseShare) => change({ releaseShare })}
      />
      <RangeSetting
        name="Shortest event"
        value={events.minDurationS}
        shown={formatSeconds(events.minDurationS)}
        min={0}
        max={Math.max(5, events.minDurationS)}
        step={0.1}
        meaning="What is shorter is left out."
        onChange={(minDurationS) => change({ minDurationS })}
      />
      <RangeSetting
        name="Bridge gaps up to"
        value={events.mergeGapS}
        shown={formatSeconds(events.mergeGapS)}
        min={0}
        max={Math.max(10, events.mergeGapS)}
        step={0.1}
        meaning="A shorter pause does not end an event."
        onChange={(mergeGapS) => change({ mergeGapS })}
      />
    </details>
  );
}
