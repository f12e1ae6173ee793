/** The server that was asked for, step by step: what is known of its model, the person's yes, the token, and Use. */
import { useEffect, useRef } from "react";
import { sentenceFor } from "../../../session/sentences.ts";
import type { ServerOffer } from "../../../session/server-state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatCount, formatRate } from "../../figures.ts";
import { ProblemBlock } from "../../shell/problem-block.tsx";
import { FactList, type Facts } from "../fact-list.tsx";
import { ModelName } from "../model-name.tsx";
import { focusServer } from "./focus-server.ts";
import { ServerConsent } from "./server-consent.tsx";
import { ServerUse } from "./server-use.tsx";
import "../hub/check-card.css";

export function ServerCard() {
  const { forgetServerCheck } = useActions();
  const check = useEarshot(({ server }) => server.check);
  const agreed = useEarshot(({ server }) => server.agreed);
  const card = useRef<HTMLElement>(null);
  const isThere = check.phase === "ready" || check.phase === "failed";
  useEffect(() => {
    if (isThere) card.current?.scrollIntoView({ block: "nearest" });
  }, [isThere]);
  if (check.phase === "idle") return null;

  const close = () => {
    focusServer();
    void forgetServerCheck();
  };
  return (
    <section ref={card} className="check-card server-card" aria-label="Server">
      {check.phase === "asking" && <p className="quiet">Asking what the model is. No sound is sent.</p>}
      {check.phase === "failed" && (
        <ProblemBlock sentence={sentenceFor(check.problem)} actions={[{ name: "Close", run: close }]} />
      )}
      {check.phase === "ready" && (
        <>
          <h3>
            <ModelName id={check.offer.id} />
          </h3>
          <OfferFacts offer={check.offer} />
          {agreed.includes(check.offer.party) ? (
            <ServerUse offer={check.offer} onClose={close} />
          ) : (
            <ServerConsent offer={check.offer} onClose={close} />
          )}
        </>
      )}
    </section>
  );
}

function OfferFacts({ offer: { place, facts, providers } }: { offer: ServerOffer }) {
  const { router } = useEarshot(({ server }) => server);
  const known: Facts =
    facts === null
      ? []
      : [
          ["Sound is sent at", formatRate(facts.sampleRateHz)],
          ["Window", `${Number(facts.windowS.toFixed(2))} s${facts.windowIsFixed ? ", fixed" : ", any length"}`],
        ];
  const served: Facts = place.kind === "provider" ? [["Served by", providers.join(", ")]] : [];
  const through: Facts = place.kind === "provider" ? [["Through", new URL(router).host]] : [["Address", place.address]];
  return (
    <>
      {facts !== null && (
        <p className="check-card__labels">
          <strong>{formatCount(facts.numLabels, "label")}</strong>: {facts.someLabels.join(" · ")}
          {facts.numLabels > facts.someLabels.length && " …"}
        </p>
      )}
      {facts === null && (
        <p className="quiet small">
          Nobody told which model answers there: its labels come from its first answer, and sound is sent at 16 kHz.
        </p>
      )}
      <FactList facts={[...served, ...through, ...known]} isTight />
    </>
  );
}
