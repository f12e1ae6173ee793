/** A page that uses the npm package, and what its function and its element give there. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import type { AudioClassificationParameters } from "../../src/api/contract.ts";
import type { AudioClassifierElement } from "../../src/lib/element/audio-classifier.ts";
import type * as Earshot from "../../src/lib/index.ts";
import type { Scored } from "./task-schema.ts";

declare global {
  interface Window {
    readonly earshot: typeof Earshot;
    heard?: { readonly type: string; readonly detail: unknown }[];
  }
}

export interface Asked {
  readonly model: string;
  readonly sound: string | Uint8Array;
  readonly parameters?: AudioClassificationParameters;
  readonly hubUrl?: string;
}

/** By the package's function, in the page. */
export function ask(page: Page, { model, sound, parameters, hubUrl }: Asked): Promise<Scored[]> {
  const base64 = (typeof sound === "string" ? readFileSync(sound) : Buffer.from(sound)).toString("base64");
  return page.evaluate(
    ({ base64, hubUrl, ...args }) => {
      const inputs = new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]);
      return window.earshot.audioClassification({ ...args, inputs }, { hubUrl });
    },
    { model, parameters, hubUrl, base64 },
  );
}

export interface Thrown {
  readonly name: string;
  readonly code?: string;
  readonly status?: number;
  readonly message: string;
  /** Of the class that the package exports. */
  readonly isOurs: boolean;
}

/** What the function throws, as a program that catches it sees it. */
export function failure(page: Page, args: unknown, options: unknown = {}): Promise<Thrown | null> {
  return page.evaluate(
    async ([given, how]) => {
      const { audioClassification, ApiError, EarshotError } = window.earshot;
      try {
        // Programs without types say anything.
        await audioClassification(given as never, how as never);
        return null;
      } catch (thrown) {
        const { name, message } = thrown as Error;
        const isOurs = thrown instanceof ApiError || thrown instanceof EarshotError;
        if (thrown instanceof ApiError) return { name, message, isOurs, status: thrown.status };
        return { name, message, isOurs, ...(thrown instanceof EarshotError ? { code: thrown.code } : {}) };
      }
    },
    [args, options] as const,
  );
}

export const element = (page: Page): Locator => page.locator("audio-classifier");

/** Notes the element's events as they pass the document. */
export async function watchEvents(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: { type: string; detail: unknown }[] = [];
    window.heard = heard;
    for (const type of ["result", "error", "statechange"]) {
      document.addEventListener(type, (event) => {
        const { detail } = event as CustomEvent<Record<string, unknown>>;
        const error = detail.error as { code?: string } | undefined;
        heard.push({ type, detail: error ? { code: error.code, message: detail.message } : detail });
      });
    }
  });
}

export function events(page: Page): Promise<{ readonly type: string; readonly detail: unknown }[]> {
  return page.evaluate(() => window.heard ?? []);
}

/** Calls the element in the page. */
export function onElement<T>(page: Page, work: (found: AudioClassifierElement) => T | Promise<T>): Promise<T> {
  return element(page).evaluate(work as (found: SVGElement | HTMLElement) => T | Promise<T>) as Promise<T>;
}
