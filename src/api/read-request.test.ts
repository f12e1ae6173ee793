import { describe, expect, it } from "vitest";
import { ApiError } from "./api-error.ts";
import { readRequest } from "./read-request.ts";

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const json = (value: unknown, type = "application/json") => readRequest(bytes(JSON.stringify(value)), type);
const refusal = (act: () => unknown): ApiError => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
  }
  throw new Error("it was taken");
};

const WAV = "UklGRg=="; // "RIFF"

describe("readRequest", () => {
  it.each([null, "audio/wav", "application/octet-stream", ""])("takes bytes as they are (content type %s)", (type) => {
    expect(readRequest(bytes("RIFF…"), type)).toEqual({ audio: bytes("RIFF…"), parameters: {} });
  });

  it.each(["application/json", "Application/JSON; charset=utf-8", "application/vnd.x+json"])("takes %s", (type) => {
    const parameters = { function_to_apply: "sigmoid", top_k: 3 };
    expect(json({ inputs: WAV, parameters }, type)).toEqual({ audio: bytes("RIFF"), parameters });
  });

  it("takes base64 without padding and with line breaks", () => {
    expect(json({ inputs: "UklG\nRg" }).audio).toEqual(bytes("RIFF"));
  });

  it.each([
    [{ inputs: WAV }, {}],
    [{ inputs: WAV, parameters: null }, {}],
    [{ inputs: WAV, parameters: { top_k: null } }, { top_k: null }],
    [{ inputs: WAV, parameters: { top_k: 0 } }, { top_k: 0 }],
    [
      { inputs: WAV, parameters: { top_k: 1e9, window_s: 2.5 } },
      { top_k: 1e9, window_s: 2.5 },
    ],
    [{ inputs: WAV, parameters: { unheard_of: 1 } }, { unheard_of: 1 }],
  ])("takes %j", (body, parameters) => {
    expect(json(body).parameters).toEqual(parameters);
  });

  it.each([
    [{}, "inputs"],
    [[], "object"],
    ["UklGRg==", "object"],
    [{ inputs: 5 }, "base64 string"],
    [{ inputs: "" }, "empty"],
    [{ inputs: "€€€" }, "base64"],
    [{ inputs: WAV, parameters: [] }, "object"],
    [{ inputs: WAV, parameters: "sigmoid" }, "object"],
    [{ inputs: WAV, parameters: { function_to_apply: "relu" } }, "sigmoid"],
    [{ inputs: WAV, parameters: { top_k: -1 } }, "top_k"],
    [{ inputs: WAV, parameters: { top_k: "3" } }, "top_k"],
    [{ inputs: WAV, parameters: { top_k: 2.5 } }, "top_k"],
    [{ inputs: WAV, parameters: { window_s: 0 } }, "window_s"],
    [{ inputs: WAV, parameters: { window_s: 1e6 } }, "window_s"],
  ])("refuses %j by name", (body, name) => {
    const { status, message } = refusal(() => json(body));
    expect([status, message]).toEqual([400, expect.stringContaining(name)]);
  });

  it("refuses a body that is empty, no JSON, or no text", () => {
    expect(refusal(() => readRequest(bytes(""), null)).message).toContain("no body");
    expect(refusal(() => readRequest(bytes("{"), "application/json")).message).toContain("JSON");
    expect(refusal(() => readRequest(Uint8Array.of(0xff, 0xfe), "application/json")).message).toContain("JSON");
  });
});
