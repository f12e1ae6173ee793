/**
 * Real clips through Chromium's fake microphone: heard soon, heard as what they are, and with the same scores as the same
 * clip dropped as a file. The model has never heard them: they are of the fold that it was trained without.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import {
  clipOf,
  decodeClip,
  findSound,
  MICROPHONE_RATE_HZ,
  onsetS,
  writeMicrophoneFile,
  writeSound,
} from "./support/clips.ts";
import {
  heardWindow,
  type LiveTrace,
  ONSET_DB,
  readTrace,
  type ShownResult,
  streamStartMs,
  unsmoothed,
  watchLive,
} from "./support/live-trace.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { chooseFiles, openFile, type ShownScore } from "./support/results.ts";
import { mayRunWithShared, SHARED_REASON } from "./support/shared.ts";

const HELD_OUT_FOLD = 1;
const HELD_OUT_MODEL = "everyday-sounds-without-fold-1";
const HELD_OUT_FOLDER = path.resolve("e2e/models", HELD_OUT_MODEL);
const hasHeldOut = existsSync(HELD_OUT_FOLDER);
const MODEL = hasHeldOut ? `tiny-owner/${HELD_OUT_MODEL}` : "everyday-sounds";

/** An animal's call, a held note, a steady noise. How often the model is right is another question: its card answers it. */
const CLIPS = ["esc10/rooster/1-26806-A.ogg", "instruments/flute/af227d6f.flac", "esc10/rain/1-17367-A.ogg"];

/** Room for Start, and for a first window of silence, before the clip begins. */
const BEFORE_S = 4;
const AFTER_S = 4;
const MODEL_RATE_HZ = 16_000;
const WINDOWS_COMPARED = 6;
/** A live score of which less is known is not compared. */
const UNSURE = 0.05;

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

test.describe("a clip at the microphone", () => {
  test.skip(!mayRunWithShared, SHARED_REASON);

  let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
  let app: Awaited<ReturnType<typeof serveApp>>;
  let plain: Browser;

  test.beforeAll(async () => {
    hub = await startLoopbackHub({ models: { [`tiny-owner/${HELD_OUT_MODEL}`]: HELD_OUT_FOLDER } });
    app = await serveApp(hub.url);
    plain = await launchBrowser();
  });

  test.afterAll(async () => {
    await plain.close();
    await app.close();
    await hub.close();
  });

  for (const name of CLIPS) {
    test(`${name}: heard within 3 s, with the scores of the file`, async () => {
      const clip = clipOf(name);
      expect(clip.fold, "the fold that the model was trained without").toBe(HELD_OUT_FOLD);
      const { label } = clip;
      const sound = await decodeClip(plain, clip.file);
      const microphoneFile = writeMicrophoneFile(`microphone-${label.replaceAll(" ", "-")}`, sound, BEFORE_S, AFTER_S);
      const browser = await launchBrowser({ microphoneFile });
      try {
        const page = await browser.newPage();
        await openReady(page, app.url, "live", MODEL);
        // Ten rows: more to compare, and a place among the first three means more.
        await page.getByRole("slider", { name: "Labels shown" }).fill("10");

        const clipS = sound.length / MICROPHONE_RATE_HZ;
        const trace = await listenTo(page, clipS);
        const roughS = clipStartS(trace, sound);
        const heardAfterS = firstInTopThree(trace, roughS, label);
        expect(heardAfterS, `${label} among the first three rows`).toBeLessThanOrEqual(3);

        // The first window ends where it has filled: its length.
        const windowS = trace.results[0]?.endS ?? Number.NaN;
        const within = (startS: number) =>
          trace.results.filter(({ endS }) => endS - windowS >= startS && endS <= startS + clipS);
        const middle = within(roughS + 0.1)[3] as ShownResult;
        const heard = await heardWindow(page, trace.results.indexOf(middle));
        const near = Math.round((middle.endS - windowS - roughS) * MODEL_RATE_HZ);
        const found = findSound(heard, await decodeClip(plain, clip.file, MODEL_RATE_HZ), near, 0.5 * MODEL_RATE_HZ);
        expect(found.likeness, "what the model was given is the clip").toBeGreaterThan(0.99);
        expect(found.gain, "as loud as it was played").toBeCloseTo(1, 1);
        const startS = middle.endS - windowS - found.at / MODEL_RATE_HZ;
        const inClip = within(startS);

        const live = clipScores(inClip, windowS, sound, startS)[0];
        expect(live?.label, "the whole clip at the microphone").toBe(label);
        await page.getByRole("tab", { name: "Files" }).click();
        await chooseFiles(page, clip.file);
        const whole = await openFile(page, path.basename(clip.file));
        expect(whole[0]?.label, "the whole clip as a file").toBe(label);
        const wholeDifference = Math.abs((live?.score ?? 0) - (whole[0]?.score ?? 1));

        const { worst, compared } = await compareWindows(page, trace, inClip, windowS, sound, startS);
        console.log(
          `${label} (${path.basename(clip.file)}, ${MODEL}): in the top 3 after ${heardAfterS.toFixed(2)} s; ` +
            `whole clip ${live?.score.toFixed(3)} live, ${whole[0]?.score.toFixed(3)} as a file; ` +
            `largest difference of ${compared} scores ${worst.difference.toFixed(4)} (${worst.what})`,
        );
        expect(compared, "scores that stood on both screens").toBeGreaterThan(20);
        expect(worst.difference, worst.what).toBeLessThanOrEqual(0.1);
        expect(wholeDifference, "scores of the whole clip").toBeLessThanOrEqual(0.1);
      } finally {
        await browser.close();
      }
    });
  }
});

