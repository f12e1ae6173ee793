/** Real clips beside the checkout, decoded by the browser, and WAV files of them for the fake microphone. */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { writeWav } from "../fixtures/wav.mjs";
import { SHARED } from "./shared.ts";

/** What the fake microphone plays at, and so what its files are written at. */
export const MICROPHONE_RATE_HZ = 48_000;

const AUDIO = path.join(SHARED, "audio");

export interface Clip {
  readonly label: string;
  readonly fold: number;
  readonly file: string;
}

/** A clip by its path in `audio/manifest.csv`. Path, label and fold are the first columns there, never quoted. */
export function clipOf(wanted: string): Clip {
  const lines = readFileSync(path.join(AUDIO, "manifest.csv"), "utf8").split("\n");
  const [, label, fold] = lines.find((line) => line.startsWith(`${wanted},`))?.split(",") ?? [];
  if (!label) throw new Error(`${wanted} is not in the manifest`);
  return { label, fold: Number(fold), file: path.join(AUDIO, wanted) };
}

/** All clips of one fold, of some groups (first folders). */
export function clipsOfFold(fold: number, groups: readonly string[]): Clip[] {
  const [, ...lines] = readFileSync(path.join(AUDIO, "manifest.csv"), "utf8").trim().split("\n");
  return lines
    .map((line) => line.split(",", 3))
    .filter(([name, , own]) => Number(own) === fold && groups.some((group) => name?.startsWith(`${group}/`)))
    .map(([name = "", label = ""]) => ({ label, fold, file: path.join(AUDIO, name) }));
}

/** Sounds of many clips, by one page. */
export async function decodeClips(
  browser: Browser,
  clips: readonly Clip[],
  rateHz: number,
): Promise<{ label: string; samples: Float32Array }[]> {
  const page = await browser.newPage();
  try {
    const sounds = [];
    for (const { label, file } of clips) sounds.push({ label, samples: await decodeOn(page, file, rateHz) });
    return sounds;
  } finally {
    await page.close();
  }
}

/** Mono, by the browser's own decoder and resampler: not ours, so that ours is compared with something. */
export async function decodeClip(browser: Browser, file: string, rateHz = MICROPHONE_RATE_HZ): Promise<Float32Array> {
  const page = await browser.newPage();
  try {
    return await decodeOn(page, file, rateHz);
  } finally {
    await page.close();
  }
}

async function decodeOn(page: Page, file: string, wantedHz: number): Promise<Float32Array> {
  const base64 = await page.evaluate(
    async ([encoded, rateHz]) => {
      const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
      const sound = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(bytes.buffer);
      const all = new Uint8Array(sound.getChannelData(0).buffer);
      let text = "";
      for (let at = 0; at < all.length; at += 32_768) text += String.fromCharCode(...all.subarray(at, at + 32_768));
      return btoa(text);
    },
    [readFileSync(file).toString("base64"), wantedHz] as const,
  );
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}

/** Silence, the sound, silence: the fake microphone loops its file. */
export function writeMicrophoneFile(name: string, sound: Float32Array, beforeS: number, afterS: number): string {
  const before = Math.round(beforeS * MICROPHONE_RATE_HZ);
  const samples = new Float32Array(before + sound.length + Math.round(afterS * MICROPHONE_RATE_HZ));
  samples.set(sound, before);
  return writeSound(name, samples);
}

/** A WAV file of mono sound at 48 kHz; gives its path. */
export function writeSound(name: string, sound: Float32Array): string {
  const file = path.resolve(".cache/e2e", `${name}.wav`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeWav(file, [sound], MICROPHONE_RATE_HZ);
  return file;
}

/**
 * Where a piece of sound lies in a longer one of the same rate, within `reach` samples of `near`: the place at which the
 * two are most alike, how alike they are there (1 = the same but for loudness), and how much louder the piece is.
 */
export function findSound(piece: Float32Array, whole: Float32Array, near: number, reach: number) {
  const best = { at: near, likeness: Number.NEGATIVE_INFINITY, gain: 0 };
  for (let at = Math.max(0, near - reach); at <= Math.min(whole.length - piece.length, near + reach); at++) {
    let product = 0;
    let energy = 1e-9;
    for (let i = 0; i < piece.length; i++) {
      const sample = whole[at + i] as number;
      product += (piece[i] as number) * sample;
      energy += sample * sample;
    }
    const likeness = product / Math.sqrt(energy);
    if (likeness > best.likeness) Object.assign(best, { at, likeness, gain: product / energy });
  }
  const own = Math.sqrt(piece.reduce((sum, sample) => sum + sample * sample, 1e-9));
  return { ...best, likeness: best.likeness / own };
}

/** Seconds until the first 25 ms (one tick of the level meter) that are as loud as this. */
export function onsetS(sound: Float32Array, thresholdDb: number): number {
  const tick = MICROPHONE_RATE_HZ / 40;
  const least = tick * 10 ** (thresholdDb / 10);
  for (let start = 0; start < sound.length; start += tick) {
    const energy = sound.subarray(start, start + tick).reduce((sum, sample) => sum + sample * sample, 0);
    if (energy >= least) return start / MICROPHONE_RATE_HZ;
  }
  throw new Error("the sound never gets that loud");
}
