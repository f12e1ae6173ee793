/** The self-test: every way of running the model that was tried, whether its numbers were right, and how long it took. */
import type { BackendReport, BackendTrial } from "../../models/model-info.ts";
import { backendName } from "../../session/sentences.ts";
import { formatCount, formatMs } from "../figures.ts";

export function BackendTrials({ report }: { report: BackendReport }) {
  const chosen = backendName(report.chosen);
  return (
    <section aria-labelledby="trials-heading">
      <h3 id="trials-heading">How it was chosen</h3>
      <p className="quiet small">
        {report.remembered
          ? "Remembered from an earlier visit and checked again."
          : "Each way ran the same window of sound; the fastest with the right numbers was taken."}
      </p>
      <table className="backend-trials">
        <caption className="unseen">Backend trials</caption>
        <thead>
          <tr>
            <th scope="col">Backend</th>
            <th scope="col">Numbers</th>
            <th scope="col">A window</th>
          </tr>
        </thead>
        <tbody>
          {report.trials.map((trial) => (
            <tr key={backendName(trial.backend)} data-chosen={backendName(trial.backend) === chosen || undefined}>
              <th scope="row">
                {backendName(trial.backend)}
                {backendName(trial.backend) === chosen && " (in use)"}
              </th>
              <td>{numbersOf(trial)}</td>
              <td>{trial.outcome === "right" ? formatMs(trial.tookMs) : "\u2013"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function numbersOf(trial: BackendTrial): string {
  switch (trial.outcome) {
    case "right":
      return rightness(trial.maxError);
    case "wrong":
      return `wrong by ${trial.maxError.toPrecision(2)}`;
    case "failed":
      return `did not run: ${trial.reason}`;
    default:
      return trial satisfies never;
  }
}

/** The decimals that agree with the stored answer: `right to 6 decimals`. */
function rightness(maxError: number): string {
  const decimals = Math.floor(-Math.log10(maxError));
  return decimals > 12 ? "right, exactly" : `right to ${formatCount(decimals, "decimal")}`;
}
