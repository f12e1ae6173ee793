/** A newer version waits: one quiet line in the status region, taken when the person likes; at the latest at the next start. */
import { useStore } from "zustand";
import { appUpdate, forgetUpdate } from "../../offline/app-update.ts";
import { isBusy } from "../../session/busy.ts";
import { useEarshot } from "../earshot-context.tsx";

export function UpdateNotice() {
  const update = useStore(appUpdate);
  const busy = useEarshot(isBusy);
  if (update.phase === "none") return null;
  return (
    <div className="notice" data-kind="info">
      <p>A new version of Earshot is here.{busy && " Reloading ends what is running now."}</p>
      <span className="notice__choices">
        <button type="button" className="button button--text" onClick={update.reload}>
          Reload
        </button>
        <button type="button" className="button button--text" onClick={forgetUpdate}>
          Later
        </button>
      </span>
    </div>
  );
}
