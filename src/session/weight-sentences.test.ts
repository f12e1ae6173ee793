import { expect, it } from "vitest";
import type { ErrorCode, ErrorDetails } from "../errors/earshot-error.ts";
import { DAMAGES, FOREIGNERS } from "../models/checkpoint/checkpoint-fault.ts";
import { sentenceFor } from "./sentences.ts";

const id = "owner/name";
const file = "pytorch_model.bin";
const REASONS: [ErrorCode, string][] = [
  ...FOREIGNERS.map((reason): [ErrorCode, string] => ["model-unsupported", reason]),
  ...DAMAGES.map((reason): [ErrorCode, string] => ["model-corrupt", reason]),
  ["model-incomplete", "shard-missing"],
];

it.each(REASONS)("%s, %s: a sentence of its own, and a way on", (code, reason) => {
  const known = sentenceFor({ code, details: { id, file, reason } });
  const bare = sentenceFor({ code, details: { reason } });
  expect(known.what).not.toBe(sentenceFor({ code, details: { id, file } }).what);
  expect(known.what).toContain("“owner/name”");
  for (const text of [known.what, known.wayOn, bare.what, bare.wayOn]) {
    expect(text).toMatch(/^[“A-Z].*\.$/s);
    expect(text).not.toMatch(/undefined|null|NaN|\(\)/);
  }
});

it("no two reasons sound alike", () => {
  const said = REASONS.map(([code, reason]) => sentenceFor({ code, details: { id, file, reason } }).what);
  expect(new Set(said).size).toBe(REASONS.length);
});

it.each<[ErrorCode, ErrorDetails, string]>([
  ["model-unsupported", { id, reason: "pickle-call", called: "posix.system" }, "(posix.system); nothing of it was run"],
  ["model-unsupported", { id, reason: "tensor-type", type: "F8_E4M3" }, "(F8_E4M3)"],
  ["model-incomplete", { id, file: "model-2.safetensors", reason: "shard-missing" }, "(model-2.safetensors)"],
  ["model-corrupt", { id, file, reason: "cut-off" }, "cut off (pytorch_model.bin)"],
])("%s %o names what is known", (code, details, what) => {
  expect(sentenceFor({ code, details }).what).toContain(what);
});
