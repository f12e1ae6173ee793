/** Readers of the exports that know nothing of how we write them: by the formats' published rules, or by the browser. */
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import Papa from "papaparse";

export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Presses what starts a download, and reads what came. */
export async function saved(page: Page, press: () => Promise<void>): Promise<SavedFile> {
  const coming = page.waitForEvent("download");
  await press();
  const download = await coming;
  const bytes = readFileSync(await download.path());
  return { name: download.suggestedFilename(), bytes, text: bytes.toString("utf8") };
}

export type Row = Readonly<Record<string, string>>;

/** RFC 4180 by papaparse; a row with too few or too many fields fails. */
export function readCsv(text: string): Row[] {
  const { data, errors } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

const PLAIN_NUMBER = /^\d+(\.\d+)?$/;

/**
 * Audacity's label track: `start TAB end TAB title` a line, seconds with a point; no header, and no line that begins with
 * a backslash unless it tells frequencies. https://manual.audacityteam.org/man/importing_and_exporting_labels.html
 */
export function readAudacity(text: string): { start: number; end: number; label: string }[] {
  expect(text).toMatch(/^$|\n$/);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const fields = line.split("\t");
      expect(fields, line).toHaveLength(3);
      const [start = "", end = "", label = ""] = fields;
      expect([start, end], line).toEqual([expect.stringMatching(PLAIN_NUMBER), expect.stringMatching(PLAIN_NUMBER)]);
      return { start: Number(start), end: Number(end), label };
    });
}

const RAVEN_COLUMNS = [
  "Selection",
  "View",
  "Channel",
  "Begin Time (s)",
  "End Time (s)",
  "Low Freq (Hz)",
  "High Freq (Hz)",
];

/**
 * Raven's selection table: fields between tabs, the first line names the columns, of which Raven's own must be there by
 * their exact names; selections count from 1; quotes mean nothing. Raven Pro User's Manual, "Selection tables".
 */
export function readRaven(text: string): Row[] {
  const [header = "", ...lines] = text.replace(/\n$/, "").split("\n");
  const names = header.split("\t");
  expect(names).toEqual(expect.arrayContaining(RAVEN_COLUMNS));
  expect(new Set(names).size).toBe(names.length);
  return lines.map((line, index) => {
    const fields = line.split("\t");
    expect(fields, line).toHaveLength(names.length);
    const row = Object.fromEntries(names.map((name, place) => [name, fields[place] ?? ""]));
    expect(row.Selection).toBe(String(index + 1));
    for (const name of RAVEN_COLUMNS.slice(2)) expect(row[name], name).toMatch(PLAIN_NUMBER);
    expect(Number(row["Low Freq (Hz)"])).toBeLessThan(Number(row["High Freq (Hz)"]));
    return row;
  });
}

export interface Cue {
  readonly startTime: number;
  readonly endTime: number;
  readonly text: string;
}

/** WebVTT by the browser's own TextTrack; what it does not understand it leaves out or refuses. */
export function readWebVtt(page: Page, text: string): Promise<Cue[]> {
  return page.evaluate(async (given) => {
    const url = URL.createObjectURL(new Blob([given], { type: "text/vtt" }));
    const video = document.createElement("video");
    const element = document.createElement("track");
    const loaded = new Promise<void>((resolve, reject) => {
      element.addEventListener("load", () => resolve());
      element.addEventListener("error", () => reject(new Error("the browser refuses this WebVTT")));
    });
    element.src = url;
    video.append(element);
    // Neither is loaded before it is to be shown.
    element.track.mode = "hidden";
    try {
      await loaded;
      return Array.from(element.track.cues ?? [], (cue) => ({
        startTime: cue.startTime,
        endTime: cue.endTime,
        text: (cue as VTTCue).getCueAsHTML().textContent ?? "",
      }));
    } finally {
      URL.revokeObjectURL(url);
    }
  }, text);
}

/** WAV by the browser's decoder, at its own rate, so that nothing is resampled. */
export async function readWav(page: Page, bytes: Buffer, rateHz: number): Promise<Float32Array[]> {
  const channels = await page.evaluate(
    async ({ base64, wantedHz }) => {
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const sound = await new OfflineAudioContext(1, 1, wantedHz).decodeAudioData(content.buffer);
      return Array.from({ length: sound.numberOfChannels }, (_, channel) => {
        const all = new Uint8Array(sound.getChannelData(channel).buffer);
        let text = "";
        for (let at = 0; at < all.length; at += 32_768) text += String.fromCharCode(...all.subarray(at, at + 32_768));
        return btoa(text);
      });
    },
    { base64: bytes.toString("base64"), wantedHz: rateHz },
  );
  return channels.map((base64) => new Float32Array(new Uint8Array(Buffer.from(base64, "base64")).buffer));
}
