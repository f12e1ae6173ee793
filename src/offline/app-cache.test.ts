import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppCache } from "./app-cache.ts";
import type { AppFile } from "./app-files.ts";
import { appCacheName } from "./cache-names.ts";
import { fakeCaches } from "./testing/fake-caches.ts";

const SCOPE = "https://app.example/earshot/";
const FILES: AppFile[] = [
  { url: "./", revision: "p1", stage: "shell" },
  { url: "assets/main-a.js", revision: "a1", stage: "shell" },
  { url: "models/m/onnx/model.onnx", revision: "m1", stage: "runtime" },
];
const NEXT: AppFile[] = [
  { url: "./", revision: "p2", stage: "shell" },
  { url: "assets/main-b.js", revision: "b1", stage: "shell" },
  { url: "models/m/onnx/model.onnx", revision: "m1", stage: "runtime" },
];

let asked: string[];
let host: Record<string, string | number>;

beforeEach(() => {
  asked = [];
  host = {
    "./": '<script src="./assets/main-a.js"></script>',
    "assets/main-a.js": "a",
    "models/m/onnx/model.onnx": "model",
  };
  vi.stubGlobal("caches", fakeCaches());
  vi.stubGlobal("fetch", async (url: URL) => {
    const name = url.href.slice(SCOPE.length) || "./";
    asked.push(name);
    const found = host[name] ?? 404;
    if (typeof found === "number") return new Response("", { status: found });
    return new Response(found, { headers: { "content-type": name === "./" ? "text/html" : "text/javascript" } });
  });
});
afterEach(() => vi.unstubAllGlobals());

const keptKeys = async () =>
  (await (await caches.open(appCacheName(SCOPE))).keys()).map(({ url }) => url.slice(SCOPE.length)).sort();
const textOf = async (cache: AppCache, url: string) => {
  const file = cache.fileAt(new URL(url, SCOPE).href);
  return file && (await cache.get(file)).text();
};

test("knows its files by address, whatever query or hash comes with it, and nobody else's", () => {
  const cache = new AppCache(FILES, SCOPE);
  for (const address of ["", "?not-taken=a.wav", "#/files", "index.html"]) {
    expect(cache.fileAt(SCOPE + address)?.url).toBe("./");
  }
  for (const address of [
    "https://app.example/",
    `${SCOPE}docs/`,
    "https://hub.example/earshot/",
    `${SCOPE}assets/x.js`,
  ]) {
    expect(cache.fileAt(address)).toBe(null);
  }
});

test("keeps by stage, fetches nothing twice, and gives out what it kept", async () => {
  const cache = new AppCache(FILES, SCOPE);
  await cache.keep(["shell"]);
  expect(await keptKeys()).toEqual(["?kept=p1", "assets/main-a.js?kept=a1"]);
  await Promise.all([cache.keep(["shell", "runtime"]), textOf(cache, "models/m/onnx/model.onnx")]);
  expect(asked.toSorted()).toEqual(["./", "assets/main-a.js", "models/m/onnx/model.onnx"]);
  host = {};
  expect(await textOf(cache, "assets/main-a.js")).toBe("a");
});

test("an update fetches what changed only, lives beside the old version, and sweeps it when told", async () => {
  await new AppCache(FILES, SCOPE).keep(["shell", "runtime"]);
  asked = [];
  host = { ...host, "./": '<script src="./assets/main-b.js"></script>', "assets/main-b.js": "b" };
  const next = new AppCache(NEXT, SCOPE);
  await next.keep(["shell", "runtime"]);
  expect(asked.toSorted()).toEqual(["./", "assets/main-b.js"]);
  expect(await textOf(new AppCache(FILES, SCOPE), "assets/main-a.js")).toBe("a");
  await caches.open("earshot-app-0:/earshot/");
  await caches.open("earshot-app-0:/other/");
  await caches.open("somebody-else");
  await next.sweep();
  expect(await keptKeys()).toEqual(["?kept=p2", "assets/main-b.js?kept=b1", "models/m/onnx/model.onnx?kept=m1"]);
  expect(await caches.keys()).toEqual([appCacheName(SCOPE), "earshot-app-0:/other/", "somebody-else"]);
});

test("a page of another version, an error or a missing file is not kept, and what came before it is", async () => {
  host["./"] = '<script src="./assets/main-b.js"></script>';
  await expect(new AppCache(FILES, SCOPE).keep(["shell"])).rejects.toThrow("another version");
  expect(await keptKeys()).not.toContain("?kept=p1");
  host["models/m/onnx/model.onnx"] = 500;
  await expect(new AppCache(FILES, SCOPE).keep(["runtime"])).rejects.toThrow("500");
  host["models/m/onnx/model.onnx"] = "model";
  await new AppCache(FILES, SCOPE).keep(["runtime"]);
  expect(await keptKeys()).toContain("models/m/onnx/model.onnx?kept=m1");
});
