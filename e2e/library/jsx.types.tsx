/** The element in React's JSX, for `tsc` alone. */
import "earshot/react";

export const right = (
  <audio-classifier
    model="owner/name"
    source="microphone"
    topK={3}
    disabled
    className="wide"
    onresult={({ detail }) => detail.output satisfies readonly { label: string; score: number }[]}
  />
);

// @ts-expect-error a model is needed
export const nothing = <audio-classifier source="file" />;
// @ts-expect-error no such source
export const tab = <audio-classifier model="owner/name" source="tab" />;
// @ts-expect-error a number, not a string
export const many = <audio-classifier model="owner/name" topK="3" />;
