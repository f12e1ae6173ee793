import { describe, expect, it } from "vitest";
import { matchLabels } from "./match-labels.ts";

function matched(labels: string[], model: string[]): (string | null)[] {
  return matchLabels(labels, model).map(({ modelIndex }) => (modelIndex === null ? null : (model[modelIndex] ?? null)));
}

describe("matchLabels", () => {
  it.each([
    ["dog", "dog", "exact"],
    ["Car_Horn", "car horn", "spelling"],
    ["car-horn", "Car  horn", "spelling"],
    ["dogs", "dog", "words"],
    ["church_bell", "Church bells", "words"],
    ["crying_baby", "baby cry", "words"],
    ["babies crying", "Baby cry", "words"],
    ["glass_breaking", "breaking glasses", "words"],
    ["sneezing", "Sneeze", "words"],
    ["clapping", "claps", "words"],
    ["dog", "dog bark", "part"],
    ["dog_bark_outside", "dog bark", "part"],
    ["crying_baby", "Baby cry, infant cry", "part"],
  ] as const)("%j → %j (%s)", (label, modelLabel, fit) => {
    const model = ["thunder", modelLabel, "wind"];
    expect(matchLabels([label], model)).toEqual([{ label, modelIndex: 1, fit }]);
  });

  it.each([
    ["puppy", ["dog", "cat"]],
    ["string", ["str", "sting"]],
    ["bus", ["bu", "business"]],
    ["not_dog", ["dog"]],
    ["dog", ["no dog", "other dogs"]],
    ["", ["", "dog"].slice(1)],
    ["---", ["dog", "***"]],
  ])("%j is none of %j", (label, model) => expect(matched([label], model)).toEqual([null]));

  it("prefers the surer way to the bolder", () => {
    expect(matched(["dog", "Dog", "dogs"], ["dog bark", "Dog", "dog"])).toEqual(["dog", "Dog", null]);
    expect(matched(["rain"], ["Rain on surface", "Rain", "Raindrop"])).toEqual(["Rain"]);
  });

  it("suggests nothing where two would do", () => {
    expect(matched(["dog"], ["dog bark", "dog growl"])).toEqual([null]);
    expect(matched(["crying baby"], ["baby", "cry"])).toEqual([null]);
    expect(matched(["car horn"], ["Car Horn", "car_horn"])).toEqual([null]);
  });

  it("doesn't give a part what another label is a better or an equal claim to", () => {
    expect(matched(["dog", "dog_barking"], ["dog bark", "cat"])).toEqual([null, "dog bark"]);
    expect(matched(["baby", "cry"], ["baby cry"])).toEqual([null, null]);
  });

  it("lets several labels mean one where each surely does", () => {
    expect(matched(["dog", "dogs", "DOG"], ["Dog"])).toEqual(["Dog", "Dog", "Dog"]);
  });

  it("reads any script", () => {
    expect(matched(["größer_hund", "собака"], ["Größer Hund", "Собака"])).toEqual(["Größer Hund", "Собака"]);
  });
});
