/**
 * The size budget: what a first visit loads before any model, gzipped; the models that ship inside; what the service worker
 * keeps on the machine, as it is kept, in the three stages of `src/offline/app-files.ts`.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_JS_KB = 250;
const FIRST_LOAD_CSS_KB = 30;
const MODEL_MB = 2;
/** Before the first service worker is active: the page, its scripts, styles, fonts and icons. */
const KEPT_SHELL_MB = 3;
/** The plain runtime and the embedded models. */
const KEPT_RUNTIME_MB = 18;
const KEPT_WEBGPU_MB = 28;

const html = readFileSync("dist/index.html", "utf8");
const linked = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
if (linked.length === 0) throw new Error("dist/index.html links no script: was it built?");

const failures = [];
check("first-load JavaScript", sum(linked, ".js"), FIRST_LOAD_JS_KB * 1024);
check("first-load CSS", sum(linked, ".css"), FIRST_LOAD_CSS_KB * 1024);
for (const name of readdirSync("public/models")) {
  check(`model ${name}`, statSync(`public/models/${name}/onnx/model.onnx`).size, MODEL_MB * 1024 * 1024);
}
const [list = ""] = readFileSync("dist/service-worker.js", "utf8").split("\n", 1);
const kept = JSON.parse(list.replace(/^self\.earshotFiles = /, "").replace(/;$/, ""));
for (const [stage, budget] of Object.entries({
  shell: KEPT_SHELL_MB,
  runtime: KEPT_RUNTIME_MB,
  webgpu: KEPT_WEBGPU_MB,
})) {
  const files = kept.filter((file) => file.stage === stage).map(({ url }) => (url === "./" ? "index.html" : url));
  if (files.length === 0) throw new Error(`nothing is kept as ${stage}`);
  const bytes = files.reduce((total, file) => total + statSync(path.join("dist", file)).size, 0);
  check(`kept offline, ${stage}`, bytes, budget * 1024 * 1024);
}
if (failures.length > 0) process.exit(1);

function sum(files, extension) {
  const wanted = files.filter((file) => path.extname(file) === extension);
  return wanted.reduce((total, file) => total + gzipSync(readFileSync(path.join("dist", file))).length, 0);
}

function check(what, bytes, budget) {
  const line = `${what}: ${(bytes / 1024).toFixed(1)} of ${(budget / 1024).toFixed(0)} KB`;
  console.log(bytes <= budget ? line : `TOO LARGE  ${line}`);
  if (bytes > budget) failures.push(what);
}
