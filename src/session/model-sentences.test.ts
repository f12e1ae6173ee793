import { describe, expect, it } from "vitest";
import type { ErrorCode, ErrorDetails } from "../errors/earshot-error.ts";
import { sentenceFor } from "./sentences.ts";

const id = "owner/name";

describe("a model that cannot be had, or not run", () => {
  it.each<[ErrorCode, ErrorDetails, string, string]>([
    ["model-reference-invalid", { id: "a b", reason: "not-a-name" }, "“a b” is no model's name.", "owner/name"],
    ["model-reference-invalid", { id: "", reason: "empty" }, "There is no model's name.", "owner/name"],
    [
      "model-reference-invalid",
      { id: "x", reason: "another-site", part: "evil.example" },
      "evil.example is not",
      "settings",
    ],
    ["model-reference-invalid", { id: "x@..", reason: "not-a-revision" }, "What follows @", "branch, tag or commit"],
    ["model-reference-invalid", { id: "x", reason: "not-a-model", part: "datasets" }, "not a model's page", "data set"],
    ["model-not-found", { id, reason: "repo" }, "“owner/name” does not exist", "spelling"],
    ["model-not-found", { id, reason: "revision", revision: "v9" }, "no version called v9", "@"],
    ["model-not-found", { id, reason: "disabled" }, "switched off", "another"],
    ["model-not-found", { id, file: "config.json" }, "has no config.json", "spelling"],
    ["model-gated", { id, reason: "terms" }, "accepted its owner's terms", "token"],
    ["model-gated", { id, reason: "not-yet-granted" }, "account of your access token", "Ask for access"],
    ["model-gated", { id }, "does not exist, is private", "spelling"],
    ["hub-token-refused", { id, status: 401 }, "did not accept the access token", "settings"],
    ["hub-token-refused", { id, status: 403 }, "may not read “owner/name”", "read access"],
    ["hub-answer-invalid", { endpoint: "https://x.example" }, "https://x.example does not answer as a Hub", "sign in"],
    [
      "model-wrong-task",
      { id, task: "text-generation" },
      "does not classify sound (text-generation)",
      "audio-classification",
    ],
    ["model-no-onnx", { id, has: "safetensors" }, "only safetensors weights", "onnx-community"],
    ["model-no-onnx", { id, has: "gguf" }, "only GGUF weights", "optimum"],
    ["model-no-onnx", { id, has: "other-onnx" }, "names that do not say", "earshot.json"],
    ["model-no-onnx", { id, has: "nothing" }, "no weights of a known kind", "optimum"],
    ["model-no-onnx", { id, has: "other-precisions" }, "does not come in that precision", "another precision"],
    ["model-not-found", { id, reason: "not-stored" }, "not kept on this machine", "folder or zip"],
    ["model-unsupported", { id, reason: "speechbrain" }, "SpeechBrain format", "such as AST"],
    [
      "model-unsupported",
      { id, reason: "custom-code", extractor: "MAEST" },
      "code of its author to read sound (MAEST)",
      "such as AST",
    ],
    ["model-unsupported", { id, extractor: "ClapFeatureExtractor" }, "(ClapFeatureExtractor)", "AST"],
    ["model-too-large", { id, bytes: 5e9 }, "(5.0 GB of weights)", "smaller"],
  ])("%s %o: why, and what would work", (code, details, what, wayOn) => {
    const sentence = sentenceFor({ code, details });
    expect(sentence.what).toContain(what);
    expect(sentence.wayOn).toContain(wayOn);
    expect(`${sentence.what} ${sentence.wayOn}`).not.toMatch(/undefined|null|NaN|\[object/);
  });
});
