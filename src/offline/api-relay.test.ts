import { expect, test } from "vitest";
import type { ApiAnswers } from "./api-listener.ts";
import type { ApiReply } from "./api-protocol.ts";
import { ApiRelay } from "./api-relay.ts";
import { type FakePage, fakePages } from "./testing/fake-pages.ts";

const SCOPE = "https://host.example/earshot/";
const PATIENCE = { takenMs: 50, replyMs: 200, lookMs: 10, pauseMs: 30 };

const said = (body: unknown): ApiReply => ({ status: 200, body, headers: { "x-audio-seconds": "1" } });

/** Answers with the name of the page and what it was sent. */
const echo = (name: string): ApiAnswers => ({
  status: async (modelId) => said({ name, modelId }),
  answer: async (modelId, body) => {
    const { bytes, contentType } = await body();
    return said({ name, modelId, bytes: [...new Uint8Array(bytes)], contentType });
  },
});
const never: ApiAnswers = { status: () => new Promise(() => {}), answer: () => new Promise(() => {}) };

/** Never answers, and shows whether it knows that nobody waits. */
function watched() {
  let gone: AbortSignal | undefined;
  const answer: ApiAnswers["answer"] = (_modelId, _body, signal) => {
    gone = signal;
    return new Promise(() => {});
  };
  return { answers: { ...never, answer }, gone: () => gone };
}

function ask(pages: readonly FakePage[], address: string, init?: RequestInit, callerId = "") {
  const { clients, close } = fakePages(pages);
  const request = new Request(new URL(address, SCOPE), init);
  const response = new ApiRelay({ clients, scope: SCOPE, patience: PATIENCE }).answer(request, callerId);
  if (response === null) throw new Error("not taken for a call");
  return { response, close };
}
const post = (body: BodyInit | null, type = "audio/wav") => ({
  method: "POST",
  body,
  headers: { "content-type": type },
});
const SOUND = new Uint8Array([1, 2, 3]);

test("a call's bytes reach the page as they were sent, and its reply is the answer", async () => {
  const { response } = ask([{ url: `${SCOPE}#/live`, answers: echo("tab") }], "models/owner/name", post(SOUND));
  const answer = await response;
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    name: "tab",
    modelId: "owner/name",
    bytes: [1, 2, 3],
    contentType: "audio/wav",
  });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/json",
    "x-audio-seconds": "1",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
  });
});

test("GET asks the page for the model's status", async () => {
  const { response } = ask([{ url: `${SCOPE}index.html?x`, answers: echo("tab") }], "models/owner/name");
  expect(await (await response).json()).toEqual({ name: "tab", modelId: "owner/name" });
});

test("the tab that is looked at comes first; other pages of the host, and tabs that sleep, are passed over", async () => {
  const focused = { focused: true, visibilityState: "visible" };
  const nameOf = async (pages: FakePage[]) =>
    (await (await ask(pages, "models/a", post(SOUND)).response).json()).name as string;
  const tabs: FakePage[] = [
    { url: SCOPE, answers: echo("hidden") },
    { url: SCOPE, visibilityState: "visible", answers: echo("visible") },
    { url: `${SCOPE}caller.html`, ...focused, answers: echo("no page of the app") },
  ];
  expect(await nameOf(tabs)).toBe("visible");
  expect(await nameOf([...tabs, { url: SCOPE, ...focused, answers: echo("focused") }])).toBe("focused");
  expect(await nameOf([...tabs, { url: SCOPE, ...focused, answers: null }])).toBe("visible");
});

test("without a tab, or with none that listens, the answer is 503 and says what to do", async () => {
  for (const pages of [[], [{ url: SCOPE, answers: null }]]) {
    const answer = await ask(pages, "models/a", post(SOUND)).response;
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await answer.json()).error).toContain("A tab of Earshot must be open");
  }
});

test("a client that asks again at once does not spin: 503 takes its time, other answers do not", async () => {
  const { clients } = fakePages([]);
  const relay = new ApiRelay({ clients, scope: SCOPE, patience: { ...PATIENCE, pauseMs: 200 } });
  const tookMs = async (address: string) => {
    const startedMs = performance.now();
    await relay.answer(new Request(`${SCOPE}${address}`, post(SOUND)), "");
    return performance.now() - startedMs;
  };
  expect(await tookMs("models/a")).toBeGreaterThan(190);
  expect(await tookMs("models/a/b/c")).toBeLessThan(190);
});

