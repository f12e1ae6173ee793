/** A button that opens the system's file picker: a real file input lies over it, so that keys and drops work as anywhere. */
import "./file-button.css";

/** Where the browser can hand over a whole folder. */
export const TAKES_FOLDERS = typeof HTMLInputElement !== "undefined" && "webkitdirectory" in HTMLInputElement.prototype;

export interface FileButtonProps {
  readonly name: string;
  /** `folder`: a whole one, where `TAKES_FOLDERS`. */
  readonly takes: "file" | "files" | "folder";
  readonly accept?: string;
  readonly isStrong?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileButton({ name, takes, accept, isStrong = false, onFiles }: FileButtonProps) {
  return (
    <label className={`button file-button${isStrong ? " button--strong" : ""}`}>
      {name}
      <input
        type="file"
        multiple={takes === "files"}
        accept={accept}
        ref={(input) => {
          if (input && takes === "folder") input.webkitdirectory = true;
        }}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = ""; // The same choice again is a choice again.
        }}
      />
    </label>
  );
}
