import { describe, expect, it } from "vitest";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import { readHubAddress } from "./hub-address.ts";
import { HubSettings } from "./hub-settings.ts";
import { readSettings } from "./settings.ts";
import { createEarshotStore } from "./store.ts";

function start(kept = new Map<string, string>(), outcome: HubOutcome = "in-force") {
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  const store = createEarshotStore(readSettings(storage), [], false);
  const told: (string | null)[] = [];
  const allowHub = async (endpoint: string | null) => {
    told.push(endpoint);
    return outcome;
  };
  const hub = new HubSettings({ store, storage, pageHub: "https://hub.example/", allowHub });
  return { hub, kept, told, state: () => store.getState().library.hub };
}

const all = (kept: Map<string, string>) => JSON.stringify([...kept]);

describe("readHubAddress", () => {
  it.each([
    ["https://mirror.example/", "https://mirror.example"],
    [" mirror.example/hf ", "https://mirror.example/hf"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://localhost:3000/", "http://localhost:3000"],
    ["http://[::1]:9", "http://[::1]:9"],
    ["http://mirror.example", null],
    ["http://127.0.0.1.evil.example", null],
    ["https://me:secret@mirror.example", null],
    ["https://mirror.example/?a=1", null],
    ["ftp://mirror.example", null],
    ["javascript:alert(1)", null],
    ["", null],
    ["https://", null],
  ])("%j → %j", (typed, address) => {
    expect(readHubAddress(typed)).toBe(address);
  });
});

describe("HubSettings", () => {
  it("asks the page's Hub, as nobody, until told otherwise", () => {
    const { hub, state } = start();
    expect(hub.access).toEqual({ endpoint: "https://hub.example", token: null });
    expect(state()).toMatchObject({ isDefault: true, hasToken: false });
  });

  it("keeps another address for the next visit, and goes back", async () => {
    const { hub, kept, told } = start();
    await hub.setEndpoint("https://mirror.example/");
    expect(hub.access.endpoint).toBe("https://mirror.example");
    const again = start(kept);
    expect(again.hub.access.endpoint).toBe("https://mirror.example");
    expect(again.state().isDefault).toBe(false);
    await again.hub.setEndpoint(null);
    expect(again.hub.access.endpoint).toBe("https://hub.example");
    expect([...told, ...again.told]).toEqual(["https://mirror.example", null]);
  });

  it("changes nothing where the address is none, or the host refuses", async () => {
    const { hub, state, told } = start();
    await hub.setEndpoint("http://mirror.example");
    expect(state()).toMatchObject({ endpoint: "https://hub.example", outcome: "not-an-address" });
    expect(told).toEqual([]);
    const refused = start(new Map(), "refused-by-host");
    await refused.hub.setEndpoint("https://mirror.example");
    expect(refused.hub.access.endpoint).toBe("https://hub.example");
    expect(refused.state()).toMatchObject({ isDefault: true, outcome: "refused-by-host" });
  });

  it("has a token in memory only", () => {
    const { hub, kept, state } = start();
    hub.setToken(" hf_secret ", false);
    expect(hub.access.token).toBe("hf_secret");
    expect(state()).toMatchObject({ hasToken: true, tokenIsKept: false });
    expect(JSON.stringify(state())).not.toContain("hf_secret");
    expect(all(kept)).not.toContain("hf_secret");
    expect(start(kept).hub.access.token).toBeNull();
  });

  it("keeps a token only when asked, for its Hub only, until it is forgotten", async () => {
    const { hub, kept } = start();
    hub.setToken("hf_secret", true);
    const again = start(kept);
    expect(again.hub.access.token).toBe("hf_secret");
    expect(again.state().tokenIsKept).toBe(true);
    again.hub.forgetToken();
    expect(again.hub.access.token).toBeNull();
    expect(all(kept)).not.toContain("hf_secret");
    again.hub.setToken("hf_secret", true);
    await again.hub.setEndpoint("https://elsewhere.example");
    expect(again.hub.access).toEqual({ endpoint: "https://elsewhere.example", token: null });
    expect(all(kept)).not.toContain("hf_secret");
  });

  it("refuses what could not stand in a header, and keeps the one before", () => {
    const { hub, state } = start();
    hub.setToken("hf_good", false);
    hub.setToken("two words\r\nX-Evil: 1", false);
    expect(hub.access.token).toBe("hf_good");
    expect(state().outcome).toBe("not-a-token");
  });
});
