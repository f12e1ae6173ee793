import { describe, expect, it } from "vitest";
import {
  addressOf,
  hostOf,
  modelOfAddress,
  parseServerId,
  partyOf,
  type ServerPlace,
  serverId,
} from "./server-place.ts";

const ROUTER = "https://router.huggingface.co";

const PLACES: readonly (readonly [ServerPlace, string])[] = [
  [
    { kind: "provider", router: ROUTER, provider: "hf-inference", modelId: "owner/name" },
    `server:${ROUTER}/hf-inference/models/owner/name`,
  ],
  [
    { kind: "endpoint", address: "http://127.0.0.1:4173/models/everyday-sounds", modelId: "everyday-sounds" },
    "server:http://127.0.0.1:4173/models/everyday-sounds",
  ],
  [{ kind: "endpoint", address: "https://a1.endpoints.example", modelId: null }, "server:https://a1.endpoints.example"],
  [
    { kind: "endpoint", address: "https://a1.endpoints.example/x", modelId: "owner/name" },
    "server:https://a1.endpoints.example/x#owner/name",
  ],
];

describe("a place and its id", () => {
  it.each(PLACES)("%o ⇄ %s", (place, id) => {
    expect(serverId(place)).toBe(id);
    expect(parseServerId(id, ROUTER)).toEqual(place);
  });

  it("what is none is none", () => {
    for (const id of ["owner/name", "disk:mine", "server:", "server:nonsense"])
      expect(parseServerId(id, ROUTER)).toBeNull();
  });

  it("a yes is for a machine, and behind a router for one provider", () => {
    expect(PLACES.map(([place]) => partyOf(place))).toEqual([
      `${ROUTER} hf-inference`,
      "http://127.0.0.1:4173",
      "https://a1.endpoints.example",
      "https://a1.endpoints.example",
    ]);
    expect(PLACES.map(([place]) => hostOf(place))[1]).toBe("127.0.0.1:4173");
    expect(PLACES.map(([place]) => addressOf(place))[3]).toBe("https://a1.endpoints.example/x");
  });

  it("an address tells its model where it ends as the Hub's API does", () => {
    expect(modelOfAddress("https://a.example/hf-inference/models/owner/name")).toBe("owner/name");
    expect(modelOfAddress("https://a.example/models/%2e%2e/x")).toBeNull();
    expect(modelOfAddress("https://a.example/owner/name")).toBeNull();
  });
});
