/** `@huggingface/inference` as a script that a page may load from the app's own origin, where the policy lets no other one in. */
import { build } from "vite";

declare global {
  interface Window {
    readonly officialClient: typeof import("@huggingface/inference");
  }
}

export const CLIENT_SCRIPT = "official-client.js";

/** @param folder of a copy of the app */
export async function addOfficialClient(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      lib: {
        entry: "node_modules/@huggingface/inference/dist/esm/index.js",
        formats: ["iife"],
        name: "officialClient",
        fileName: () => CLIENT_SCRIPT,
      },
      outDir: folder,
      emptyOutDir: false,
    },
  });
}
