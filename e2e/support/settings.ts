/** What a page finds from earlier visits. In the page, before its own scripts: `page.addInitScript(keepSettings, {...})`. */
import type { Settings } from "../../src/session/state.ts";

/** Chosen at an earlier visit, as it were; what the page itself has kept since stays. */
export function keepSettings(settings: Partial<Settings>): void {
  const key = "earshot.settings.1";
  if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify(settings));
}

/** Results of earlier visits are gone, as after "Remove all". */
export function forgetResults(): void {
  indexedDB.deleteDatabase("earshot-results");
}
