/**
 * Ribbons by place: Okabe-Ito colours, which colour-blind people can tell apart, each with a hatch of its own for whoever
 * sees no colour at all. On the dark ground the two darkest hues are lifted. Vermilion comes last: it
 * is next to the lamp's own colour, which the playhead has. Source: jfly.uni-koeln.de/color, 2008.
 */
export type Hatch = "solid" | "rising" | "falling" | "upright" | "level";

export interface RibbonInk {
  readonly onLight: string;
  readonly onDark: string;
  readonly hatch: Hatch;
}

const INKS: readonly RibbonInk[] = [
  { onLight: "#0072b2", onDark: "#4aa3dc", hatch: "solid" },
  { onLight: "#b78600", onDark: "#e69f00", hatch: "rising" },
  { onLight: "#009e73", onDark: "#009e73", hatch: "falling" },
  { onLight: "#cc79a7", onDark: "#cc79a7", hatch: "upright" },
  { onLight: "#d55e00", onDark: "#e8762a", hatch: "level" },
];

/** Five colours come round again with the next hatch, so ten ribbons all differ. */
export function ribbonInk(place: number): RibbonInk {
  const ink = INKS[place % INKS.length] ?? INKS[0];
  const hatched = INKS[(place + Math.floor(place / INKS.length)) % INKS.length];
  return { onLight: ink?.onLight ?? "#000", onDark: ink?.onDark ?? "#fff", hatch: hatched?.hatch ?? "solid" };
}
