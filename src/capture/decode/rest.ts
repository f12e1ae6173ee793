/** What is known where reading broke off, and what is made of it. Types only. */
/** How far the reader came. */
export interface ReadSoFar {
  readonly packets: number;
  /** Bytes of all packets, and of the last one. */
  readonly bytes: number;
  readonly lastBytes: number;
  /** How long a packet lasts, s. */
  readonly packetS: number;
  /** Where the last packet ended, in the file's time, s. */
  readonly endS: number;
  /** The container reader's number for the last packet; null before the first. */
  readonly sequence: number | null;
  /** Ogg: the byte from which the next right page is to be looked for; null where no page is wrong. */
  readonly rightPageFrom: number | null;
}

export interface Rest {
  /** Header and what follows the damage, as slices: nothing is copied. */
  readonly file: Blob;
  /** What its times lack to be those of the whole file, s. */
  readonly shiftS: number;
}
