/**
 * `npm run bench [-- part ...]`: Earshot beside transformers.js' own pipeline and the native runtime, on one machine in one run,
 * interleaved; start, an hour of sound, live. Writes `bench/RESULTS.md` and its plot when all parts have run; a timed figure
 * is never a test.
 */
import { openContext } from "./context.mjs";
import { measure as features } from "./parts/features.mjs";
import { measure as files } from "./parts/files.mjs";
import { measure as live } from "./parts/live.mjs";
import { measure as models } from "./parts/models.mjs";
import { measure as start } from "./parts/start.mjs";
import { writeReport } from "./report.mjs";

const PARTS = { features, models, start, files, live };
const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(PARTS);

const { context, machine, close } = await openContext();
console.log(machine);
const sections = [];
for (const name of names) {
  const part = PARTS[name];
  if (!part) throw new Error(`No part ${name}: ${Object.keys(PARTS).join(", ")}`);
  const section = await part(context);
  sections.push(section);
  console.log(`\n${section.title}\n${[section.columns, ...section.rows].map((row) => row.join(" | ")).join("\n")}`);
}
await close();
const remarks = context.missing.length > 0 ? [`Not measured, for want of \`${context.missing.join("`, `")}\`.`] : [];
if (wanted.length === 0) writeReport(sections, machine, remarks);
process.exit(0);
