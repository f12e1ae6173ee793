import { afterEach, describe, expect, it, vi } from "vitest";

async function freshModules() {
  vi.resetModules();
  const { instantiate } = await import("./instantiate.ts");
  const { Resampler } = await import("../resampler.ts");
  return { instantiate, Resampler };
}

afterEach(() => vi.unstubAllGlobals());

describe("an instance", () => {
  it("has zeroed memory of its own, in whole pages", async () => {
    const { instantiate } = await freshModules();
    const first = instantiate(65537);
    const second = instantiate(1);
    expect(first?.memory.byteLength).toBe(2 * 65536);
    expect(second?.memory.byteLength).toBe(65536);
    new Uint8Array(first?.memory ?? new ArrayBuffer(1)).fill(1);
    expect(new Uint8Array(second?.memory ?? new ArrayBuffer(1)).every((byte) => byte === 0)).toBe(true);
  });

  const MISSING: [string, () => void][] = [
    ["there is no WebAssembly", () => vi.stubGlobal("WebAssembly", undefined)],
    ["the engine has no SIMD", () => vi.stubGlobal("WebAssembly", { validate: () => false })],
    ["a policy forbids it", () => vi.stubGlobal("WebAssembly", { validate: () => true, Module: refuse })],
    ["no memory is left", () => vi.stubGlobal("WebAssembly", { ...webAssembly(), Memory: refuse })],
  ];
  it.each(MISSING)("is null where %s, and sound is resampled all the same", async (_, takeAway) => {
    takeAway();
    const { instantiate, Resampler } = await freshModules();
    expect(instantiate(1)).toBeNull();
    const resampler = new Resampler(48000, 16000);
    const samples = resampler.push(new Float32Array(4800).fill(0.5));
    expect(samples[samples.length >> 1]).toBeCloseTo(0.5, 6);
  });
});

class Refusal extends Error {}
function refuse(): never {
  throw new Refusal();
}

/** The engine's own, as a plain object: its members aren't enumerable. */
function webAssembly() {
  const { Module, Instance, Memory, validate } = WebAssembly;
  return { Module, Instance, Memory, validate };
}
