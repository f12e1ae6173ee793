import { describe, expect, it } from "vitest";
import type { PcmChunk } from "./pcm.ts";
import { QuantumCollector } from "./quantum-collector.ts";

const RATE_HZ = 48_000;
const QUANTUM_MS = (128 / RATE_HZ) * 1000;

function collect(blockFrames = 512) {
  const chunks: PcmChunk[] = [];
  const transfers: ArrayBuffer[][] = [];
  const collector = new QuantumCollector(blockFrames, RATE_HZ, (chunk, transfer) => {
    chunks.push(chunk);
    transfers.push(transfer);
  });
  return { collector, chunks, transfers };
}

const ramp = (from: number, length = 128): Float32Array => Float32Array.from({ length }, (_, index) => from + index);

describe("QuantumCollector", () => {
  it("keeps every frame of every channel, in order, at its exact position", () => {
    const { collector, chunks, transfers } = collect();
    for (let quantum = 0; quantum < 12; quantum++) {
      collector.push([ramp(quantum * 128), ramp(10_000 + quantum * 128)], 128, 1000 + quantum * QUANTUM_MS);
    }
    expect(chunks.map(({ startFrame }) => startFrame)).toEqual([0, 512, 1024]);
    expect(chunks.flatMap(({ channels }) => [...(channels[0] ?? [])])).toEqual([...ramp(0, 1536)]);
    expect(chunks.flatMap(({ channels }) => [...(channels[1] ?? [])])).toEqual([...ramp(10_000, 1536)]);
    expect(transfers[0]).toEqual(chunks[0]?.channels.map(({ buffer }) => buffer));
    expect(chunks[0]?.capturedAtMs).toBeCloseTo(1000 + 3 * QUANTUM_MS);
  });

  it("splits quanta that do not divide the block", () => {
    const { collector, chunks } = collect(200);
    for (let quantum = 0; quantum < 5; quantum++) collector.push([ramp(quantum * 128)], 128, 0);
    collector.flush(0);
    expect(chunks.map(({ startFrame, channels }) => [startFrame, channels[0]?.length])).toEqual([
      [0, 200],
      [200, 200],
      [400, 200],
      [600, 40],
    ]);
    expect(chunks.flatMap(({ channels }) => [...(channels[0] ?? [])])).toEqual([...ramp(0, 640)]);
  });

  it("takes a missing input for silence of the same channel count", () => {
    const { collector, chunks } = collect(256);
    collector.push([ramp(1), ramp(1)], 128, 0);
    collector.push([], 128, 3);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.channels).toHaveLength(2);
    expect([...(chunks[0]?.channels[1]?.slice(128) ?? [])]).toEqual(new Array(128).fill(0));
  });

  it("closes the block when the channel count changes", () => {
    const { collector, chunks } = collect(256);
    collector.push([ramp(0)], 128, 0);
    collector.push([ramp(0), ramp(5)], 128, 3);
    collector.push([ramp(128), ramp(133)], 128, 6);
    expect(chunks.map(({ startFrame, channels }) => [startFrame, channels.length, channels[0]?.length])).toEqual([
      [0, 1, 128],
      [128, 2, 256],
    ]);
  });

  it("moves the position on by the wall clock when the audio thread stood still", () => {
    const { collector, chunks } = collect(128);
    collector.push([ramp(0)], 128, 10_000);
    collector.push([ramp(128)], 128, 10_000 + 2000);
    expect(chunks.map(({ startFrame }) => startFrame)).toEqual([0, 2 * RATE_HZ]);
  });

  it("does not take the jitter of hardware buffers for a stop", () => {
    const { collector, chunks } = collect(128);
    for (const nowMs of [0, 200, 200, 199, 400]) collector.push([ramp(0)], 128, nowMs);
    expect(chunks.map(({ startFrame }) => startFrame)).toEqual([0, 128, 256, 384, 512]);
  });

  it("posts nothing when there is nothing to flush", () => {
    const { collector, chunks } = collect();
    collector.flush(0);
    expect(chunks).toEqual([]);
  });
});
