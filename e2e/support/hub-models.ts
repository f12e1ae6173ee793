/** Working models for the loopback Hub, made of one that ships inside the app; and the parts of the Models screen by their names. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";

const DIGITS = path.resolve("public/models/spoken-digits");

export interface MadeModel {
  /** Changes to `config.json`. */
  readonly config?: Record<string, unknown>;
  /** Paths of the graphs; all hold the same weights. */
  readonly graphs?: readonly string[];
}

/** A folder laid out as on the Hub; it says "zero" to "nine" unless told otherwise. */
export function makeModel(folder: string, { config = {}, graphs = ["onnx/model.onnx"] }: MadeModel = {}): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  const own = JSON.parse(readFileSync(path.join(DIGITS, "config.json"), "utf8"));
  writeFileSync(path.join(folder, "config.json"), JSON.stringify({ ...own, ...config }));
  cpSync(path.join(DIGITS, "preprocessor_config.json"), path.join(folder, "preprocessor_config.json"));
  for (const graph of graphs) cpSync(path.join(DIGITS, "onnx/model.onnx"), path.join(folder, graph));
  return folder;
}

export const field = (page: Page): Locator => page.getByRole("textbox", { name: "Hub id or address" });
export const card = (page: Page): Locator => page.getByRole("region", { name: /^Check of / });
export const download = (page: Page, id: string): Locator =>
  page.getByRole("progressbar", { name: `Download of ${id}` });
export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

export async function check(page: Page, id: string): Promise<void> {
  await field(page).fill(id);
  await field(page).press("Enter");
}

/** The model in use, by the heading of its part of the screen. */
export const inUse = (page: Page): Locator => page.locator("#loaded-heading");
