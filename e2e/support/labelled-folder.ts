/** A folder of folders as a data set comes: each folder is a label, in other words than the model's. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inTurn, wavFile } from "./recordings.ts";

/** By folder: the sample that each file holds. One of the drums lies in the wrong folder. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  dog: ["dog-bark", "dog-bark"],
  "ticking clock": ["ticking-clock", "ticking-clock"],
  FLUTE: ["flute", "snare-drum"],
  puppet: ["snare-drum"],
};

export interface LabelledFile {
  /** As the page has it. */
  readonly path: string;
  readonly folder: string;
  readonly sample: string;
}

/** Made anew in `.cache/e2e`; also holds a text, which is no sound, and a sound file that is none inside. */
export function makeLabelledFolder(name: string): { readonly folder: string; readonly files: readonly LabelledFile[] } {
  const folder = path.resolve(".cache/e2e", name);
  rmSync(folder, { recursive: true, force: true });
  const files = Object.entries(CONTENT).flatMap(([label, samples]) => {
    mkdirSync(path.join(folder, label), { recursive: true });
    return samples.map((sample, index): LabelledFile => {
      const file = `${label}/${index + 1}.wav`;
      writeFileSync(path.join(folder, file), wavFile(file, [inTurn([sample])]).buffer);
      return { path: `${name}/${file}`, folder: label, sample };
    });
  });
  writeFileSync(path.join(folder, "dog/damaged.wav"), "no sound at all");
  writeFileSync(path.join(folder, "read me.txt"), "Sounds of a house.");
  return { folder, files };
}
