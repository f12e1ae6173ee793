import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { drawnSoonPlugin } from "./scripts/drawn-soon-plugin.ts";
import { HUB_DEFAULT, securityHeaders } from "./scripts/headers.mjs";
import { runtimePlugin } from "./scripts/runtime-plugin.ts";
import { serviceWorkerPlugin } from "./scripts/service-worker-plugin.ts";
import { SHARED_APART, workerEntryPlugin } from "./scripts/worker-entry-plugin.ts";

const hub = process.env.HF_ENDPOINT ?? HUB_DEFAULT;

/** `HF_ENDPOINT` at build time sets the Hub's address. */
function hubAddress(): Plugin {
  return { name: "earshot:hub-address", transformIndexHtml: (html) => html.replaceAll("%HF_ENDPOINT%", hub) };
}

/** What is built: the app; the worker alone for parity tests; the worker beside its peer for `npm run bench`; the server for Node. */
const TARGETS: Record<string, { readonly outDir: string; readonly input: Record<string, string> }> = {
  production: { outDir: "dist", input: { index: "index.html" } },
  harness: { outDir: "dist-harness", input: { harness: "e2e/harness/index.html" } },
  bench: { outDir: "dist-bench", input: { bench: "bench/page/index.html" } },
  server: {
    outDir: "dist-server",
    input: { "create-api": "src/server/create-api.ts", "model-thread": "src/server/model-thread.ts" },
  },
};

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [
    hubAddress(),
    runtimePlugin(),
    react(),
    // Only the app itself is drawn, and kept offline.
    ...(mode === "production" ? [drawnSoonPlugin("/src/ui/draw.tsx"), serviceWorkerPlugin({ hub })] : []),
  ],
  // onnxruntime-web then loads its WASM glue from the address we give it, instead of carrying a copy in each bundle.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"] },
  worker: {
    format: "es",
    plugins: () => [runtimePlugin(), workerEntryPlugin()],
    rolldownOptions: { output: SHARED_APART },
  },
  optimizeDeps: { exclude: ["onnxruntime-web", "@huggingface/transformers"] },
  server: { headers: securityHeaders({ hub, development: true }) },
  build: {
    target: "es2022",
    ssr: mode === "server",
    outDir: TARGETS[mode]?.outDir ?? "dist",
    assetsInlineLimit: 0,
    // The runtimes are 14 and 27 MB by nature; scripts/size.mjs guards what a first visit loads.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: TARGETS[mode]?.input ?? "index.html" },
  },
}));
