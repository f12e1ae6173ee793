/**
 * Every container and codec that a person may have, decoded in the browser by the code that the app uses: heard whole and
 * in place, in parts as in one pass, past damage, or refused by name. The files' ticks tell whether time is kept.
 */
import { expect, test } from "@playwright/test";
import { sentenceFor } from "../src/session/sentences.ts";
import { FORMATS } from "./fixtures/formats.mjs";
import { bytesOf, compareParts, damaged, decode, ticksOf } from "./support/format-check.ts";
import { harnessPage } from "./support/harness.ts";

/** 5 ms: a lossy codec smears a tick, no more. */
const TICK_TOLERANCE_S = 0.005;
/** What damage may cost besides the bytes that it hit: packets that held on to them, a page, the guess of a lost length. */
const LOST_BEFORE_S = 0.25;
const LOST_AFTER_S = 0.6;

/** Where no times are written (MP3, ADTS), what was lost is a guess from its bytes: of two packets at a varying rate. */
const GUESS_TOLERANCE_S = 0.055;

const HEARD = FORMATS.filter(({ refusedAs }) => refusedAs === undefined);
const REFUSED = FORMATS.filter(({ refusedAs }) => refusedAs !== undefined);
const DAMAGED = [
  "cbr.mp3",
  "vbr.mp3",
  "vbr-without-xing.mp3",
  "adts.aac",
  "aac.m4a",
  "vorbis.ogg",
  "opus.opus",
  "s16.flac",
  "opus.webm",
  "vorbis.webm",
  "video-opus.mkv",
  "flac.mkv",
  "aac.mkv",
  "mp3.mkv",
  "flac.mp4",
].flatMap((name) => FORMATS.filter((format) => format.name === name));
/** Their index lies at their end: half of one names no tracks. */
const NEEDS_ITS_END = /\.(m4a|mp4|mov)$/;

const page = harnessPage();

test("every format is heard whole, in place, and no part of it differs from the same frames of the whole", async () => {
  for (const format of HEARD) {
    const { name, durationS, rateHz, channels } = format;
    const sound = await decode(page(), name, bytesOf(name));
    expect.soft([sound.error, sound.damage], name).toEqual([null, null]);
    expect.soft([sound.facts?.sourceRateHz, sound.facts?.channels], name).toEqual([rateHz, channels]);
    // The rest of the last packet may be heard too.
    expect.soft(sound.frames / rateHz, name).toBeGreaterThan(durationS - 0.001);
    expect.soft(sound.frames / rateHz, name).toBeLessThan(durationS + 0.06);
    expectTicks(name, sound.ticksS, ticksOf(format), TICK_TOLERANCE_S);
    expect.soft(sound.loudest, name).toBeGreaterThan(0.55);
    expect.soft(sound.loudest, name).toBeLessThan(1);
    const parts = [
      [0, 0.05],
      [0.31 * durationS, 0.43 * durationS],
      [0.593 * durationS, 0.593 * durationS + 0.01],
      [0.93 * durationS, durationS + 1],
    ] as const;
    for (const difference of await compareParts(page(), name, parts)) expect.soft(difference, name).toBeLessThan(1e-4);
  }
});

test("what cannot be decoded is refused by its name", async () => {
  for (const { name, refusedAs } of REFUSED) {
    const { error } = await decode(page(), name, bytesOf(name));
    expect.soft(error, name).toMatchObject({ code: "file-codec-unsupported", details: { audioDecoder: true } });
    if (error === null) continue;
    const { what, wayOn } = sentenceFor(error);
    expect.soft(what, name).toBe(`This browser has no decoder for the file's sound (${refusedAs}).`);
    expect.soft(wayOn, name).toContain("convert the file");
  }
});

test("damage in the middle costs its own moment, and is told with its place", async () => {
  for (const damage of ["zeros", "noise"] as const) {
    for (const format of DAMAGED) {
      const what = `${format.name}, ${damage}`;
      const sound = await decode(page(), format.name, damaged(bytesOf(format.name), damage));
      expect.soft(sound.damage?.code, what).toBe("file-damaged");
      const atS = Number(sound.damage?.details.atS);
      expect.soft(atS > 0 && atS < format.durationS, `${what}: at ${atS} s`).toBe(true);
      expect.soft(Math.abs(sound.frames / format.rateHz - format.durationS), what).toBeLessThan(0.1);
      const outside = (tickS: number) => tickS < atS - LOST_BEFORE_S || tickS > atS + LOST_AFTER_S;
      expectTicks(what, sound.ticksS.filter(outside), ticksOf(format).filter(outside), GUESS_TOLERANCE_S);
    }
  }
});

test("half a file is heard as far as it goes", async () => {
  for (const format of DAMAGED) {
    const what = `half of ${format.name}`;
    const sound = await decode(page(), format.name, damaged(bytesOf(format.name), "half"));
    if (NEEDS_ITS_END.test(format.name)) {
      expect.soft(sound.error, what).toMatchObject({ code: "file-damaged", details: { decodedS: 0 } });
      continue;
    }
    const heardS = sound.frames / format.rateHz;
    expect.soft(heardS, what).toBeGreaterThan(0.25);
    expect.soft(heardS, what).toBeLessThan(2);
    expect.soft(sound.damage, what).toMatchObject({ code: "file-damaged", details: { decodedS: heardS } });
    expectTicks(
      what,
      sound.ticksS,
      ticksOf(format).filter((tickS) => tickS < heardS - 0.03),
      TICK_TOLERANCE_S,
    );
  }
});

function expectTicks(what: string, heard: readonly number[], expected: readonly number[], toleranceS: number): void {
  const right =
    heard.length === expected.length &&
    heard.every((tickS, index) => Math.abs(tickS - (expected[index] ?? 0)) <= toleranceS);
  expect.soft(right, `${what}: heard ${heard.map((s) => s.toFixed(3))}, expected ${expected}`).toBe(true);
}
