/** Recordings: a queue, and the one that is being looked at. */
import { useEarshot } from "../earshot-context.tsx";
import { EngineTrouble } from "../models/engine-trouble.tsx";
import { FileDetail } from "./file-detail.tsx";
import { FilePicker } from "./file-picker.tsx";
import { FileRow } from "./file-row.tsx";
import "./files-screen.css";

export function FilesScreen() {
  const files = useEarshot((state) => state.files);
  const selectedId = useEarshot((state) => state.selectedFileId);
  const selected = files.find((file) => file.id === selectedId);
  const heard = selected !== undefined && (selected.windows.length > 0 || selected.state.phase === "running");

  return (
    <div className="files">
      <FilePicker empty={files.length === 0} />
      <EngineTrouble />
      {files.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers
        <ul className="files__queue" role="list" aria-label="Files">
          {files.map((file) => (
            <FileRow key={file.id} file={file} selected={file.id === selectedId} />
          ))}
        </ul>
      )}
      {heard && <FileDetail key={selected.id} file={selected} />}
    </div>
  );
}