test("a tab that closes midway, or takes too long, is 503, and a page whose caller waits no more is told", async () => {
  const { response, close } = ask([{ url: SCOPE, answers: never }], "models/a", post(SOUND));
  setTimeout(() => close(0), 60);
  const closed = await response;
  expect([closed.status, (await closed.json()).error]).toEqual([503, expect.stringContaining("closed")]);

  const slow = watched();
  const late = await ask([{ url: SCOPE, answers: slow.answers }], "models/a", post(SOUND)).response;
  expect([late.status, (await late.json()).error]).toEqual([503, expect.stringContaining("too long")]);
  await expect.poll(() => slow.gone()?.aborted).toBe(true);
});

test("a caller that goes away ends the call on the page", async () => {
  const caller = new AbortController();
  const slow = watched();
  const init = { ...post(SOUND), signal: caller.signal };
  const { response } = ask([{ url: SCOPE, answers: slow.answers }], "models/a", init);
  await expect.poll(slow.gone).toBeDefined();
  caller.abort();
  expect((await response).status).toBe(503);
  await expect.poll(() => slow.gone()?.aborted).toBe(true);
});

test("a caller whose tab is closed ends the call on the page", async () => {
  const slow = watched();
  const pages = [
    { url: SCOPE, answers: slow.answers },
    { url: `${SCOPE}caller.html`, answers: null },
  ];
  const { response, close } = ask(pages, "models/a", post(SOUND), "1");
  await expect.poll(slow.gone).toBeDefined();
  expect(slow.gone()?.aborted).toBe(false);
  close(1);
  expect(await (await response).json()).toEqual({ error: "The caller went away." });
  await expect.poll(() => slow.gone()?.aborted).toBe(true);
});

test("a body that is too large is 413, and is not read before the page asks for it", async () => {
  let read = 0;
  const endless = new ReadableStream({
    pull(controller) {
      read++;
      controller.enqueue(new Uint8Array(2 ** 20));
    },
  });
  const init = { ...post(endless), duplex: "half" } as RequestInit;
  const answer = await ask([{ url: SCOPE, answers: echo("tab") }], "models/a", init).response;
  expect([answer.status, (await answer.json()).error]).toEqual([413, expect.stringContaining("64 MB")]);
  expect(read).toBeLessThan(70);
  const unread = new ReadableStream({ pull: () => void read++ }, { highWaterMark: 0 });
  read = 0;
  await ask([{ url: SCOPE, answers: never }], "models/a", { ...post(unread), duplex: "half" } as RequestInit).response;
  expect(read).toBe(0);
});

test.each(["OPTIONS", "HEAD", "PUT", "DELETE"])("%s is 405 and names what there is", async (method) => {
  const answer = await ask([{ url: SCOPE, answers: echo("tab") }], "models/a", { method }).response;
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
});

test("an address that names no model is 404, whatever pages are open", async () => {
  const answer = await ask([], "models/..%2F..%2Fetc", post(SOUND)).response;
  expect([answer.status, await answer.json()]).toEqual([404, { error: expect.any(String) }]);
});

test("a page that throws is 500, and tells nothing of its inside", async () => {
  const broken: ApiAnswers = { ...never, answer: async () => Promise.reject(new Error("secret")) };
  const answer = await ask([{ url: SCOPE, answers: broken }], "models/a", post(SOUND)).response;
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret");
});

test("a crowd does not reach the page: what is beyond a limit is 503 at once", async () => {
  const { clients } = fakePages([{ url: SCOPE, answers: echo("tab") }]);
  const relay = new ApiRelay({ clients, scope: SCOPE, patience: PATIENCE });
  const ask = () => relay.answer(new Request(`${SCOPE}models/a`, post(SOUND)), "");
  const statuses = (await Promise.all(Array.from({ length: 100 }, ask))).map((answer) => answer?.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(64);
  expect(statuses.filter((status) => status === 503)).toHaveLength(36);
  expect((await ask())?.status).toBe(200);
});
