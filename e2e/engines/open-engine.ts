/** Where each engine is comes from `scripts/find-engines.mjs`, by way of the environment. */
import { openChromium } from "./chromium.ts";
import type { EngineName, EnginePage } from "./engine.ts";
import { openFirefox } from "./firefox.ts";
import { openWebKit } from "./webkit.ts";

/** Null where it is there; else why not. */
export function missingEngine(name: EngineName): string | null {
  if (name === "firefox" && !process.env.EARSHOT_FIREFOX)
    return "no Firefox here: npm run engines finds or installs it";
  if (name === "webkit" && !process.env.EARSHOT_WEBKIT)
    return "no WebKitGTK here: npm run engines finds or installs it";
  return null;
}

export function openEngine(name: EngineName): Promise<EnginePage> {
  const [driver = "", browser = ""] = (process.env.EARSHOT_WEBKIT ?? "").split(":");
  if (name === "firefox") return openFirefox(process.env.EARSHOT_FIREFOX ?? "");
  return name === "webkit" ? openWebKit({ driver, browser }) : openChromium();
}
