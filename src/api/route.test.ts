import { describe, expect, it } from "vitest";
import { EarshotError } from "../errors/earshot-error.ts";
import { toApiError } from "./api-error.ts";
import { routeOf } from "./route.ts";

describe("routeOf", () => {
  it.each([
    ["/models/everyday-sounds", "everyday-sounds"],
    ["/hf-inference/models/owner/name", "owner/name"],
    ["/models/owner/name@main", "owner/name@main"],
    ["/models/owner%2Fname", "owner/name"],
    ["/hf-inference/models/owner/name/pipeline/audio-classification", "owner/name"],
    ["/models/a.b/c-d_e/", "a.b/c-d_e"],
  ])("%s", (path, modelId) => {
    expect(routeOf(path)).toEqual({ kind: "model", modelId });
  });

  it.each(["/", "/models", "/models/", "/assets/models/x", "/hf-inference/x"])(
    "%s is none of its addresses",
    (path) => {
      expect(routeOf(path)).toBeNull();
    },
  );

  it.each(["../../etc/passwd", "..", "a/..", "%2e%2e/%2e%2e/x", "a/b/c", "%", "a b", "x/../y", "%00", "a/b@../c"])(
    "/models/%s names no model",
    (name) => {
      expect(routeOf(`/models/${name}`)).toEqual({ kind: "no-model" });
    },
  );
});

describe("toApiError", () => {
  it.each([
    ["file-not-audio", 400],
    ["file-codec-unsupported", 415],
    ["model-not-found", 404],
    ["model-gated", 403],
    ["hub-busy", 503],
    ["internal", 500],
  ] as const)("%s is %i", (code, status) => {
    const error = toApiError(new EarshotError(code, "/secret/path"));
    expect(error.status).toBe(status);
    expect(error.body.error).not.toContain("secret");
  });

  it("tells when a passing trouble may be over", () => {
    expect(toApiError(new EarshotError("worker-died", "", { transient: true })).retryAfterS).toBe(1);
    expect(toApiError(new TypeError("x")).retryAfterS).toBeNull();
  });
});
