/** What went wrong while a file was read, as far as it was heard on. */
export interface DecodeTrouble {
  /** The first thing that broke, as thrown; null while all is well. */
  cause: unknown;
  /** Where in the container's time, s; null when not even the first packet could be read. */
  atS: number | null;
  badPackets: number;
}

export const noTrouble = (): DecodeTrouble => ({ cause: null, atS: null, badPackets: 0 });

export function noteTrouble(trouble: DecodeTrouble, cause: unknown, atS: number | null): void {
  trouble.badPackets++;
  if (trouble.badPackets > 1) return;
  trouble.cause = cause;
  trouble.atS = atS;
}
