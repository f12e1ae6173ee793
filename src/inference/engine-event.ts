/** What an engine tells its owner: nothing that changes how a model runs is silent. */
import type { EarshotError } from "../errors/earshot-error.ts";
import type { Backend, BackendReport } from "../models/model-info.ts";

export type EngineEvent =
  /** `from` failed or answered wrongly; the model now runs on `to`. */
  | { readonly kind: "fell-back"; readonly from: Backend; readonly to: Backend; readonly why: string }
  /** The worker died and was started again on the same backend. */
  | { readonly kind: "restarted"; readonly backend: Backend; readonly why: string }
  /** A backend tried in the background won, lost or gave wrong numbers; see `report`. */
  | { readonly kind: "measured"; readonly report: BackendReport }
  /** Nothing is left that runs the model. */
  | { readonly kind: "gone"; readonly error: EarshotError };
