/** The sample sounds, in the order in which they are offered. */
import { dogBark } from "./dog-bark.ts";
import { flute } from "./flute.ts";
import type { SampleSound } from "./sample-sound.ts";
import { snareDrum } from "./snare-drum.ts";
import { spokenDigit } from "./spoken-digit.ts";
import { tickingClock } from "./ticking-clock.ts";

export const SAMPLES: readonly SampleSound[] = [tickingClock, dogBark, flute, snareDrum, spokenDigit];
