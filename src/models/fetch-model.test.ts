import { describe, expect, it } from "vitest";
import { fetchModel } from "./fetch-model.ts";
import { locateModel } from "./locations.ts";

const LOCATION = locateModel("owner/name", { appBase: "https://app.example/", hubBase: "https://hub.example" });
const WEIGHTS = new Uint8Array(1000).fill(7);

type Answers = Record<string, () => Response | Promise<Response>>;

const GOOD: Answers = {
  "config.json": () => Response.json({ a: 1 }),
  "preprocessor_config.json": () => Response.json({ b: 2 }),
  "onnx/model.onnx": () => new Response(WEIGHTS, { headers: { "content-length": "1000" } }),
};

function load(answers: Answers, signal = new AbortController().signal) {
  const progress: number[] = [];
  const send: typeof fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    const file = String(input).split("/resolve/main/")[1] ?? "";
    return (answers[file] ?? (() => new Response("no", { status: 404 })))();
  };
  const files = fetchModel(LOCATION, {
    signal,
    onProgress: ({ loadedBytes }) => progress.push(loadedBytes),
    fetch: send,
  });
  return { files, progress };
}

describe("fetchModel", () => {
  it("gives all files and counts the bytes of the weights", async () => {
    const { files, progress } = load(GOOD);
    const { config, preprocessor, weights } = await files;
    expect([config, preprocessor, weights.size]).toEqual([{ a: 1 }, { b: 2 }, 1000]);
    expect(progress.at(-1)).toBe(1000);
  });

  it.each([
    [401, "model-gated"],
    [403, "model-gated"],
    [404, "model-not-found"],
    [429, "model-unreachable"],
    [500, "model-unreachable"],
    [503, "model-unreachable"],
  ])("turns status %i into %s", async (status, code) => {
    const { files } = load({ ...GOOD, "onnx/model.onnx": () => new Response("", { status }) });
    await expect(files).rejects.toMatchObject({ code, details: { status, file: "onnx/model.onnx" } });
  });

  it("refuses fewer bytes than were announced", async () => {
    const short = () => new Response(WEIGHTS.slice(0, 400), { headers: { "x-linked-size": "1000" } });
    await expect(load({ ...GOOD, "onnx/model.onnx": short }).files).rejects.toMatchObject({ code: "model-incomplete" });
  });

  it("calls a body that breaks off incomplete", async () => {
    const broken = () => {
      let sent = false;
      const body = new ReadableStream({
        pull(controller) {
          if (sent) controller.error(new TypeError("network error"));
          else controller.enqueue(WEIGHTS.slice(0, 400));
          sent = true;
        },
      });
      return new Response(body, { headers: { "content-length": "1000" } });
    };
    const { files } = load({ ...GOOD, "onnx/model.onnx": broken });
    await expect(files).rejects.toMatchObject({ code: "model-incomplete", transient: true });
  });

  it("refuses an empty file", async () => {
    const { files } = load({ ...GOOD, "onnx/model.onnx": () => new Response("") });
    await expect(files).rejects.toMatchObject({ code: "model-incomplete" });
  });

  it("refuses HTML where JSON should be", async () => {
    const { files } = load({ ...GOOD, "config.json": () => new Response("<!doctype html>") });
    await expect(files).rejects.toMatchObject({ code: "model-config-invalid" });
  });

  it("calls a broken connection transient", async () => {
    const broken = () => Promise.reject(new TypeError("Failed to fetch"));
    const { files } = load({ ...GOOD, "config.json": broken });
    await expect(files).rejects.toMatchObject({ code: "model-unreachable", transient: true });
  });

  it("asks for all files at once, and ends the transfer of the others when one is refused", async () => {
    const aborted: string[] = [];
    const asked: string[] = [];
    const send: typeof fetch = (input, init) => {
      const file = String(input).split("/resolve/main/")[1] ?? "";
      asked.push(file);
      if (file === "config.json") return Promise.resolve(new Response("no", { status: 404 }));
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => {
          aborted.push(file);
          reject(new DOMException("", "AbortError"));
        });
      });
    };
    const { signal } = new AbortController();
    const files = fetchModel(LOCATION, { signal, onProgress() {}, fetch: send });
    expect(asked).toEqual(["config.json", "preprocessor_config.json", "onnx/model.onnx"]);
    await expect(files).rejects.toMatchObject({ code: "model-not-found" });
    expect(aborted).toEqual(["preprocessor_config.json", "onnx/model.onnx"]);
  });

  it("keeps an abort an abort", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(load(GOOD, abort.signal).files).rejects.toMatchObject({ code: "aborted" });
  });
});
