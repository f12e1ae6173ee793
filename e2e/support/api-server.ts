/** The API of the built server, on a port of its own. */
import path from "node:path";
import { serve } from "../../scripts/serve.mjs";
import type { ApiServerOptions, createApi } from "../../src/server/create-api.ts";

export const HUB_MODELS = path.resolve("../shared/hub/models");

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
