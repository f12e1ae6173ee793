/** Something went wrong and there is a way on: said as an alert in the place where the answer would have been. */
import "./problem-block.css";

export interface WayOn {
  readonly name: string;
  readonly run: () => void;
}

interface ProblemBlockProps {
  readonly sentence: { readonly what: string; readonly wayOn: string };
  readonly actions: readonly WayOn[];
}

export function ProblemBlock({ sentence, actions }: ProblemBlockProps) {
  return (
    <div className="problem">
      <div role="alert">
        <p className="problem__what">{sentence.what}</p>
        <p>{sentence.wayOn}</p>
      </div>
      <div className="problem__ways">
        {actions.map((way) => (
          <button key={way.name} type="button" className="button" onClick={way.run}>
            {way.name}
          </button>
        ))}
      </div>
    </div>
  );
}
