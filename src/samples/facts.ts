/** What is known of the sample sounds before one is computed, in the order in which they are offered. */
export interface SampleFacts {
  readonly id: string;
  readonly name: string;
  /** The embedded model that knows it. */
  readonly modelId: string;
  readonly sampleRateHz: number;
}

const everyday = { modelId: "everyday-sounds", sampleRateHz: 48_000 } as const;

export const TICKING_CLOCK: SampleFacts = { id: "ticking-clock", name: "Ticking clock", ...everyday };
export const DOG_BARK: SampleFacts = { id: "dog-bark", name: "Dog bark", ...everyday };
export const FLUTE: SampleFacts = { id: "flute", name: "Flute", ...everyday };
export const SNARE_DRUM: SampleFacts = { id: "snare-drum", name: "Snare drum", ...everyday };
export const SPOKEN_SEVEN: SampleFacts = {
  id: "spoken-seven",
  name: "The word “seven”",
  modelId: "spoken-digits",
  sampleRateHz: 16_000,
};

export const SAMPLE_FACTS: readonly SampleFacts[] = [TICKING_CLOCK, DOG_BARK, FLUTE, SNARE_DRUM, SPOKEN_SEVEN];
