/** Recordings: the ways in, the queue, the one that is being looked at, and how well the model does on all of them. */
import { useEarshot } from "../earshot-context.tsx";
import { EngineTrouble } from "../models/engine-trouble.tsx";
import { EvaluationPanel } from "./evaluation/evaluation-panel.tsx";
import { FileDetail } from "./file-detail.tsx";
import { FilePicker } from "./file-picker.tsx";
import { Queue } from "./queue/queue.tsx";
import { useSelection } from "./queue/use-selection.ts";
import "./files-screen.css";

export function FilesScreen() {
  const empty = useEarshot((state) => state.files.length === 0);
  const selected = useEarshot(({ files, selectedFileId }) => files.find((file) => file.id === selectedFileId));
  const select = useSelection();
  const heard = selected !== undefined && (selected.track !== null || selected.state.phase === "running");

  return (
    <div className="files">
      <FilePicker empty={empty} />
      <EngineTrouble />
      <Queue onSelect={select} />
      {heard && <FileDetail key={selected.id} file={selected} />}
      <EvaluationPanel />
    </div>
  );
}
