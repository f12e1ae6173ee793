/** What is on screen as a program of one's own: in a language, against one of the places where the Hub's API answers. */
import { useState } from "react";
import { CODE_LANGUAGES, type CodeLanguage, type CodePlace, languagesOf } from "../../export/code/snippets.ts";
import type { ModelInfo } from "../../models/model-info.ts";
import { useEarshot } from "../earshot-context.tsx";
import { formatCount } from "../figures.ts";
import { useActivation } from "../settings/use-activation.ts";
import { CodeBlock } from "./code-block.tsx";
import { CodeChoice } from "./code-choice.tsx";
import { codeFor, mostLines } from "./code-for-screen.ts";
import { placesOf } from "./code-places.ts";
import { LANGUAGE_NAMES, languageWords, PLACE_NAMES, placeWords } from "./code-words.ts";
import "./copy-as-code.css";

export function CopyAsCode({ model }: { model: ModelInfo }) {
  const settings = useEarshot((state) => state.settings);
  const activation = useActivation();
  const [wantedPlace, setPlace] = useState<CodePlace>("machine");
  const [wantedLanguage, setLanguage] = useState<CodeLanguage>("curl");
  const hub = useEarshot((state) => state.library.hub.endpoint);
  const { router, hasToken } = useEarshot((state) => state.server);
  const canAnswer = "serviceWorker" in navigator;
  const offers = placesOf(model, { address: document.baseURI, canAnswer, hub, router, hasToken });
  // What was wanted stays so: another model may have it again.
  const offer = offers.find(({ place }) => place === wantedPlace) ?? offers[0];
  const places = offers.map(({ place }) => place);
  const languages = offer ? languagesOf(offer.place) : [];
  const language = languages.includes(wantedLanguage) ? wantedLanguage : (languages[0] ?? "fetch");

  return (
    <details className="disclosure copy-code">
      <summary>
        Copy as code{" "}
        <span className="quiet">
          {activation}, {formatCount(settings.topK, "label")}
        </span>
      </summary>
      {offer ? (
        <>
          <CodeChoice
            legend="Where the code runs the model"
            values={places}
            possible={places}
            names={PLACE_NAMES}
            chosen={offer.place}
            onChoose={setPlace}
          />
          <p className="copy-code__meaning quiet small">{placeWords(offer.place, model.source)}</p>
          <CodeChoice
            legend="Language"
            values={CODE_LANGUAGES}
            possible={languages}
            names={LANGUAGE_NAMES}
            chosen={language}
            onChoose={setLanguage}
          />
          <CodeBlock
            name={`Code, ${LANGUAGE_NAMES[language]}, ${PLACE_NAMES[offer.place]}`}
            code={codeFor(model, settings, offer, language)}
            lines={mostLines(model, settings, offers)}
            note={languageWords(language, offer.place)}
          />
        </>
      ) : (
        <p className="copy-code__none quiet">
          This model has no address that code could ask for: it is from disk, and this browser alone has it.
        </p>
      )}
    </details>
  );
}
