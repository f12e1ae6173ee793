/** In which precision: the best fit for this machine is chosen beforehand, and why is said. What is stored is used, not fetched again. */
import { useId, useState } from "react";
import type { PrecisionOffer } from "../../../models/precision.ts";
import type { Preflight } from "../../../models/preflight.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatBytes } from "../../figures.ts";
import { useChooseModel } from "../../use-route.ts";
import { madeWords, precisionName, whyBest } from "../precision-words.ts";
import { focusHub } from "./focus-hub.ts";

export function OfferForm({ preflight }: { preflight: Preflight }) {
  const { downloadModel, forgetCheck } = useActions();
  const choose = useChooseModel();
  const stored = useEarshot(({ library }) => library.stored);
  const { id, offers, tooLarge } = preflight;
  const best = offers[0];
  const [chosen, setChosen] = useState(best?.precision);
  const group = useId();
  if (best === undefined || chosen === undefined) return null;

  const isStored = (offer: PrecisionOffer) =>
    stored?.some((one) => one.id === id && one.precision === offer.precision) ?? false;
  const noteOf = (offer: PrecisionOffer): string => {
    if (isStored(offer)) return "On this device.";
    if (tooLarge.includes(offer.precision)) return "Too large for the memory of this machine.";
    const making = offer.making && !allMade ? madeWords(offer) : "";
    return [offer === best ? `Best here. ${whyBest(best, offers)}` : "", making]
      .filter((note) => note !== "")
      .join(" ");
  };
  const allMade = offers.every(({ making }) => making !== null);
  const offer = offers.find(({ precision }) => precision === chosen) ?? best;

  return (
    <form
      className="offer-form"
      onSubmit={(event) => {
        event.preventDefault();
        focusHub();
        if (isStored(offer)) {
          forgetCheck();
          choose(id, chosen);
        } else void downloadModel(chosen, true);
      }}
    >
      <fieldset>
        <legend>Precision</legend>
        {allMade && (
          <p className="quiet small">{madeWords(best)} The precision decides what is kept: the size beside it.</p>
        )}
        {offers.map((one) => (
          <label key={one.precision} className="offer-form__offer">
            <input
              type="radio"
              name={group}
              value={one.precision}
              checked={one.precision === chosen}
              disabled={tooLarge.includes(one.precision)}
              onChange={() => setChosen(one.precision)}
            />
            <span>
              {precisionName(one.precision)} <span className="quiet">{one.precision}</span>
              {noteOf(one) !== "" && <span className="offer-form__note quiet small">{noteOf(one)}</span>}
            </span>
            <span className="offer-form__size">{formatBytes(one.totalBytes)}</span>
          </label>
        ))}
      </fieldset>
      <div className="offer-form__ways">
        <button type="submit" className="button button--strong">
          {isStored(offer) ? "Use" : "Download and use"}
        </button>
        {!isStored(offer) && (
          <button
            type="button"
            className="button"
            onClick={() => {
              focusHub();
              void downloadModel(chosen, false);
            }}
          >
            Only download
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            focusHub();
            forgetCheck();
          }}
        >
          Close
        </button>
      </div>
    </form>
  );
}
