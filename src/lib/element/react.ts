/**
 * Types of `<audio-classifier>` for React 19's JSX, for whoever asks by `import "earshot/react"`. React is not loaded, and without
 * this import nothing here asks for its types.
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { AudioClassifierElement } from "./audio-classifier.ts";
import type { AudioClassifierEventMap } from "./element-events.ts";

type Attributes = Omit<DetailedHTMLProps<HTMLAttributes<AudioClassifierElement>, AudioClassifierElement>, "onError">;

/** React sets these as attributes or properties, and hears events by their own names. */
interface AudioClassifierProps extends Attributes {
  readonly model: string;
  readonly source?: AudioClassifierElement["source"] | undefined;
  readonly topK?: number | undefined;
  readonly "top-k"?: number | string | undefined;
  readonly functionToApply?: AudioClassifierElement["functionToApply"] | undefined;
  readonly device?: AudioClassifierElement["device"] | undefined;
  readonly hubUrl?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly assetBase?: string | undefined;
  readonly wasmPaths?: string | undefined;
  readonly decoderUrl?: string | undefined;
  readonly preload?: boolean | undefined;
  readonly name?: string | undefined;
  readonly valueAs?: AudioClassifierElement["valueAs"] | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly onresult?: ((event: AudioClassifierEventMap["result"]) => void) | undefined;
  readonly onerror?: ((event: AudioClassifierEventMap["error"]) => void) | undefined;
  readonly onstatechange?: ((event: AudioClassifierEventMap["statechange"]) => void) | undefined;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "audio-classifier": AudioClassifierProps;
    }
  }
}
