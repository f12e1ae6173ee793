/** Entry of `earshot/element`: importing it defines `<audio-classifier>`. */
import { AudioClassifierElement } from "./audio-classifier.ts";

export { ApiError } from "../../api/api-error.ts";
export { EarshotError } from "../../errors/earshot-error.ts";
export type {
  AudioClassifierEventMap,
  ElementSource,
  ElementState,
  ErrorDetail,
  ResultDetail,
  StateChangeDetail,
} from "./element-events.ts";
export { AudioClassifierElement };

const NAME = "audio-classifier";

// A server that renders pages has none; a page that loads the package twice has one already.
if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, AudioClassifierElement);

declare global {
  interface HTMLElementTagNameMap {
    [NAME]: AudioClassifierElement;
  }
}
