/** What a Hub refuses, garbles or breaks off; and a mirror that has no API. */
import { describe, expect, it } from "vitest";
import { MAX_JSON_BYTES } from "./hub-client.ts";
import { AT, CONFIG, client, coded, hub, INFO, REFERENCE, SHA256 } from "./testing/client-with-hub.ts";
import { type Answer, COMMIT, json, refusal, startSmallHub } from "./testing/small-hub.ts";

describe("refusals", () => {
  const RESTRICTED = "Access to model owner/name is restricted and you are not in the authorized list.";
  const SCOPE = "Please enable access to public gated repositories in your fine-grained token settings.";

  it.each<[string, Answer, string | null, string, object]>([
    [
      "401 RepoNotFound",
      refusal(401, "RepoNotFound", "Invalid username or password."),
      null,
      "model-gated",
      { status: 401 },
    ],
    ["401 GatedRepo", refusal(401, "GatedRepo"), null, "model-gated", { reason: "terms" }],
    [
      "401 gated, told by the body alone",
      { status: 401, body: `{"error":"${RESTRICTED}"}` },
      null,
      "model-gated",
      { reason: "terms" },
    ],
    ["401 with a token", refusal(401, undefined, "Invalid credentials"), "hf_x", "hub-token-refused", { status: 401 }],
    [
      "403 GatedRepo with a token",
      refusal(403, "GatedRepo", RESTRICTED),
      "hf_x",
      "model-gated",
      { reason: "not-yet-granted" },
    ],
    [
      "403 awaiting",
      refusal(403, undefined, "Your request is awaiting a review from the repo authors."),
      "hf_x",
      "model-gated",
      { reason: "not-yet-granted" },
    ],
    ["403 GatedRepo without one", refusal(403, "GatedRepo"), null, "model-gated", { reason: "terms" }],
    ["403 of a token's scope", refusal(403, "GatedRepo", SCOPE), "hf_x", "hub-token-refused", { status: 403 }],
    ["403 with a token", refusal(403), "hf_x", "hub-token-refused", { status: 403 }],
    ["403 without one", refusal(403), null, "model-gated", { status: 403 }],
    ["404 RepoNotFound", refusal(404, "RepoNotFound"), "hf_x", "model-not-found", { reason: "repo" }],
    [
      "404 RevisionNotFound",
      refusal(404, "RevisionNotFound"),
      null,
      "model-not-found",
      { reason: "revision", revision: "main" },
    ],
    ["404 and no mirror", refusal(404), null, "model-not-found", { status: 404 }],
    ["410", refusal(410), null, "model-not-found", { status: 410 }],
    ["451", refusal(451), null, "model-not-found", { reason: "disabled" }],
    ["400, which no second try would change", refusal(400), null, "model-unreachable", { status: 400 }],
  ])("%s", async (_, answer, token, code, details) => {
    hub.answers[INFO] = answer;
    await expect(client({ token }).model(REFERENCE)).rejects.toEqual(coded(code, { id: "owner/name", ...details }));
  });

  it.each([500, 502, 503, 504])("%i is the server's, and may pass", async (status) => {
    hub.answers[INFO] = { status, body: "<html>Bad gateway</html>" };
    await expect(client().model(REFERENCE)).rejects.toEqual(coded("model-unreachable", { status }, true));
  });

  it.each([
    ["seconds", "30", 30],
    ["a date", new Date(Date.now() + 90_000).toUTCString(), expect.closeTo(90, -1)],
    ["for ever", "99999999999", 86_400],
  ])("429 with Retry-After of %s", async (_, header, seconds) => {
    hub.answers[INFO] = { status: 429, headers: header === undefined ? {} : { "retry-after": header } };
    await expect(client().model(REFERENCE)).rejects.toEqual(coded("hub-busy", { retryAfterS: seconds }, true));
  });

  it.each([undefined, "soon", ""])("429 with Retry-After %j says nothing of when", async (header) => {
    hub.answers[INFO] = { status: 429, headers: header === undefined ? {} : { "retry-after": header } };
    const problem = await client()
      .model(REFERENCE)
      .catch((thrown: unknown) => thrown);
    expect(problem).toMatchObject({ code: "hub-busy", details: { id: "owner/name", status: 429 } });
    expect(problem).not.toHaveProperty("details.retryAfterS");
  });

  it("404 of a file names it", async () => {
    hub.answers[CONFIG] = refusal(404, "EntryNotFound");
    await expect(client().json(AT, "config.json")).rejects.toEqual(
      coded("model-not-found", { id: "owner/name", file: "config.json" }),
    );
  });
});

