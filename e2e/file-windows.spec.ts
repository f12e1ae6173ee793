/** A file's windows: the same scores as the microphone's way gives for the same samples, and as Python gives. */
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { activate } from "../src/scores/activation.ts";
import { goldenWaveform } from "../src/signal/golden-waveform.ts";
import { wavBytes } from "./fixtures/wav.mjs";
import type { BothPathsAnswer, WindowLogits } from "./harness/both-paths.ts";
import { mayRunWithShared, readInputWav, SHARED_REASON } from "./support/shared.ts";

/** Largest difference of a score. */
const LIVE_TOLERANCE = 1e-5;
const PYTHON_TOLERANCE = 1e-3;

const expected: Record<string, { samples: number; windows: WindowLogits[] }> = JSON.parse(
  readFileSync("e2e/expected/file-windows.json", "utf8"),
);

let app: Awaited<ReturnType<typeof serve>>;
test.beforeAll(async () => {
  app = await serve({ folder: "dist-harness" });
});
test.afterAll(() => app.close());

async function score(page: Page, channels: readonly Float32Array[], sampleRateHz: number): Promise<BothPathsAnswer> {
  await page.goto(`${app.url}e2e/harness/`);
  const request = {
    modelId: "everyday-sounds",
    appBase: app.url,
    hubBase: app.url,
    sampleRateHz,
    channels: channels.map((channel) => Buffer.from(channel.buffer).toString("base64")),
    wav: Buffer.from(wavBytes(channels, sampleRateHz, 32)).toString("base64"),
  };
  return page.evaluate((asked) => window.scoreBothPaths(asked), request);
}

function expectSame(ours: WindowLogits, theirs: WindowLogits, tolerance: number): void {
  expect(ours.startSample).toBe(theirs.startSample);
  for (const activation of ["softmax", "sigmoid"] as const) {
    const [a, b] = [activate(ours.logits, activation), activate(theirs.logits, activation)];
    const largest = Math.max(...a.map((score, label) => Math.abs(score - (b[label] as number))));
    expect(largest, `window at ${ours.startSample}, ${activation}`).toBeLessThanOrEqual(tolerance);
  }
}

for (const sampleRateHz of [16_000, 44_100, 48_000]) {
  test(`${sampleRateHz} Hz: file and microphone agree on every window`, async ({ page }) => {
    const left = goldenWaveform(9 * sampleRateHz, sampleRateHz);
    const right = left.map((sample, n) => 0.5 * sample + 0.2 * Math.sin(n / (3 + n / 50_000)));
    const { file, live } = await score(page, [left, right], sampleRateHz);
    // The file has the windows at its end, too: the live stream has not ended.
    expect(live.length).toBeGreaterThanOrEqual(13);
    expect(file.length).toBeGreaterThanOrEqual(live.length);
    for (const [index, window] of live.entries()) expectSame(file[index] as WindowLogits, window, LIVE_TOLERANCE);
  });
}

test("every window of a file has Python's scores", async ({ page }) => {
  const samples = expected.golden?.samples ?? 0;
  const { file } = await score(page, [goldenWaveform(samples, 16_000)], 16_000);
  expect(file.length).toBe(expected.golden?.windows.length);
  for (const [index, window] of file.entries())
    expectSame(window, expected.golden?.windows[index] as WindowLogits, PYTHON_TOLERANCE);
});

test("every window of a played melody has Python's scores", async ({ page }) => {
  test.skip(!mayRunWithShared, SHARED_REASON);
  const { file } = await score(page, [Float32Array.from(readInputWav("melody"))], 16_000);
  expect(file.length).toBe(expected.melody?.windows.length);
  for (const [index, window] of file.entries())
    expectSame(window, expected.melody?.windows[index] as WindowLogits, PYTHON_TOLERANCE);
});
