import { describe, expect, it } from "vitest";
import { formatRoute, parseRoute } from "./route.ts";

describe("route", () => {
  it("reads the screen and the model", () => {
    expect(parseRoute("#/files?model=owner/name")).toEqual({ screen: "files", modelId: "owner/name" });
    expect(parseRoute("#/models")).toEqual({ screen: "models", modelId: null });
  });

  it("shows Live for an empty or unknown address", () => {
    expect(parseRoute("")).toEqual({ screen: "live", modelId: null });
    expect(parseRoute("#/nowhere?model=")).toEqual({ screen: "live", modelId: null });
  });

  it("gives back what it wrote", () => {
    for (const modelId of [null, "spoken-digits", "owner/a model+1&x=2"]) {
      const route = { screen: "live", modelId } as const;
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }
  });
});
