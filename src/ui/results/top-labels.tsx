/**
 * The bars: a list named "Top labels" with exactly `places` rows reserved, so that nothing below ever moves. Rows come in
 * row order from the session; a bar at or above the threshold is lit, marked by a dot and set bolder: never by colour alone.
 */
import type { CSSProperties } from "react";
import { positionOnScale, type ScoreScale } from "../../scores/score-scale.ts";
import type { LabelScore } from "../../scores/top-k.ts";
import { formatScore } from "../figures.ts";
import { CrossFade } from "./cross-fade.tsx";
import { readableLabel } from "./sureness.ts";
import "./top-labels.css";

interface TopLabelsProps {
  readonly rows: readonly LabelScore[];
  readonly places: number;
  readonly scale: ScoreScale;
  readonly threshold: number;
  /** True for a result of the past: nothing is lit. */
  readonly still?: boolean;
}

export function TopLabels({ rows, places, scale, threshold, still = false }: TopLabelsProps) {
  const mark = { "--mark": positionOnScale(scale, threshold) } as CSSProperties;
  return (
    <div className="top-labels" data-still={still || undefined} style={mark}>
      <p className="top-labels__flag" aria-hidden="true">
        <span>heard from {formatScore(threshold)}</span>
      </p>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers */}
      <ul className="top-labels__rows" role="list" aria-label="Top labels">
        {Array.from({ length: places }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is a place, whatever label stands in it
          <Row key={place} row={rows[place] ?? null} scale={scale} threshold={threshold} />
        ))}
      </ul>
      <p className="top-labels__ticks" aria-hidden="true">
        {scale.ticks.map((tick) => (
          <span key={tick}>{formatTick(tick)}</span>
        ))}
      </p>
    </div>
  );
}

function Row({ row, scale, threshold }: { row: LabelScore | null; scale: ScoreScale; threshold: number }) {
  if (row === null) {
    return (
      <li className="top-labels__row" aria-hidden="true">
        <span className="top-labels__name" />
        <span className="top-labels__track" />
      </li>
    );
  }
  return (
    <li className="top-labels__row" data-heard={row.score >= threshold || undefined}>
      <span className="top-labels__name" title={row.label}>
        <CrossFade text={readableLabel(row.label)} />
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter cannot move by transform, and it snaps its value */}
      <div
        className="top-labels__track"
        role="meter"
        aria-label={row.label}
        aria-valuemin={scale.min}
        aria-valuemax={scale.max}
        aria-valuenow={Number(row.score.toFixed(6))}
        aria-valuetext={formatScore(row.score)}
      >
        <span className="top-labels__bar" style={{ transform: `scaleX(${positionOnScale(scale, row.score)})` }} />
      </div>
      <span className="top-labels__score">{formatScore(row.score)}</span>
    </li>
  );
}

function formatTick(tick: number): string {
  return String(tick).replace("-", "\u2212").replace("0.", ".");
}
