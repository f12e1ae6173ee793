/** The bench's results as a page and a plot: `bench/RESULTS.md`, `bench/results.svg`. Written by the bench alone. */
import { writeFileSync } from "node:fs";
import { digits } from "./statistics.mjs";

/**
 * @typedef {{ title: string, words: string, columns: string[], rows: string[][], ratios: Record<string, number> }} Section
 * @param {readonly Section[]} sections @param {string} machine @param {readonly string[]} remarks
 */
export function writeReport(sections, machine, remarks) {
  const parts = sections.map(
    ({ title, words, columns, rows }) => `## ${title}\n\n${words}\n\n${table(columns, rows)}\n`,
  );
  const head = [
    "# Earshot beside its peers",
    "Written by `npm run bench`; not edited. Peers: transformers.js' pipeline as its documentation shows it, onnxruntime-node. Times are medians with the quartiles behind them, measured in turn in one run.",
    `Machine: ${machine}.`,
    ...remarks,
    "![How many times faster](results.svg)",
  ];
  writeFileSync("bench/RESULTS.md", `${[...head, ...parts].join("\n\n")}`);
  const ratios = Object.assign({}, ...sections.map((section) => section.ratios));
  writeFileSync("bench/results.svg", plot(ratios));
}

function table(columns, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

const ROW = 34;
const NAME_WIDTH = 350;
const BAR_WIDTH = 380;

/** Bars on a logarithmic axis from 1. @param {Record<string, number>} ratios */
function plot(ratios) {
  const entries = Object.entries(ratios);
  const most = Math.log(Math.max(10, ...Object.values(ratios)));
  const height = ROW * entries.length + 50;
  const bars = entries.map(([name, value], row) => {
    const y = 40 + ROW * row;
    const width = (BAR_WIDTH * Math.max(0, Math.log(value))) / most;
    return [
      `<text x="${NAME_WIDTH - 12}" y="${y + 15}" text-anchor="end">${name.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`,
      `<rect x="${NAME_WIDTH}" y="${y}" width="${width.toFixed(1)}" height="20" fill="#d9480f"/>`,
      `<text x="${(NAME_WIDTH + width + 8).toFixed(1)}" y="${y + 15}">${digits(value)} ×</text>`,
    ].join("");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${NAME_WIDTH + BAR_WIDTH + 90}" height="${height}" font-family="system-ui, sans-serif" font-size="14"><title>How many times faster Earshot is than transformers.js</title><rect width="100%" height="100%" fill="#fff"/><text x="${NAME_WIDTH}" y="22" font-weight="600">Earshot, times faster than transformers.js (logarithmic)</text>${bars.join("")}</svg>\n`;
}
