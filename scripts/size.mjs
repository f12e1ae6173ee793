/** The size budget: what a first visit loads before any model, gzipped, and the models that ship inside. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_JS_KB = 250;
const FIRST_LOAD_CSS_KB = 30;
const MODEL_MB = 2;

const html = readFileSync("dist/index.html", "utf8");
const linked = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
if (linked.length === 0) throw new Error("dist/index.html links no script: was it built?");

const failures = [];
check("first-load JavaScript", sum(linked, ".js"), FIRST_LOAD_JS_KB * 1024);
check("first-load CSS", sum(linked, ".css"), FIRST_LOAD_CSS_KB * 1024);
for (const name of readdirSync("public/models")) {
  check(`model ${name}`, statSync(`public/models/${name}/onnx/model.onnx`).size, MODEL_MB * 1024 * 1024);
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
