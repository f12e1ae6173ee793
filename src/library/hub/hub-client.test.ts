import { describe, expect, it } from "vitest";
import { AT, CONFIG, client, hub, INFO, REFERENCE, SHA256 } from "./testing/client-with-hub.ts";
import { COMMIT, json, startSmallHub } from "./testing/small-hub.ts";

describe("HubClient.model", () => {
  it("reads what the Hub states: commit, sizes, hashes, licence", async () => {
    hub.answers[INFO] = json({
      sha: COMMIT,
      gated: "auto",
      private: false,
      disabled: false,
      pipeline_tag: "audio-classification",
      library_name: "transformers",
      tags: ["onnx", "license:mit"],
      cardData: { license: "apache-2.0" },
      siblings: [
        { rfilename: "config.json", size: 900, blobId: "x" },
        {
          rfilename: "onnx/model.onnx",
          size: 134,
          lfs: { size: 379e6, sha256: SHA256.toUpperCase(), pointerSize: 134 },
        },
      ],
    });
    expect(await client().model(REFERENCE)).toEqual({
      name: "owner/name",
      revision: "main",
      commit: COMMIT,
      gated: true,
      disabled: false,
      pipelineTag: "audio-classification",
      libraryName: "transformers",
      licence: "apache-2.0",
      files: [
        { path: "config.json", bytes: 900, sha256: null },
        { path: "onnx/model.onnx", bytes: 379e6, sha256: SHA256 },
      ],
    });
  });

  it("asks for a revision with slashes as one segment, and for an endpoint under a path", async () => {
    hub.answers["/hub/api/models/owner/name/revision/refs%2Fpr%2F5?blobs=true"] = json({ sha: COMMIT, siblings: [] });
    const model = await client({}, `${hub.url}/hub/`).model({ ...REFERENCE, revision: "refs/pr/5" });
    expect([model.commit, model.revision]).toEqual([COMMIT, "refs/pr/5"]);
  });

  it("sends the token to the endpoint alone", async () => {
    hub.answers[INFO] = json({ sha: COMMIT, siblings: [] });
    await client({ token: "hf_secret" }).model(REFERENCE);
    expect(hub.asked[0]?.headers.authorization).toBe("Bearer hf_secret");
    const elsewhere = await startSmallHub();
    elsewhere.answers["/config.json"] = json({});
    hub.answers[CONFIG] = { status: 302, headers: { location: `${elsewhere.url}/config.json` } };
    await client({ token: "hf_secret" }).json(AT, "config.json");
    expect(elsewhere.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    await elsewhere.close();
  });

  it("asks for no token, no cookie and no referrer of its own accord", async () => {
    hub.answers[INFO] = json({ sha: COMMIT, siblings: [] });
    await client().model(REFERENCE);
    const { authorization, cookie, referer } = hub.asked[0]?.headers ?? {};
    expect([authorization, cookie, referer]).toEqual([undefined, undefined, undefined]);
  });

  it.each<[string, object, object]>([
    ["no licence", {}, { licence: null }],
    ["a licence among the tags alone", { tags: ["license:mit"], cardData: null }, { licence: "mit" }],
    ["a list of licences", { cardData: { license: ["mit", "gpl"] } }, { licence: "mit" }],
    [
      "a licence of its own name",
      { cardData: { license: "other", license_name: "research-only" } },
      { licence: "research-only" },
    ],
    ["a licence of another shape", { cardData: { license: 5 } }, { licence: null }],
    ["no commit, as some mirrors", { sha: null }, { commit: "main" }],
    ["a commit that is none", { sha: "../../etc" }, { commit: "main" }],
    ["a pipeline tag of another shape", { pipeline_tag: { a: 1 } }, { pipelineTag: null }],
    ["a new kind of gate", { gated: "by-payment" }, { gated: true }],
    ["no gate", { gated: false }, { gated: false }],
    ["tags of another shape", { tags: "x" }, { licence: null }],
  ])("takes an answer with %s", async (_, info, expected) => {
    hub.answers[INFO] = json({ sha: COMMIT, siblings: [], ...info });
    expect(await client().model(REFERENCE)).toMatchObject(expected);
  });

  it("leaves away files that lead elsewhere, and sizes and hashes that are none", async () => {
    const paths = ["../x", "/etc/passwd", "a/../b", "a\\b", "a//b", "", "a\u0000b", "./a", "x".repeat(501)];
    const odd = [
      { rfilename: "a", size: -1 },
      { rfilename: "b", size: 1e300 },
      { rfilename: "c", size: 5, lfs: { size: 6, sha256: "short" } },
      { rfilename: "d..e", size: "7", lfs: 1 },
    ];
    hub.answers[INFO] = json({
      sha: COMMIT,
      siblings: [...paths.map((rfilename) => ({ rfilename, size: 1 })), ...odd],
    });
    expect((await client().model(REFERENCE)).files).toEqual([
      { path: "a", bytes: null, sha256: null },
      { path: "b", bytes: null, sha256: null },
      { path: "c", bytes: 6, sha256: null },
      { path: "d..e", bytes: null, sha256: null },
    ]);
  });

  it("asks for the sizes of weights that a listing leaves out", async () => {
    hub.answers[INFO] = json({ sha: COMMIT, siblings: [{ rfilename: "model.onnx" }, { rfilename: "README.md" }] });
    const head = { "x-linked-size": "5000000000", "x-linked-etag": `"${SHA256}"` };
    hub.answers[`HEAD /owner/name/resolve/${COMMIT}/model.onnx`] = { headers: head };
    expect((await client().model(REFERENCE)).files).toEqual([
      { path: "model.onnx", bytes: 5e9, sha256: SHA256 },
      { path: "README.md", bytes: null, sha256: null },
    ]);
    expect(hub.asked).toHaveLength(2);
  });
});
