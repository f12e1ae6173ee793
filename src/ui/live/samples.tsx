/** Sounds of our own, to try without a microphone: made by the page and played aloud. */
import type { SampleInfo } from "../../session/state.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { parseRoute } from "../route.ts";
import { writeModelToAddress } from "../use-route.ts";

/** How a sample is asked for in a sentence; one without words here is asked for by its name. */
const WORDS: Record<string, string> = {
  "ticking-clock": "a ticking clock",
  "dog-bark": "a barking dog",
  flute: "a flute",
  "snare-drum": "a snare drum",
  "spoken-seven": "a spoken seven",
};

export function Samples() {
  const actions = useActions();
  const samples = useEarshot((state) => state.samples);
  const playing = useEarshot(({ live }) =>
    live.phase === "listening" && live.facts.kind === "sample" ? live.facts.label : null,
  );

  const toggle = ({ id, name, modelId }: SampleInfo) => {
    if (name === playing) {
      void actions.stopListening();
      return;
    }
    void actions.startSample(id);
    // A sample brings the model that knows it; an address that names a model must name that one.
    if (parseRoute(location.hash).modelId !== null) writeModelToAddress(modelId);
  };

  return (
    <div className="samples">
      <span aria-hidden="true">Try</span>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers */}
      <ul role="list" aria-label="Sounds to try">
        {samples.map((sample) => (
          <li key={sample.id}>
            <button
              type="button"
              className="button button--text"
              aria-label={`Try ${WORDS[sample.id] ?? sample.name}`}
              aria-pressed={sample.name === playing}
              onClick={() => toggle(sample)}
            >
              {WORDS[sample.id] ?? sample.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
