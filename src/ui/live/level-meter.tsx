/**
 * How loud the input is, 30 times a second, written straight to the elements: React renders this once. The value that
 * screen readers hear follows once a second.
 */
import { useEffect, useRef } from "react";
import { useHandles } from "../earshot-context.tsx";
import { formatDb } from "../figures.ts";
import { heldPeak, METER_FLOOR_DB, METER_TICKS_DB, meterPosition } from "./level-scale.ts";
import "./level-meter.css";

const SPOKEN_EVERY_MS = 1000;

export function LevelMeter({ active }: { active: boolean }) {
  const { feed } = useHandles();
  const root = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  const mark = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const show = (rmsDb: number, peakDb: number) => {
      if (bar.current) bar.current.style.transform = `scaleX(${meterPosition(rmsDb)})`;
      if (mark.current) mark.current.style.transform = `translateX(${(meterPosition(peakDb) - 1) * 100}%)`;
    };
    const speak = (db: number, text: string) => {
      root.current?.setAttribute("aria-valuenow", String(Math.round(Math.max(db, METER_FLOOR_DB))));
      root.current?.setAttribute("aria-valuetext", text);
    };
    show(METER_FLOOR_DB, METER_FLOOR_DB);
    speak(METER_FLOOR_DB, active ? "silence" : "not listening");
    if (!active) return;

    let held = METER_FLOOR_DB;
    let lastMs = performance.now();
    let spokenMs = 0;
    return feed.onLevel((level) => {
      const nowMs = performance.now();
      held = heldPeak(held, level.peakDb, (nowMs - lastMs) / 1000);
      lastMs = nowMs;
      show(level.rmsDb, held);
      if (nowMs - spokenMs < SPOKEN_EVERY_MS) return;
      spokenMs = nowMs;
      speak(level.rmsDb, formatDb(level.rmsDb));
    });
  }, [active, feed]);

  return (
    <div className="level-meter">
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter cannot hold a peak mark, nor be moved by transform */}
      <div
        ref={root}
        className="level-meter__track"
        role="meter"
        aria-label="Input level"
        aria-valuemin={METER_FLOOR_DB}
        aria-valuemax={0}
        aria-valuenow={METER_FLOOR_DB}
      >
        <span ref={bar} className="level-meter__bar" />
        <span ref={mark} className="level-meter__peak" data-active={active || undefined} />
      </div>
      <p className="level-meter__ticks" aria-hidden="true">
        {METER_TICKS_DB.map((db) => (
          <span key={db} style={{ left: `${meterPosition(db) * 100}%` }}>
            {db === 0 ? formatDb(db) : formatDb(db).replace(" dB", "")}
          </span>
        ))}
      </p>
    </div>
  );
}
