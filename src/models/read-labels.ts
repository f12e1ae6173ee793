/**
 * Labels, from wherever a model keeps them. They come from anybody: markup in them stays text (nothing here or above makes
 * HTML of it), their number and length are bounded, and their order is that of the logits.
 */
import Papa from "papaparse";
import * as v from "valibot";

export const MAX_LABELS = 20_000;
export const MAX_LABEL_LENGTH = 1_000;

export const LabelSchema = v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH));
export const LabelListSchema = v.pipe(v.array(LabelSchema), v.minLength(1), v.maxLength(MAX_LABELS));

/** @throws RangeError with the reason, in words that fit into a sentence */
export function labelsOfIds(id2label: Readonly<Record<string, string>>): string[] {
  const count = Object.keys(id2label).length;
  if (count === 0 || count > MAX_LABELS) throw new RangeError(`${count} labels`);
  return Array.from({ length: count }, (_, id) => {
    const label = id2label[String(id)];
    if (label === undefined) throw new RangeError(`id2label has no entry ${id}`);
    return label;
  });
}

/**
 * A file beside `earshot.json`: one label a line, or a CSV as AudioSet's `class_labels_indices.csv` (index, mid, display_name).
 * @throws RangeError with the reason
 */
export function labelsOfFile(name: string, text: string): string[] {
  const labels = name.toLowerCase().endsWith(".csv") ? labelsOfCsv(text) : labelsOfLines(text);
  const outcome = v.safeParse(LabelListSchema, labels);
  if (!outcome.success) throw new RangeError(`${labels.length} labels, or one that is too long`);
  return outcome.output;
}

function labelsOfLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === "") lines.pop();
  return lines.map((line) => line.trim());
}

const NAME_COLUMNS = ["display_name", "label", "name"];

function labelsOfCsv(text: string): string[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: "greedy" });
  const [head = [], ...rows] = data;
  const columns = head.map((column) => column.trim().toLowerCase());
  const nameAt = columns.findIndex((column) => NAME_COLUMNS.includes(column));
  if (nameAt === -1) throw new RangeError("no column display_name, label or name");
  const indexAt = columns.findIndex((column) => column === "index" || column === "id");
  if (indexAt === -1) return rows.map((row) => row[nameAt] ?? "");
  const id2label = Object.fromEntries(rows.map((row) => [(row[indexAt] ?? "").trim(), row[nameAt] ?? ""]));
  if (Object.keys(id2label).length !== rows.length) throw new RangeError("an index stands there twice");
  return labelsOfIds(id2label);
}
