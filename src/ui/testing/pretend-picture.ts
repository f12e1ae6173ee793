/** Drawn sound for scripted scenes: a waveform and a spectrogram that look like rain, barks and ticks. Development only. */
import type { Overview } from "../../signal/overview.ts";
import { SPECTROGRAM_BINS } from "../../signal/spectral-column.ts";

export function pretendOverview(durationS: number): Overview {
  const binS = Math.max(0.025, durationS / 4096);
  const count = Math.ceil(durationS / binS);
  const columnS = Math.max(0.25, durationS / 2048);
  const columnCount = Math.ceil(durationS / columnS);
  return {
    binS,
    count,
    peaks: Float32Array.from({ length: count }, (_, bin) => loudness(bin * binS) * (0.6 + 0.4 * grain(bin, 3))),
    columnS,
    columnCount,
    columns: pretendColumns(0, columnCount * columnS, columnCount, SPECTROGRAM_BINS),
    levelS: 0.1,
    levels: new Uint8Array(),
  };
}

/** Column by column, `bins` bytes each, low to high. */
export function pretendColumns(fromS: number, toS: number, columns: number, bins: number): Uint8Array {
  const values = new Uint8Array(columns * bins);
  for (let column = 0; column < columns; column++) {
    const timeS = fromS + ((column + 0.5) * (toS - fromS)) / columns;
    for (let bin = 0; bin < bins; bin++) {
      const height = (bin / bins) * 64;
      const rain = 90 + 20 * Math.sin(height / 9) + 24 * grain(column, bin);
      const bark = 150 * barking(timeS) * Math.exp(-((height % 9) ** 2) / 6) * Math.exp(-height / 40);
      const tick = 120 * Math.exp(-(timeS % 1) * 14) * Math.exp(-((height - 40) ** 2) / 380);
      values[column * bins + bin] = Math.min(255, rain * (0.6 + 0.4 * Math.sin(timeS / 6)) + bark + tick);
    }
  }
  return values;
}

const barking = (timeS: number) => (Math.abs((timeS % 20) - 8) < 1.5 ? Math.max(0, Math.sin(timeS * 5.2)) ** 3 : 0);
const loudness = (timeS: number) =>
  0.12 + 0.08 * Math.sin(timeS / 6) + 0.6 * barking(timeS) + 0.2 * Math.exp(-(timeS % 1) * 14);
const grain = (a: number, b: number) => Math.abs((Math.sin(a * 78.233 + b * 12.9898) * 43758.5453) % 1);
