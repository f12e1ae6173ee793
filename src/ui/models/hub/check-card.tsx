/** The answer to "what is this model?": what it is and in which precisions it can be had, or why it cannot run here. */
import { useEffect, useRef } from "react";
import type { Refusal } from "../../../models/preflight.ts";
import { sentenceFor } from "../../../session/sentences.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { ProblemBlock, type WayOn } from "../../shell/problem-block.tsx";
import { ModelName } from "../model-name.tsx";
import { focusHub } from "./focus-hub.ts";
import { OfferForm } from "./offer-form.tsx";
import { PreflightFacts } from "./preflight-facts.tsx";
import "./check-card.css";

export function CheckCard() {
  const { checkModel, forgetCheck } = useActions();
  const check = useEarshot(({ library }) => library.check);
  const card = useRef<HTMLElement>(null);
  const asked = check.phase === "idle" ? null : check.phase === "ready" ? check.preflight.id : check.reference;
  // Asked from the catalogue, far below: the answer comes into view, and the next Tab is in it.
  useEffect(() => {
    if (asked === null || card.current?.contains(document.activeElement)) return;
    if (document.activeElement?.closest(".hub-form")) return;
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  if (check.phase === "idle") return null;

  const leave = () => {
    focusHub();
    forgetCheck();
  };
  const close: WayOn = { name: "Close", run: leave };
  const again = (id: string): WayOn => ({ name: "Try again", run: () => void checkModel(id) });
  return (
    <section ref={card} className="check-card" aria-label={`Check of ${asked}`} tabIndex={-1}>
      {check.phase === "checking" && (
        <>
          <h3>
            <ModelName id={check.reference} />
          </h3>
          <p className="quiet">Asking the Hub what it is. Nothing is downloaded yet.</p>
          <div>
            <button type="button" className="button" onClick={leave}>
              Stop
            </button>
          </div>
        </>
      )}
      {check.phase === "failed" && (
        <ProblemBlock sentence={sentenceFor(check.problem)} actions={[again(check.reference), close]} />
      )}
      {check.phase === "ready" && check.preflight.refusal !== null && (
        <ProblemBlock
          sentence={sentenceFor(check.preflight.refusal)}
          actions={mayChange(check.preflight.refusal) ? [again(check.preflight.id), close] : [close]}
        />
      )}
      {check.phase === "ready" && check.preflight.refusal === null && (
        <>
          <PreflightFacts preflight={check.preflight} />
          <OfferForm key={`${check.preflight.id} ${check.preflight.commit}`} preflight={check.preflight} />
        </>
      )}
    </section>
  );
}

/** With a token, or its owner's consent, the answer is another one. */
function mayChange({ code }: Refusal): boolean {
  return code === "model-gated" || code === "hub-token-refused";
}
