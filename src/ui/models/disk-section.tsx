/** A model from disk: a folder as it lies on the Hub, or a zip of one. Dropping it on the screen does the same. */
import type { DiskFile } from "../../library/protocol.ts";
import { sentenceFor } from "../../session/sentences.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { FileButton, TAKES_FOLDERS } from "../shell/file-button.tsx";
import { ProblemBlock } from "../shell/problem-block.tsx";
import "./disk-section.css";

export function DiskSection() {
  const { importModel, forgetImport } = useActions();
  const importing = useEarshot(({ library }) => library.importing);
  const take = (chosen: readonly File[]) => {
    const files = chosen.map((file): DiskFile => ({ path: file.webkitRelativePath || file.name, file }));
    const name = files[0]?.path.split("/")[0];
    if (name !== undefined) void importModel(name, files);
  };
  return (
    <section className="disk-section" aria-labelledby="disk-heading">
      <h2 id="disk-heading">From disk</h2>
      <div className="disk-section__line">
        {TAKES_FOLDERS && <FileButton name="Choose a model folder" takes="folder" onFiles={take} />}
        <FileButton name="Choose a zip" takes="file" accept=".zip,application/zip" onFiles={take} />
        <span className="disk-section__hint quiet">or drop either here</span>
      </div>
      <p className="quiet small">
        With config.json, preprocessor_config.json and its weights (onnx/model.onnx, model.safetensors or
        pytorch_model.bin), or with an earshot.json. It is copied into the browser's storage and goes nowhere else.
      </p>
      {importing.phase === "reading" && <p>Reading {importing.name} and checking it.</p>}
      {importing.phase === "failed" && (
        <ProblemBlock sentence={sentenceFor(importing.problem)} actions={[{ name: "Close", run: forgetImport }]} />
      )}
    </section>
  );
}
