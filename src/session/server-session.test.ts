/** Who may hear sound, and with which token: what is kept, what is not, and that nothing is asked before the yes. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStandInRouter } from "../../e2e/support/stand-in-router.ts";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import { HEARD_CONFIG, HEARD_PREPROCESSOR, hearing } from "../remote/testing/hearing.ts";
import { HubSettings } from "./hub-settings.ts";
import { ServerSession } from "./server-session.ts";
import { readSettings } from "./settings.ts";
import { createEarshotStore } from "./store.ts";

const TOKEN = "hf_only_for_this_test";
const SIGNAL = new AbortController().signal;
let nth = 0;
let modelId: string;
let router: Awaited<ReturnType<typeof startStandInRouter>>;

beforeEach(async () => {
  nth++;
  modelId = `owner/session-${nth}`;
  const served = { provider: "hf-inference", providerId: modelId, status: "live", task: "audio-classification" };
  const other = { ...served, provider: "elsewhere" };
  const known = { config: HEARD_CONFIG, preprocessor: HEARD_PREPROCESSOR };
  const models = {
    [modelId]: { ...known, mapping: [served, other] },
    "owner/unserved": { ...known, mapping: [] },
    "owner/elsewhere": { ...known, mapping: { elsewhere: { ...other } } },
  };
  router = await startStandInRouter({ models, hear: hearing(), token: TOKEN });
});
afterEach(() => router.close());

function start({
  kept = new Map<string, string>(),
  outcome = "in-force" as HubOutcome,
  pageServer = null as string | null,
} = {}) {
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  const store = createEarshotStore(readSettings(storage), [], false);
  const allowed: (string | null)[] = [];
  const hub = new HubSettings({ store, storage, pageHub: router.url, allowHub: async () => "in-force" });
  const session = new ServerSession({
    store,
    storage,
    hub,
    places: { appBase: "http://app.example/", hubBase: router.url },
    pageServer,
    allowServer: async (address) => {
      allowed.push(address);
      return outcome;
    },
    onMeasured: () => {},
  });
  const state = () => store.getState().server;
  const ask = () => session.ask({ kind: "provider", modelId, router: router.url });
  const id = () => {
    const { check } = state();
    return check.phase === "ready" ? check.offer.id : expect.fail(JSON.stringify(check));
  };
  return { session, hub, kept, allowed, state, ask, id, all: () => JSON.stringify([[...kept], store.getState()]) };
}

describe("a server", () => {
  it("is asked for, agreed to, given its token, opened: in that order and no other", async () => {
    const { session, state, ask, id, allowed } = start();
    await ask();
    expect(state().check).toMatchObject({
      phase: "ready",
      offer: { host: new URL(router.url).host, providers: ["hf-inference", "elsewhere"], facts: { numLabels: 3 } },
    });
    await expect(session.open(id(), SIGNAL)).rejects.toMatchObject({ code: "remote-not-agreed" });
    await session.agree();
    expect(router.taken).toEqual([]);
    await expect(session.open(id(), SIGNAL)).rejects.toMatchObject({
      code: "remote-token-refused",
      details: { withToken: false },
    });
    session.setToken(TOKEN, false);
    const model = await session.open(id(), SIGNAL);
    expect(model.info.labels).toEqual(["robin", "wren", "owl"]);
    expect(new Set(allowed)).toEqual(new Set([`${router.url}/hf-inference/models/${modelId}`]));
  });

  it("needs no second yes at the next visit, but its token again", async () => {
    const first = start();
    await first.ask();
    await first.session.agree();
    first.session.setToken(TOKEN, false);
    expect(first.all()).not.toContain(TOKEN);
    const again = start({ kept: first.kept });
    await expect(again.session.open(first.id(), SIGNAL)).rejects.toMatchObject({ code: "remote-token-refused" });
    expect(again.state()).toMatchObject({ hasToken: false, check: { phase: "ready" } });
  });

  it("a token is kept where that is asked for, and is never in the state", async () => {
    const { session, ask, kept, state, all } = start();
    await ask();
    await session.agree();
    session.setToken(TOKEN, true);
    expect(JSON.stringify([...kept])).toContain(TOKEN);
    expect(JSON.stringify(state())).not.toContain(TOKEN);
    const again = start({ kept });
    await again.ask();
    expect(again.state()).toMatchObject({ hasToken: true, tokenIsKept: true });
    again.session.forgetToken();
    expect(all()).not.toContain(TOKEN);
  });

  it("a token of one server is not another's", async () => {
    const { session, state, ask } = start();
    await ask();
    session.setToken(TOKEN, false);
    await session.ask({ kind: "endpoint", address: "https://other.example/models/everyday-sounds", modelId: "" });
    expect(state().hasToken).toBe(false);
    await ask();
    expect(state().hasToken).toBe(true);
  });

  it("the Hub's token is taken for it only where the person says so", async () => {
    const { session, hub, state, ask, id } = start();
    hub.setToken(TOKEN, false);
    await ask();
    await session.agree();
    expect(state().hasToken).toBe(false);
    session.setHubToken();
    expect((await session.open(id(), SIGNAL)).info.labels).toHaveLength(3);
  });

  it("that the page may not speak to yet waits for its reload, and is there after it", async () => {
    const first = start({ outcome: "after-reload" });
    await first.ask();
    await first.session.agree();
    expect(first.state().outcome).toBe("after-reload");
    await expect(first.session.open(first.id(), SIGNAL)).rejects.toMatchObject({ code: "remote-blocked" });
    expect(router.taken).toEqual([]);
    const again = start({ kept: first.kept, pageServer: router.url });
    await again.session.ranHere();
    await expect.poll(() => again.state().check.phase).toBe("ready");
    expect(again.allowed).toEqual([]);
    again.session.setToken(TOKEN, false);
    expect((await again.session.open(again.id(), SIGNAL)).info.labels).toHaveLength(3);
  });

  it("once it is left, the next load lets sound out to nobody", async () => {
    const { session, ask, id, allowed, state } = start();
    await ask();
    await session.agree();
    session.setToken(TOKEN, false);
    await session.open(id(), SIGNAL);
    await session.ranHere();
    expect(allowed.at(-1)).toBeNull();
    const [party = ""] = state().agreed;
    await session.withdraw(party);
    expect(state()).toMatchObject({ agreed: [], hasToken: false });
    await expect(session.open(id(), SIGNAL)).rejects.toMatchObject({ code: "remote-not-agreed" });
  });

  it.each([
    [{ kind: "provider", modelId: "owner/unserved" }, "remote-no-model"],
    [{ kind: "provider", modelId: "owner/elsewhere" }, "remote-no-model"],
    [{ kind: "provider", modelId: "owner/nobody" }, "model-not-found"],
    [{ kind: "provider", modelId: "no name at all" }, "model-reference-invalid"],
    [{ kind: "endpoint", address: "http://elsewhere.example", modelId: "" }, "remote-address-invalid"],
    [{ kind: "endpoint", address: "https://a.example/?key=1", modelId: "" }, "remote-address-invalid"],
  ] as const)("%o is not offered: %s", async (wish, code) => {
    const { session, state } = start();
    await session.ask(wish.kind === "provider" ? { ...wish, router: router.url } : wish);
    expect(state().check).toMatchObject({ phase: "failed", problem: { code } });
  });

  it("a link to a server opens nothing by itself", async () => {
    const { session } = start();
    const link = `server:${router.url}/hf-inference/models/${modelId}`;
    await expect(session.open(link, SIGNAL)).rejects.toMatchObject({ code: "remote-not-agreed" });
    await expect(session.open("server:http://elsewhere.example/x", SIGNAL)).rejects.toMatchObject({
      code: "model-reference-invalid",
    });
    expect(router.taken).toEqual([]);
  });
});
