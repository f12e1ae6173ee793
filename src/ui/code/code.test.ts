/** Which places a model has, at which address, and what of the screen a snippet must say. */
import { describe, expect, it } from "vitest";
import { rank } from "../../api/rank.ts";
import { codeFor, mostLines, requestFor } from "./code-for-screen.ts";
import { placesOf } from "./code-places.ts";

const ROUTER = "https://router.huggingface.co";
const NET = {
  address: "https://sound.example/earshot/index.html",
  canAnswer: true,
  hub: "https://huggingface.co",
  router: ROUTER,
  hasToken: false,
};
const EMBEDDED = { id: "everyday-sounds", source: "embedded", activation: "sigmoid" } as const;
const HUB = { id: "owner/name", source: "hub", activation: "sigmoid" } as const;
const names = (...given: Parameters<typeof placesOf>) => placesOf(...given).map(({ place }) => place);

describe("places", () => {
  it("a model of the Hub has all, an embedded one is not hosted, one from disk is nobody else's", () => {
    expect(names(HUB, NET)).toEqual(["machine", "page", "library", "hosted"]);
    expect(names(EMBEDDED, NET)).toEqual(["machine", "page", "library"]);
    expect(names({ id: "disk:mine", source: "disk" }, NET)).not.toContain("machine");
    expect(names({ id: "disk:mine", source: "disk" }, NET)).not.toContain("hosted");
  });

  it("a revision is none of the hosted API's, and one that no address can hold is only for a page of one's own", () => {
    expect(names({ ...HUB, id: "owner/name@v1" }, NET)).toEqual(["machine", "page", "library"]);
    expect(names({ ...HUB, id: "owner/name@refs/pr/5" }, NET)).toEqual(["library"]);
  });

  it("a page without a service worker answers nothing", () => {
    expect(names(EMBEDDED, { ...NET, canAnswer: false })).toEqual(["machine", "library"]);
  });

  it("the page answers below its own folder; the machine where the page came from, if that was this machine", () => {
    const bases = (address: string) =>
      placesOf(HUB, { ...NET, address })
        .filter(({ place }) => place !== "library")
        .map(({ base }) => base);
    const hosted = "https://router.huggingface.co/hf-inference";
    expect(bases(NET.address)).toEqual(["http://127.0.0.1:4173", "https://sound.example/earshot/", hosted]);
    for (const own of [
      "http://127.0.0.1:5000/",
      "http://localhost:9/a/",
      "http://[::1]:80/",
      "http://ear.localhost/",
    ]) {
      expect(bases(`${own}?x#/models`)).toEqual([new URL(own).href, new URL(own).href, hosted]);
    }
    expect(bases("https://localhost.example/")[0]).toBe("http://127.0.0.1:4173");
  });
});

describe("a model on a server", () => {
  const provided = `server:${ROUTER}/hf-inference/models/owner/name`;
  const settings = { activation: null, topK: 5 };

  it("has one place, the one where it answers, by the name that it has there", () => {
    expect(placesOf({ id: provided, source: "server" }, NET)).toEqual([
      { place: "hosted", base: `${ROUTER}/hf-inference`, modelId: "owner/name" },
    ]);
    const address = "https://a1.endpoints.example/x";
    const [offer] = placesOf({ id: `server:${address}#owner/name`, source: "server" }, { ...NET, hasToken: true });
    expect(offer).toEqual({ place: "server", base: address, modelId: "", needsToken: true });
    if (!offer) throw new Error("no place");
    const code = codeFor({ id: provided, activation: "softmax" }, settings, offer, "curl");
    expect(code).toContain(`curl ${address} `);
    expect(code).toContain("Bearer $HF_TOKEN");
  });
});

describe("what is said", () => {
  const [machine, , , hosted] = placesOf(HUB, NET);
  if (!machine || !hosted) throw new Error("no places");

  it("nothing that the place does by itself", () => {
    const own = { activation: null, topK: 5 };
    expect(requestFor(HUB, own, machine)).toMatchObject({ functionToApply: null, topK: null, token: null });
    expect(requestFor(HUB, { activation: "sigmoid", topK: 5 }, machine)).toMatchObject({ functionToApply: null });
    expect(requestFor(HUB, { activation: "softmax", topK: 3 }, machine)).toMatchObject({
      functionToApply: "softmax",
      topK: 3,
    });
  });

  it("five labels are what the API gives to who does not ask for a number", () => {
    const labels = Array.from({ length: 9 }, (_, i) => `label ${i}`);
    expect(rank(new Float32Array(9), labels, "sigmoid", {})).toHaveLength(5);
    expect(requestFor(HUB, { activation: null, topK: 5 }, machine).topK).toBeNull();
    expect(requestFor(HUB, { activation: null, topK: 4 }, machine).topK).toBe(4);
  });

  it("to the hosted API each function but softmax, whatever the model's own is", () => {
    const own = { activation: null, topK: 5 };
    expect(requestFor(HUB, own, hosted)).toMatchObject({ functionToApply: "sigmoid", token: "HF_TOKEN" });
    expect(requestFor({ ...HUB, activation: "softmax" }, own, hosted).functionToApply).toBeNull();
    expect(requestFor({ ...HUB, activation: "softmax" }, { ...own, activation: "none" }, hosted)).toMatchObject({
      functionToApply: "none",
    });
  });

  it("has room for the longest", () => {
    const settings = { activation: "softmax", topK: 3 } as const;
    const lines = mostLines(HUB, settings, [machine, hosted]);
    expect(lines).toBe(codeFor(HUB, settings, hosted, "python").split("\n").length);
    expect(mostLines(HUB, settings, [])).toBe(0);
  });
});
