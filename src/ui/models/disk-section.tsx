/** A model from disk: a folder as it lies on the Hub, or a zip of one. Dropping it on the screen does the same. */
import type { DiskFile } from "../../library/protocol.ts";
import { sentenceFor } from "../../session/sentences.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { ProblemBlock } from "../shell/problem-block.tsx";
import "./disk-section.css";

/** Where the browser can hand over a whole folder. */
const TAKES_FOLDERS = typeof HTMLInputElement !== "undefined" && "webkitdirectory" in HTMLInputElement.prototype;

export function DiskSection() {
  const { importModel, forgetImport } = useActions();
  const importing = useEarshot(({ library }) => library.importing);
  const take = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])].map(
      (file): DiskFile => ({ path: file.webkitRelativePath || file.name, file }),
    );
    input.value = "";
    const name = files[0]?.path.split("/")[0];
    if (name !== undefined) void importModel(name, files);
  };
  return (
    <section className="disk-section" aria-labelledby="disk-heading">
      <h2 id="disk-heading">From disk</h2>
      <div className="disk-section__line">
        {TAKES_FOLDERS && (
          <label className="button">
            Choose a model folder
            <input
              type="file"
              ref={(input) => {
                if (input) input.webkitdirectory = true;
              }}
              onChange={({ target }) => take(target)}
            />
          </label>
        )}
        <label className="button">
          Choose a zip
          <input type="file" accept=".zip,application/zip" onChange={({ target }) => take(target)} />
        </label>
        <span className="disk-section__hint quiet">or drop either here</span>
      </div>
      <p className="quiet small">
        With config.json, preprocessor_config.json and onnx/model.onnx, or with an earshot.json. It is copied into the
        browser's storage and goes nowhere else.
      </p>
      {importing.phase === "reading" && <p>Reading {importing.name} and checking it.</p>}
      {importing.phase === "failed" && (
        <ProblemBlock sentence={sentenceFor(importing.problem)} actions={[{ name: "Close", run: forgetImport }]} />
      )}
    </section>
  );
}
