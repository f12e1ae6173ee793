/** The models that ship inside the app, in plain words. Their facts come from the models themselves when they are loaded. */
export interface EmbeddedModel {
  readonly id: string;
  readonly description: string;
  readonly tryThis: string;
}

export const EMBEDDED_MODELS: readonly EmbeddedModel[] = [
  {
    id: "everyday-sounds",
    description: "Sounds of the house, the street and the weather, ten instruments, and speech.",
    tryThis: "Try a ticking clock, rain, a dog or a flute.",
  },
  {
    id: "spoken-digits",
    description: "English digits, zero to nine, by any voice.",
    tryThis: "Say: seven.",
  },
];
