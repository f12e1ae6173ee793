/**
 * The unmistakable sign that sound leaves this machine: to whom, how that goes, and the way back. On every screen, for as long
 * as it is so.
 */
import { isOnServer, type ServerReport } from "../../models/model-info.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { hindranceWords } from "../models/server/hindrance-words.ts";
import { useNow } from "../models/server/use-now.ts";
import "./server-sign.css";

export function ServerSign() {
  const { comeBackFromServer } = useActions();
  const report = useServerInUse();
  if (report === null) return null;
  return (
    <section className="server-sign" aria-label="Sound leaves this machine">
      <div>
        <p>
          <strong>Sound leaves this machine.</strong> What is heard and every file that is added goes to{" "}
          <strong>{report.host}</strong>.
        </p>
        <Note report={report} />
      </div>
      <button type="button" className="button" onClick={() => void comeBackFromServer()}>
        Back to this machine
      </button>
    </section>
  );
}

const PAST_MS = 8000;

/** One line, reserved: what stands in the way, else what must be known of the answers. */
function Note({ report }: { report: ServerReport }) {
  const hindrance = useEarshot((state) => state.server.hindrance);
  const nowMs = useNow(hindrance !== null);
  // One that nobody has met again since: nothing was asked meanwhile.
  const isPast = hindrance !== null && nowMs > hindrance.untilMs + PAST_MS;
  if (hindrance !== null && !isPast)
    return <p className="server-sign__note">{hindranceWords(hindrance, report.host, nowMs)}</p>;
  if (report.bestOnly !== null) {
    return (
      <p className="server-sign__note">
        It tells its best {report.bestOnly} labels only; the others are not known and count as next to nothing.
      </p>
    );
  }
  return <p className="server-sign__note">Whoever runs that server can hear it.</p>;
}

function useServerInUse(): ServerReport | null {
  return useEarshot(({ engine }) => (engine.phase === "ready" && isOnServer(engine.backend) ? engine.backend : null));
}
