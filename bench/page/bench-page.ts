/** What the bench asks of its page: `window.bench`. Each call answers in JSON. */
import { timeFeatures } from "./features.ts";
import { closeModels, openModels, timeModels } from "./models.ts";
import { soakFor } from "./soak.ts";

const bench = { timeFeatures, openModels, timeModels, closeModels, soakFor };

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