describe("answers that are none", () => {
  it.each<[string, Answer]>([
    ["HTML", { body: "<!doctype html><title>Sign in</title>", headers: { "content-type": "text/html" } }],
    ["broken JSON", { body: '{"sha": "' }],
    ["nothing", { body: "" }],
    ["JSON of another thing", json({ hello: "world" })],
    ["a list", json([])],
    ["files of another shape", json({ sha: COMMIT, siblings: [{ path: "x" }] })],
    ["an announced giant", { body: "{}", headers: { "content-length": String(MAX_JSON_BYTES + 1) }, ends: "never" }],
    ["an unannounced giant", { body: `"${"x".repeat(MAX_JSON_BYTES + 10)}"` }],
  ])("%s in place of the model", async (_, answer) => {
    hub.answers[INFO] = answer;
    await expect(client().model(REFERENCE)).rejects.toEqual(coded("hub-answer-invalid", { endpoint: hub.url }));
  });

  it.each<[string, Answer, string]>([
    ["HTML", { body: "<!doctype html>" }, "it is not JSON"],
    ["a truncated file", { body: '{"a": 1' }, "it is not JSON"],
    ["a giant", { body: `"${"x".repeat(MAX_JSON_BYTES + 10)}"` }, "it is larger than 10 MB"],
  ])("%s in place of its configuration", async (_, answer, reason) => {
    hub.answers[CONFIG] = answer;
    await expect(client().json(AT, "config.json")).rejects.toEqual(
      coded("model-config-invalid", { file: "config.json", reason }),
    );
  });

  it.each(["ftp://hub.example", "not an address", "javascript:alert(1)", ""])("the endpoint %j", async (endpoint) => {
    await expect(client({}, endpoint).model(REFERENCE)).rejects.toEqual(coded("hub-answer-invalid", { endpoint }));
  });
});

describe("lines that fail", () => {
  it("no server: unreachable, and may pass", async () => {
    const gone = await startSmallHub();
    await gone.close();
    await expect(client({}, gone.url).model(REFERENCE)).rejects.toEqual(
      coded("model-unreachable", { id: "owner/name" }, true),
    );
  });

  it("a line that breaks in the middle", async () => {
    hub.answers[INFO] = { body: '{"sha":', ends: "cut" };
    await expect(client().model(REFERENCE)).rejects.toEqual(coded("model-unreachable", {}, true));
  });

  it("a redirect in a circle", async () => {
    hub.answers[INFO] = { status: 302, headers: { location: INFO } };
    await expect(client().model(REFERENCE)).rejects.toEqual(coded("model-unreachable", {}, true));
  });

  it("a redirect to the model's new name is followed", async () => {
    hub.answers[INFO] = { status: 307, headers: { location: "/api/models/new/name/revision/main?blobs=true" } };
    hub.answers["/api/models/new/name/revision/main?blobs=true"] = json({ sha: COMMIT, siblings: [] });
    expect((await client().model(REFERENCE)).commit).toBe(COMMIT);
  });

  it.each(["", '{"sha":'])("a stall after %j", async (body) => {
    hub.answers[INFO] = { body, ends: "never" };
    await expect(client({ stallMs: 60 }).model(REFERENCE)).rejects.toEqual(
      coded("hub-stalled", { id: "owner/name" }, true),
    );
  });

  it("a slow line is no stall while bytes come", async () => {
    const slow: typeof fetch = async () => {
      const pieces = [...JSON.stringify({ sha: COMMIT, siblings: [] })];
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          const piece = pieces.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
      });
      return new Response(body);
    };
    expect((await client({ fetch: slow, stallMs: 100 }).model(REFERENCE)).commit).toBe(COMMIT);
  });

  it("an abort stays an abort, also in the middle of an answer", async () => {
    hub.answers[INFO] = { body: "{", ends: "never" };
    const abort = new AbortController();
    const asking = client({ signal: abort.signal }).model(REFERENCE);
    setTimeout(() => abort.abort(), 40);
    await expect(asking).rejects.toEqual(coded("aborted"));
    await expect(client({ signal: abort.signal }).model(REFERENCE)).rejects.toEqual(coded("aborted"));
  });
});

