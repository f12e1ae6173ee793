/**
 * `npm run build`, after the app is built: writes `FILE.br` beside everything that gets smaller by it, for hosts that serve such
 * twins (nginx `brotli_static`, Caddy `precompressed`, `serve.mjs`). The runtime takes half a minute at this quality: what was
 * compressed once is kept by its content.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const DIST = "dist";
const KEPT = "node_modules/.cache/earshot-brotli";
const COMPRESSED = /\.(wasm|onnx|js|mjs|css|html|json|svg|webmanifest)$/;
/** The WebGPU runtime is fetched after everything else, and is twice as large. */
const QUICKLY = /asyncify/;

mkdirSync(KEPT, { recursive: true });
let before = 0;
let after = 0;
for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || !COMPRESSED.test(entry.name)) continue;
  const bytes = readFileSync(file);
  const quality = QUICKLY.test(entry.name) ? 5 : 11;
  const kept = path.join(KEPT, `${createHash("sha256").update(bytes).digest("hex")}-${quality}.br`);
  if (!existsSync(kept)) writeFileSync(kept, compress(bytes, quality));
  copyFileSync(kept, `${file}.br`);
  before += bytes.length;
  after += readFileSync(kept).length;
}
console.log(`brotli: ${(before / 1e6).toFixed(1)} MB → ${(after / 1e6).toFixed(1)} MB`);

function compress(bytes, quality) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}
