/** The server's API of the built server on a port of its own, and what every answer of it must look like. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AudioClassificationOutput } from "@huggingface/tasks";
import { Ajv } from "ajv";
import { serve } from "../../scripts/serve.mjs";
import type { ApiServerOptions, createApi } from "../../src/server/create-api.ts";

const SPEC = path.resolve("node_modules/@huggingface/tasks/src/tasks");
export const HUB_MODELS = path.resolve("../shared/hub/models");

export type Scored = Pick<AudioClassificationOutput[number], "label" | "score">;

interface Options extends Partial<ApiServerOptions> {
  readonly folder?: string;
}

export async function startApiServer({ folder = process.env.EARSHOT_DIST ?? "dist", ...options }: Options = {}) {
  const built = path.resolve(process.env.EARSHOT_SERVER ?? "dist-server", "create-api.js");
  const { createApi: create }: { createApi: typeof createApi } = await import(built);
  const { api, close } = create({ modelFolders: [`${folder}/models`, HUB_MODELS], ...options });
  const app = await serve({ folder, api });
  return {
    url: app.url,
    async close() {
      await app.close();
      close();
    },
  };
}

const ajv = new Ajv({ strict: false });
ajv.addSchema(schema("common-definitions.json"));
ajv.addSchema(schema("audio-classification/spec/input.json"), "input");
ajv.addSchema(schema("audio-classification/spec/output.json"), "output");

function schema(file: string): object {
  const { $schema, ...rest } = JSON.parse(readFileSync(path.join(SPEC, file), "utf8"));
  return rest;
}

/** What the Hub's own schema says against a request or an answer; null = nothing. */
export function schemaTrouble(kind: "input" | "output", value: unknown): string | null {
  return ajv.validate(kind, value) ? null : ajv.errorsText();
}
