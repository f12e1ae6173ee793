/** What the Hub's own schema of the task says against a request or an answer. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AudioClassificationOutput } from "@huggingface/tasks";
import { Ajv } from "ajv";

export type Scored = Pick<AudioClassificationOutput[number], "label" | "score">;

const TASKS = path.resolve("node_modules/@huggingface/tasks/src/tasks");

// The Hub's schemas carry notes of their own ("comment") and name an older draft, of which they use nothing that changed.
const ajv = new Ajv({ strict: false, validateSchema: false });
ajv.addSchema(read("common-definitions.json"));
ajv.addSchema(read("audio-classification/spec/input.json"), "input");
ajv.addSchema(read("audio-classification/spec/output.json"), "output");

/** Null = nothing. */
export function schemaTrouble(kind: "input" | "output", value: unknown): string | null {
  return ajv.validate(kind, value) ? null : ajv.errorsText();
}

function read(file: string): object {
  const { $schema, ...schema } = JSON.parse(readFileSync(path.join(TASKS, file), "utf8"));
  return schema;
}
