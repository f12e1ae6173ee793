/** Sounds of our own, to try without a microphone: made by the page and played aloud. */
import { useActions, useEarshot } from "../earshot-context.tsx";

export function Samples() {
  const actions = useActions();
  const samples = useEarshot((state) => state.samples);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers
    <ul className="samples" role="list" aria-label="Sounds to try">
      {samples.map((sample) => (
        <li key={sample.id}>
          <button type="button" className="button button--text" onClick={() => void actions.startSample(sample.id)}>
            Try {sample.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
