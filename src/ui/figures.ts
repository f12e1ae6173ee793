/** Numbers as people read them. Pure; every figure on the page is made here, so that they agree. */
const MINUS = "\u2212";
const NARROW_SPACE = "\u202f";

/** Two decimals, with a true minus: `0.87`, `−3.20`. */
export function formatScore(score: number): string {
  return score
    .toFixed(2)
    .replace(/^-(?=.*[1-9])/, MINUS)
    .replace("-", "");
}

/** `0:07`, `12:30`, `1:02:03`; with tenths `0:12.4`. Rounds down: a clock never shows what has not come yet. */
export function formatTime(seconds: number, tenths = false): string {
  const whole = tenths ? Math.floor(seconds * 10 + 1e-6) / 10 : Math.floor(seconds + 1e-6);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = (whole % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Decimal units, as the Hub and file managers count: `812 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  const mega = bytes / 1e6;
  return mega < 999.5 ? `${mega.toFixed(mega < 100 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `48 kHz`, `44.1 kHz`. */
export function formatRate(hertz: number): string {
  return `${Number((hertz / 1000).toFixed(2))} kHz`;
}

/** Below 10 ms one decimal says more than none. */
export function formatMs(ms: number): string {
  return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
}

/** `23 windows`, `1 window`, `12 400 windows`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  const figure = String(count).replace(/\B(?=(\d{3})+(?!\d))/g, NARROW_SPACE);
  return `${figure} ${count === 1 ? one : many}`;
}

/** Decibels re full scale, whole: `−23 dB`, `silence`. */
export function formatDb(db: number): string {
  if (db <= -100) return "silence";
  return `${Math.round(db) < 0 ? MINUS : ""}${Math.abs(Math.round(db))} dB`;
}
