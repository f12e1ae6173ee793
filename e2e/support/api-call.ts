/** Calls of the Hub's API from a page, and the Hub's own schema for what comes back. */
import { expect, type Page } from "@playwright/test";
import { type Scored, schemaTrouble } from "./task-schema.ts";

export interface Call {
  readonly method?: string;
  /** Raw bytes. */
  readonly audio?: Uint8Array;
  readonly json?: unknown;
  readonly type?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** @param address below the page */
export function call(page: Page, address: string, { method = "POST", audio, json, type }: Call): Promise<Answer> {
  const base64 = audio && Buffer.from(audio).toString("base64");
  const text = json === undefined ? undefined : typeof json === "string" ? json : JSON.stringify(json);
  const request = {
    address,
    method,
    base64,
    text,
    type: type ?? (text === undefined ? undefined : "application/json"),
  };
  return page.evaluate(async (wanted) => {
    const bytes = wanted.base64 === undefined ? null : Uint8Array.from(atob(wanted.base64), (c) => c.charCodeAt(0));
    const response = await fetch(wanted.address, {
      method: wanted.method,
      body: bytes ?? wanted.text ?? null,
      headers: wanted.type === undefined ? {} : { "content-type": wanted.type },
    });
    const content = await response.text();
    const isJson = response.headers.get("content-type") === "application/json" && content !== "";
    const body: unknown = isJson ? JSON.parse(content) : content;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }, request);
}

export const base64 = (audio: Uint8Array): string => Buffer.from(audio).toString("base64");

/** Fetches answer through the service worker from here on. */
export async function waitControlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** The scores, after the Hub's schema took them; best first. */
export function scoresOf({ status, body }: Pick<Answer, "status" | "body">): Scored[] {
  expect([status, status === 200 ? "" : body]).toEqual([200, ""]);
  expect(schemaTrouble("output", body)).toBeNull();
  const scores = body as Scored[];
  expect(scores.map(({ score }) => score)).toEqual(scores.map(({ score }) => score).sort((a, b) => b - a));
  return scores;
}

/** Label by label. Of a score; of a logit, which has no upper bound, the same part of it: WebAssembly sums in another order. */
export function expectScores(ours: readonly Scored[], wanted: readonly Scored[], tolerance = 1e-4): void {
  expect(ours.length).toBe(wanted.length);
  const scores = new Map(ours.map(({ label, score }) => [label, score]));
  for (const { label, score } of wanted) {
    const difference = Math.abs((scores.get(label) ?? Number.NaN) - score);
    expect(difference / Math.max(1, Math.abs(score)), label).toBeLessThanOrEqual(tolerance);
  }
}
