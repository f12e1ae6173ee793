/**
 * The npm package's size, gzipped: what the page's own thread loads for the function and for the element, each with what it
 * imports; and what the workers weigh beside it. Runtimes and decoders are packages of their own and not counted.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const DIST = "dist-lib/dist";
const PAGE_KB = 30;
/** None of them grows unseen. A third is what builds models over checkpoints. */
const WORKERS_KB = 130;

const failures = [];
check("library, function", [...reach("index.js")], PAGE_KB);
check("library, element", [...reach("element.js")], PAGE_KB);
const workers = readdirSync(`${DIST}/workers`).map((file) => `workers/${file}`);
for (const file of workers) console.log(`library, ${file}: ${kilobytes([file]).toFixed(1)} KB`);
check("library, all workers", workers, WORKERS_KB);
if (failures.length > 0) process.exit(1);

/** A module and all that it imports. */
function reach(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, , other] of read(file).matchAll(/\b(?:from|import)\s*(["'`])\.\/([\w.-]+)\1/g)) reach(other, seen);
  return seen;
}

function read(file) {
  return readFileSync(path.join(DIST, file), "utf8");
}

function kilobytes(files) {
  return files.reduce((total, file) => total + gzipSync(read(file)).length, 0) / 1024;
}

function check(what, files, budget) {
  const size = kilobytes(files);
  console.log(`${size <= budget ? "" : "TOO LARGE  "}${what}: ${size.toFixed(1)} of ${budget} KB`);
  if (size > budget) failures.push(what);
}
