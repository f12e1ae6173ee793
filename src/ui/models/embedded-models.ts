/** The models that ship inside the app, in plain words. Their figures come from the models themselves when they are loaded. */
import { EMBEDDED_MODELS as IDS } from "../../models/locations.ts";

type EmbeddedId = (typeof IDS)[number];

export interface EmbeddedModel {
  readonly id: EmbeddedId;
  readonly description: string;
  readonly tryThis: string;
}

const WORDS: Record<EmbeddedId, Omit<EmbeddedModel, "id">> = {
  "everyday-sounds": {
    description: "Sounds of the house, the street and the weather, ten instruments, and speech.",
    tryThis: "Try a ticking clock, rain, a dog or a flute.",
  },
  "spoken-digits": {
    description: "English digits spoken one at a time, zero to nine.",
    tryThis: "Say: seven.",
  },
};

export const EMBEDDED_MODELS: readonly EmbeddedModel[] = IDS.map((id) => ({ id, ...WORDS[id] }));
