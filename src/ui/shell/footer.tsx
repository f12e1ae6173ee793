/** The promise, where it can always be found; and what becomes of it while a server is used. */
import { isOnServer } from "../../models/model-info.ts";
import { useEarshot } from "../earshot-context.tsx";
import "./footer.css";

export function Footer() {
  const host = useEarshot(({ engine }) =>
    engine.phase === "ready" && isOnServer(engine.backend) ? engine.backend.host : null,
  );
  return (
    <footer className="footer">
      <p>{host === null ? "The sound never leaves this machine." : `Sound is sent to ${host}, as you chose.`}</p>
      <p className="quiet">
        {host === null
          ? "Models run in this page. The network is used only for a model you ask for."
          : "It stays here again once you go back to this machine."}
      </p>
    </footer>
  );
}