describe("a mirror without an API", () => {
  const at = (commit: string, file: string) => `HEAD /owner/name/resolve/${commit}/${file}`;
  const held = (bytes: number, headers: Record<string, string> = {}): Answer => ({
    headers: { "content-length": String(bytes), ...headers },
  });

  it("is asked for the names that matter, pinned to the commit that it tells", async () => {
    hub.answers[at("main", "config.json")] = held(900, { "x-repo-commit": COMMIT });
    hub.answers[at("main", "preprocessor_config.json")] = held(200);
    hub.answers[at(COMMIT, "onnx/model.onnx")] = held(1_500_000, { etag: '"not-a-hash"' });
    hub.answers[at(COMMIT, "onnx/model.onnx_data")] = held(10, {
      "x-linked-size": "3860000000",
      "x-linked-etag": `"${SHA256}"`,
    });
    hub.answers[at(COMMIT, "onnx/model.onnx_data_1")] = held(7);
    hub.answers[at(COMMIT, "onnx/model_quantized.onnx")] = held(95_000_000, { etag: `W/"x"` });
    const model = await client().model(REFERENCE);
    expect(model).toMatchObject({ commit: COMMIT, revision: "main", licence: null, pipelineTag: null });
    expect(model.files).toEqual([
      { path: "config.json", bytes: 900, sha256: null },
      { path: "preprocessor_config.json", bytes: 200, sha256: null },
      { path: "onnx/model.onnx", bytes: 1_500_000, sha256: null },
      { path: "onnx/model_quantized.onnx", bytes: 95_000_000, sha256: null },
      { path: "onnx/model.onnx_data", bytes: 3_860_000_000, sha256: SHA256 },
      { path: "onnx/model.onnx_data_1", bytes: 7, sha256: null },
    ]);
  });

  it("without weights of ours: told what there is", async () => {
    hub.answers[at("main", "config.json")] = held(900);
    hub.answers[at("main", "model.safetensors")] = held(5000);
    const model = await client().model(REFERENCE);
    expect([model.commit, model.files.map(({ path }) => path)]).toEqual(["main", ["config.json", "model.safetensors"]]);
  });

  it("is not believed where the Hub itself says that the model is missing", async () => {
    hub.answers[INFO] = refusal(404, "RepoNotFound");
    hub.answers[at("main", "config.json")] = held(900);
    await expect(client().model(REFERENCE)).rejects.toEqual(coded("model-not-found", { reason: "repo" }));
    expect(hub.asked).toHaveLength(1);
  });

  it("with external data without end is asked for a bounded number of pieces", async () => {
    const endless: typeof fetch = async (input, init) => {
      const path = new URL(String(input)).pathname;
      const there = init?.method === "HEAD" && /config\.json$|\/onnx\/model\.onnx(_data(_\d+)?)?$/.test(path);
      return new Response(null, { status: there ? 200 : 404, headers: { "content-length": "10" } });
    };
    const model = await client({ fetch: endless }).model(REFERENCE);
    expect(model.files.length).toBeLessThan(100);
  });
});
