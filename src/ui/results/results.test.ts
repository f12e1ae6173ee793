import { describe, expect, it } from "vitest";
import { positionOnScale, scoreScale } from "../../scores/score-scale.ts";
import { headlineStep, readableLabel, surenessWords } from "./sureness.ts";

describe("score scale", () => {
  it("puts probabilities where they are and clamps what is beyond", () => {
    const scale = scoreScale("sigmoid");
    expect([0, 0.25, 1, 1.2, -1].map((score) => positionOnScale(scale, score))).toEqual([0, 0.25, 1, 1, 0]);
  });

  it("puts a logit of zero in the middle", () => {
    expect(positionOnScale(scoreScale("none"), 0)).toBe(0.5);
    expect(positionOnScale(scoreScale("none"), 40)).toBe(1);
  });
});

describe("words for a score", () => {
  it("grow surer with the score", () => {
    expect([0.2, 0.5, 0.7, 0.95].map((score) => surenessWords(score, "softmax"))).toEqual([
      "a guess",
      "more likely than not",
      "fairly sure",
      "very sure",
    ]);
  });

  it("claim nothing for raw logits", () => {
    expect(surenessWords(9, "none")).toBe("raw score");
  });
});

describe("headline", () => {
  it("reads machine names as words and leaves written ones alone", () => {
    expect(["crying_baby", "hi-hat", "Cello, double-bass", "_"].map(readableLabel)).toEqual([
      "crying baby",
      "hi-hat",
      "Cello, double-bass",
      "_",
    ]);
  });

  it("gets smaller as names get longer", () => {
    expect(["rain", "Inside, small room", "Musical instrument, plucked string instrument"].map(headlineStep)).toEqual([
      "large",
      "medium",
      "small",
    ]);
  });
});
