/** What a list of times says: its median, and how far its middle half is spread. */

/** @param {readonly number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + (at % 1) * ((sorted[Math.ceil(at)] ?? Number.NaN) - below);
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/** Milliseconds as "median (lower quartile-upper quartile)". @param {readonly number[]} values */
export function spread(values) {
  const figures = [0.5, 0.25, 0.75].map((share) => digits(quantile(values, share)));
  return `${figures[0]} (${figures[1]}-${figures[2]})`;
}

/** Three digits that count. @param {number} value */
export function digits(value) {
  if (!Number.isFinite(value)) return "-";
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {readonly number[]} theirs @param {readonly number[]} ours */
export const ratio = (theirs, ours) => median(theirs) / median(ours);
