import { describe, expect, it } from "vitest";
import { formatReference, parseReference } from "./reference.ts";

const MIRROR = "https://mirror.example:8443/hub";

describe("parseReference", () => {
  it.each([
    ["owner/name", "owner/name", "main"],
    ["  owner/name \n", "owner/name", "main"],
    ["gpt2", "gpt2", "main"],
    ["a.b_c-d/E.f", "a.b_c-d/E.f", "main"],
    ["owner/name@v1.0", "owner/name", "v1.0"],
    ["owner/name@refs/pr/5", "owner/name", "refs/pr/5"],
    ["owner/name@ae4b56af", "owner/name", "ae4b56af"],
    ["single@main", "single", "main"],
    ["https://huggingface.co/owner/name", "owner/name", "main"],
    ["http://huggingface.co/owner/name/", "owner/name", "main"],
    ["HTTPS://HuggingFace.co/owner/name", "owner/name", "main"],
    ["huggingface.co/owner/name", "owner/name", "main"],
    ["hf.co/owner/name?library=x#files", "owner/name", "main"],
    ["https://huggingface.co/gpt2", "gpt2", "main"],
    ["https://huggingface.co/gpt2/tree/main", "gpt2", "main"],
    ["https://huggingface.co/owner/name?library=transformers", "owner/name", "main"],
    ["https://huggingface.co/owner/name/tree/main", "owner/name", "main"],
    ["https://huggingface.co/owner/name/tree/refs%2Fpr%2F5", "owner/name", "refs/pr/5"],
    ["https://huggingface.co/owner/name/tree/refs/pr/5/onnx", "owner/name", "refs/pr/5"],
    ["https://huggingface.co/owner/name/blob/v2/onnx/model.onnx", "owner/name", "v2"],
    ["https://huggingface.co/owner/name/resolve/abc123/config.json?download=true", "owner/name", "abc123"],
    ["https://huggingface.co/owner/name/commit/abc123", "owner/name", "abc123"],
    ["https://huggingface.co/owner/name/discussions/12", "owner/name", "main"],
    ["https://huggingface.co/api/models/owner/name/revision/v2", "owner/name", "v2"],
    ["https://huggingface.co/owner/name@v2", "owner/name", "v2"],
    ["https://mirror.example:8443/hub/owner/name/tree/dev", "owner/name", "dev"],
    ["mirror.example:8443/hub/owner/name", "owner/name", "main"],
  ])("reads %j", (text, name, revision) => {
    expect(parseReference(text, MIRROR)).toEqual({ name, revision });
  });

  it.each([
    ["", "empty"],
    [" \t", "empty"],
    ["a/b/c", "not-a-name"],
    ["../secret", "not-a-name"],
    ["a/../b", "not-a-name"],
    ["a/..", "not-a-name"],
    ["a//b", "not-a-name"],
    ["/a/b", "not-a-name"],
    ["a b", "not-a-name"],
    ["a/b?x", "not-a-name"],
    ["a/b#c", "not-a-name"],
    ["a/-b", "not-a-name"],
    ["a/b.", "not-a-name"],
    ["a/b--c", "not-a-name"],
    ["a/b.git", "not-a-name"],
    ["a\\b", "not-a-name"],
    ["a/ünï", "not-a-name"],
    ["a/\u202egnp", "not-a-name"],
    ["<img src=x onerror=alert(1)>", "not-a-name"],
    ["javascript:alert(1)", "not-a-name"],
    ["javascript://huggingface.co/%0aalert(1)", "not-a-name"],
    ["file:///etc/passwd", "not-a-name"],
    ["https://huggingface.co/owner/name%2F..%2F..", "not-a-name"],
    ["https://huggingface.co/%E0%A4%A", "not-a-name"],
    ["https://huggingface.co/", "not-a-name"],
    ["x".repeat(97), "not-a-name"],
    ["x".repeat(5000), "not-a-name"],
    ["a/b@", "not-a-revision"],
    ["a/b@../main", "not-a-revision"],
    ["a/b@-x", "not-a-revision"],
    ["a/b@x y", "not-a-revision"],
    ["a/b@x@y", "not-a-revision"],
    ["a/b@refs//pr", "not-a-revision"],
    ["https://huggingface.co/a/b/tree/..%2F..", "not-a-revision"],
    ["https://evil.example/owner/name", "another-site"],
    ["https://huggingface.co.evil.example/owner/name", "another-site"],
    ["https://huggingface.co@evil.example/owner/name", "another-site"],
    ["https://mirror.example/hub/owner/name", "another-site"],
    ["https://huggingface.co/datasets/owner/name", "not-a-model"],
    ["https://huggingface.co/spaces/owner/name", "not-a-model"],
  ])("refuses %j as %s", (text, reason) => {
    expect(() => parseReference(text, MIRROR)).toThrow(
      expect.objectContaining({ code: "model-reference-invalid", details: expect.objectContaining({ reason }) }),
    );
  });

  it("takes time in proportion to the text, however hostile", () => {
    const started = performance.now();
    for (const text of [`a/${"-.".repeat(900)}`, `a/b@${"/.".repeat(900)}`, `${"a".repeat(1900)}!`]) {
      expect(() => parseReference(text)).toThrow();
    }
    expect(performance.now() - started).toBeLessThan(200);
  });
});

it.each(["owner/name", "single", "owner/name@refs/pr/5"])("formatReference undoes parseReference: %s", (id) => {
  expect(formatReference(parseReference(id))).toBe(id);
});
