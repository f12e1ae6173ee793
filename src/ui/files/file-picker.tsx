/** The way in for files: a real file input, large while there are none, a line once there are. */
import { useActions } from "../earshot-context.tsx";
import "./file-picker.css";

export function FilePicker({ empty }: { empty: boolean }) {
  const { addFiles } = useActions();
  return (
    <div className="file-picker" data-empty={empty || undefined}>
      {empty && (
        <div>
          <p className="file-picker__headline">What is in this recording?</p>
          <p className="quiet">
            Drop files anywhere on this page, or paste one. Try a podcast, a bird at dawn, a call, a video.
          </p>
        </div>
      )}
      <p className="file-picker__line">
        <label className="button button--strong">
          Choose audio files
          <input
            type="file"
            multiple
            accept="audio/*,video/*"
            onChange={({ target }) => {
              addFiles([...(target.files ?? [])]);
              target.value = "";
            }}
          />
        </label>
        {!empty && <span className="quiet">or drop more anywhere on this page</span>}
      </p>
    </div>
  );
}
