/** How long ago something was, as coarsely as it matters for keeping or deleting it. Pure. */
const DAY_MS = 86_400_000;

/** `today`, `yesterday`, `5 days ago`, `3 weeks ago`, `4 months ago`: by the calendar of whoever reads it. */
export function whenWords(thenMs: number, nowMs: number): string {
  const days = Math.round((startOfDay(nowMs) - startOfDay(thenMs)) / DAY_MS);
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 14) return `${days} days ago`;
  return days < 60 ? `${Math.floor(days / 7)} weeks ago` : `${Math.floor(days / 30)} months ago`;
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
