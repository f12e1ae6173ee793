/** Known models, by what they hear. Nothing is asked of anybody before Check is pressed. */
import { useId, useState } from "react";
import { catalogue, TOPICS } from "../../../models/catalogue/catalogue.ts";
import { CatalogueRow } from "./catalogue-row.tsx";
import "./catalogue.css";

type Topic = (typeof TOPICS)[number];

const NAMES: Record<Topic, string> = {
  sounds: "Sounds",
  commands: "Commands",
  speaker: "Speaker",
  emotion: "Emotion",
  music: "Music",
  language: "Language",
};

const CHOICES = [null, ...TOPICS] as const;

export function Catalogue() {
  const [topic, setTopic] = useState<Topic | null>(null);
  const group = useId();
  return (
    <section className="catalogue" aria-labelledby="catalogue-heading">
      <h2 id="catalogue-heading">Known models</h2>
      <fieldset className="choices catalogue__topics">
        <legend className="unseen">Known models for</legend>
        {CHOICES.map((one) => (
          <label key={one}>
            <input type="radio" name={group} checked={one === topic} onChange={() => setTopic(one)} />
            {one === null ? "All" : NAMES[one]}
          </label>
        ))}
      </fieldset>
      <ul className="models__list">
        {catalogue()
          .filter((row) => topic === null || row.topic === topic)
          .map((row) => (
            <CatalogueRow key={row.id} row={row} />
          ))}
      </ul>
    </section>
  );
}
