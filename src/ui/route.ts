/** The address as data: `#/live?model=ID`. Pure; `use-route.ts` listens to the browser. */
export const SCREENS = ["live", "files", "models"] as const;
export type Screen = (typeof SCREENS)[number];

export const SCREEN_NAMES: Record<Screen, string> = { live: "Live", files: "Files", models: "Models" };

export interface Route {
  readonly screen: Screen;
  /** An embedded name or a Hub id; null where the address asks for none. */
  readonly modelId: string | null;
}

/** Any hash gives a screen: what is not known is Live. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const screen = SCREENS.find((name) => name === path.toLowerCase()) ?? "live";
  const modelId = new URLSearchParams(query).get("model")?.trim();
  return { screen, modelId: modelId ? modelId : null };
}

/** The slash of a Hub id stays readable in the address. */
export function formatRoute({ screen, modelId }: Route): string {
  return modelId === null ? `#/${screen}` : `#/${screen}?model=${encodeURIComponent(modelId).replaceAll("%2F", "/")}`;
}
