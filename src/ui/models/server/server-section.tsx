/** A model on a server, for what outgrows this machine: ask, agree, use. The one part of the app that lets sound out. */
import { useEarshot } from "../../earshot-context.tsx";
import { AgreedList } from "./agreed-list.tsx";
import { SERVER_HEADING } from "./focus-server.ts";
import { ServerCard } from "./server-card.tsx";
import { ServerForm } from "./server-form.tsx";
import "./server-section.css";

export function ServerSection() {
  const router = useEarshot(({ server }) => server.router);
  return (
    <section className="server-section" aria-labelledby={SERVER_HEADING}>
      <h2 id={SERVER_HEADING} tabIndex={-1}>
        On a server
      </h2>
      <p className="quiet small">
        For a model or a pile of files that this machine is too small for. The sound then leaves it: nothing is sent
        before you agree, once for each server.
      </p>
      <ServerForm key={router} router={router} />
      <ServerCard />
      <AgreedList />
    </section>
  );
}
