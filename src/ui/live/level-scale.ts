/** Decibels to a place on the meter: -60 dB at its start, full scale at its end. Pure. */
export const METER_FLOOR_DB = -60;
export const METER_TICKS_DB = [-60, -40, -20, 0] as const;

export function meterPosition(db: number): number {
  if (Number.isNaN(db)) return 0;
  return Math.min(1, Math.max(0, 1 - db / METER_FLOOR_DB));
}

/** A peak mark rises at once and falls 20 dB a second, so that a click can be seen. */
export function heldPeak(heldDb: number, peakDb: number, elapsedS: number): number {
  return Math.max(peakDb, heldDb - 20 * elapsedS, METER_FLOOR_DB);
}
