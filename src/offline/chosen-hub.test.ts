import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseHub, chooseServer, readChosenHub, readChosenServer } from "./chosen-hub.ts";
import { fakeCaches } from "./testing/fake-caches.ts";

const SCOPE = "https://app.example/earshot/";
const OF_APP = "https://huggingface.co";

/** The policy that the next load of the page would get; a function: of the Hub that is chosen then. */
let policy: string | null | ((hub: string | null) => string);

beforeEach(() => {
  policy = (hub) => `connect-src 'self' ${hub ?? OF_APP}`;
  vi.stubGlobal("caches", fakeCaches());
  vi.stubGlobal("fetch", async () => {
    const text = typeof policy === "function" ? policy(await readChosenHub(SCOPE)) : policy;
    return new Response("", text === null ? {} : { headers: { "Content-Security-Policy": text } });
  });
});
afterEach(() => vi.unstubAllGlobals());

test("a choice counts after a reload, is kept without its last slash, and can be taken back", async () => {
  expect(await chooseHub("https://hub.example/", SCOPE, OF_APP)).toBe("after-reload");
  expect(await readChosenHub(SCOPE)).toBe("https://hub.example");
  expect(await chooseHub("https://hub.example", SCOPE, "https://hub.example")).toBe("in-force");
  expect(await chooseHub(null, SCOPE, "https://hub.example")).toBe("after-reload");
  expect(await readChosenHub(SCOPE)).toBe(null);
  expect(await chooseHub(null, SCOPE, OF_APP)).toBe("in-force");
});

test("a host whose policy forbids it keeps the former choice", async () => {
  await chooseHub("https://first.example", SCOPE, OF_APP);
  policy = (hub) => `connect-src 'self' ${hub}, connect-src https://first.example`;
  expect(await chooseHub("https://hub.example", SCOPE, OF_APP)).toBe("refused-by-host");
  expect(await readChosenHub(SCOPE)).toBe("https://first.example");
});

test("without any policy it is in force at once", async () => {
  policy = null;
  expect(await chooseHub("http://127.0.0.1:8080", SCOPE, OF_APP)).toBe("in-force");
});

test.each([
  "hub",
  "ftp://hub.example",
  "javascript:alert(1)",
  "https://me:secret@hub.example",
  "https://hub.example/?a=b",
  "",
])("%s is no address of a Hub", async (endpoint) => {
  expect(await chooseHub(endpoint, SCOPE, OF_APP)).toBe("not-an-address");
  expect(await readChosenHub(SCOPE)).toBe(null);
});

test("where nothing can be stored it says so", async () => {
  const blocked = { open: async () => Promise.reject(new DOMException("blocked", "SecurityError")) };
  vi.stubGlobal("caches", blocked);
  expect(await chooseHub("https://hub.example", SCOPE, OF_APP)).toBe("not-kept");
});

const PAGE = { hub: OF_APP, server: null };

test("a server is let out to after a reload, beside the Hub, and to nobody once it is left", async () => {
  policy = (hub) => `connect-src 'self' ${hub ?? OF_APP} https://ear.example`;
  expect(await chooseServer("https://ear.example/models/owner/name", SCOPE, PAGE)).toBe("after-reload");
  expect(await readChosenServer(SCOPE)).toBe("https://ear.example/models/owner/name");
  expect(await readChosenHub(SCOPE)).toBe(null);
  const loaded = { ...PAGE, server: "https://ear.example/models/owner/name" };
  expect(await chooseServer("https://ear.example/models/owner/other", SCOPE, loaded)).toBe("in-force");
  expect(await chooseServer(null, SCOPE, loaded)).toBe("after-reload");
  expect(await readChosenServer(SCOPE)).toBe(null);
});

const ROUTER = "https://router.huggingface.co/hf-inference/models/a/b";

test("a server that the policy covers already needs no reload; one that the host forbids is refused", async () => {
  policy = () => "connect-src 'self' https://huggingface.co https://*.huggingface.co";
  const covered = "https://huggingface.co/models/a/b";
  expect(await chooseServer(covered, SCOPE, PAGE)).toBe("in-force");
  // The Hub's stores are named one by one: the router that takes sound is none of them.
  expect(await chooseServer(ROUTER, SCOPE, PAGE)).not.toBe("in-force");
  await chooseServer(covered, SCOPE, PAGE);
  expect(await chooseServer("https://ear.example", SCOPE, PAGE)).toBe("refused-by-host");
  expect(await readChosenServer(SCOPE)).toBe(covered);
});