/** From Start to half a second after the clip's end. */
async function listenTo(page: Page, clipS: number): Promise<LiveTrace> {
  await watchLive(page);
  await page.getByRole("button", { name: "Start listening" }).click();
  await page.waitForFunction(() => window.liveTrace.onsetAtMs !== null, null, { timeout: 20_000 });
  await page.waitForTimeout(1000 * clipS + 500);
  await page.getByRole("button", { name: "Stop listening" }).click();
  return readTrace(page);
}

/** Where the clip's first sample lies in the stream: by the level meter, which shows a tick (25 ms) when it is over. */
function clipStartS(trace: LiveTrace, sound: Float32Array): number {
  const onsetAtMs = trace.onsetAtMs ?? Number.NaN;
  const near = trace.results.findLast(({ shownAtMs }) => shownAtMs <= onsetAtMs);
  const heardS = (onsetAtMs - streamStartMs(trace.results, near?.endS ?? Number.NaN)) / 1000;
  const startS = heardS - 0.025 - onsetS(sound, ONSET_DB);
  expect(trace.results[0]?.endS, "a window of silence before the clip").toBeLessThan(startS);
  return startS;
}

/**
 * Seconds from the clip's start to the first bars, as they stand on the screen, with the label among the first three. In
 * silence any label may hold a place there with next to nothing: it must also have risen by 0.1 since the clip began.
 */
function firstInTopThree({ results, onsetAtMs }: LiveTrace, startS: number, label: string): number {
  const startAtMs = onsetAtMs ?? Number.NaN;
  const score = (result: ShownResult) => result.rows.find((row) => row.label === label)?.score ?? 0;
  const silence = results.filter(({ endS }) => endS <= startS).at(-1);
  const before = silence ? score(silence) : 0;
  const first = results.find((result) => {
    const place = result.rows.findIndex((row) => row.label === label);
    return result.endS > startS && place >= 0 && place < 3 && score(result) >= before + 0.1;
  });
  return first ? (first.frameAtMs - startAtMs) / 1000 : Number.POSITIVE_INFINITY;
}

function rmsOf(sound: Float32Array, fromS: number, toS: number): number {
  const part = sound.subarray(Math.round(fromS * MICROPHONE_RATE_HZ), Math.round(toS * MICROPHONE_RATE_HZ));
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
}

function logit(score: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, score));
  return Math.log(inside / (1 - inside));
}

/**
 * The live windows inside the clip, put together as a file's are (`FileScoring.clip`): the mean of their logits, each
 * weighted by the loudness of its sound. A label that is not among the ten rows counts with the last row's score.
 */
function clipScores(
  results: readonly ShownResult[],
  windowS: number,
  sound: Float32Array,
  startS: number,
): ShownScore[] {
  const weights = results.map(({ endS }) => rmsOf(sound, endS - windowS - startS, endS - startS));
  const labels = new Set(results.flatMap(({ rows }) => rows.map(({ label }) => label)));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const scores = [...labels].map((label) => {
    const logits = results.map(({ rows }) => {
      const last = rows.at(-1)?.score ?? 0;
      return logit(rows.find((row) => row.label === label)?.score ?? last);
    });
    const mean = logits.reduce((all, one, index) => all + one * (weights[index] ?? 0), 0) / sum;
    return { label, score: 1 / (1 + Math.exp(-mean)) };
  });
  return scores.sort((a, b) => b.score - a.score);
}

/**
 * Window by window, the same sound by both ways. The two cut at different places (a file every quarter window from its
 * first sample on, the microphone every 200 ms from wherever it was), and a score may swing by 0.1 from one place to the
 * next; so windows of the live stream are cut out of the clip where they lay, to the sample, and dropped as files of one
 * window each. Live scores are taken before smoothing (the smoother's step is undone). Every label of the file's rows is
 * compared whose live score is known to a few hundredths (off the screen it is below the last row), and always the first.
 */
async function compareWindows(
  page: Page,
  trace: LiveTrace,
  inClip: readonly ShownResult[],
  windowS: number,
  sound: Float32Array,
  startS: number,
) {
  const chosen = Array.from({ length: WINDOWS_COMPARED }, (_, index) => {
    return inClip[Math.floor((index * inClip.length) / WINDOWS_COMPARED)] as ShownResult;
  });
  const files = chosen.map(({ endS }, index) => {
    const first = Math.round((endS - windowS - startS) * MICROPHONE_RATE_HZ);
    const frames = Math.round(windowS * MICROPHONE_RATE_HZ);
    return writeSound(`window-${index}`, sound.subarray(first, first + frames));
  });
  await chooseFiles(page, files);
  const worst = { difference: 0, what: "none" };
  let compared = 0;
  for (const [index, after] of chosen.entries()) {
    const shown = await openFile(page, `window-${index}.wav`);
    await expect(page.getByText("by 1 window.")).toBeVisible();
    const before = trace.results[trace.results.indexOf(after) - 1] as ShownResult;
    for (const [place, { label, score }] of shown.entries()) {
      const [least, most] = unsmoothed(before, after, label);
      const known = most - least < UNSURE;
      const where = `${label} at ${(after.endS - windowS - startS).toFixed(2)} s`;
      if (place === 0) expect(known, `${where}: the live score is known`).toBe(true);
      if (!known) continue;
      compared++;
      const difference = Math.max(0, least - score, score - most);
      if (difference <= worst.difference) continue;
      worst.difference = difference;
      worst.what = `${where}: ${score.toFixed(4)} as a file, ${most.toFixed(4)} live`;
    }
  }
  return { worst, compared };
}
