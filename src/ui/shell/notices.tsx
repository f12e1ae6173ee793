/**
 * What the page must say: information in its one `status` region, errors as alerts, both until dismissed. The region is
 * always there, so that readers hear what comes into it. It also speaks what Live hears and how far the queue is.
 */
import type { Notice } from "../../session/state.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { UpdateNotice } from "./update-notice.tsx";
import { useSpoken } from "./use-spoken.ts";
import "./notices.css";

export function Notices() {
  const notices = useEarshot((state) => state.notices);
  const spoken = useSpoken();
  return (
    <div className="notices">
      <div role="status">
        {notices
          .filter(({ kind }) => kind === "info")
          .map((notice) => (
            <Line key={notice.id} notice={notice} />
          ))}
        <UpdateNotice />
        <p className="unseen">{spoken}</p>
      </div>
      {notices
        .filter(({ kind }) => kind === "error")
        .map((notice) => (
          <div key={notice.id} role="alert">
            <Line notice={notice} />
          </div>
        ))}
    </div>
  );
}

function Line({ notice }: { notice: Notice }) {
  const { dismissNotice } = useActions();
  return (
    <div className="notice" data-kind={notice.kind}>
      <p>{notice.text}</p>
      <button type="button" className="button button--text" onClick={() => dismissNotice(notice.id)}>
        Dismiss
      </button>
    </div>
  );
}
