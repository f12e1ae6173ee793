/**
 * Owns: a suggestion which of the model's labels a data set's label means, for a person to look over. Four ways, from
 * certain to bold; the first that finds anything decides, and where it finds more than one there is no suggestion.
 *
 * 1. "exact": the same text.
 * 2. "spelling": the same but for case, accents' encoding, spaces, `_`, `-` and punctuation: `Car_Horn` → `car horn`.
 * 3. "words": the same words in any order and form: `crying_baby` → `baby cry`, `dogs` → `dog`.
 * 4. "part": the words of one are among the other's: `dog` → `dog bark`; never across a "not", and never to a label that
 *    another label of the data set fits better or as well: of `dog` and `dog_barking`, only the latter is `dog bark`.
 *
 * English word forms, by ending and without a dictionary. Knows no synonyms: `puppy` finds nothing.
 */

export type LabelFit = "exact" | "spelling" | "words" | "part";

export interface LabelSuggestion {
  /** The data set's label. */
  readonly label: string;
  /** Index of the model's label, or null. */
  readonly modelIndex: number | null;
  /** How it was found; null where it wasn't. */
  readonly fit: LabelFit | null;
}

interface Words {
  readonly text: string;
  readonly spelling: string;
  readonly stems: ReadonlySet<string>;
}

const SURE_FITS: readonly (readonly [LabelFit, (a: Words, b: Words) => boolean])[] = [
  ["exact", (a, b) => a.text === b.text],
  ["spelling", (a, b) => a.spelling !== "" && a.spelling === b.spelling],
  ["words", (a, b) => a.stems.size > 0 && a.stems.size === b.stems.size && isAmong(a.stems, b.stems)],
];
/** Words that turn a label into its opposite. */
const NEGATIONS = ["no", "not", "non", "without", "other"];

/** One suggestion for each of `labels`, in order. Several may mean one label of the model. */
export function matchLabels(labels: readonly string[], modelLabels: readonly string[]): LabelSuggestion[] {
  const model = modelLabels.map(wordsOf);
  const sure = labels.map((label) => sureFit(wordsOf(label), model));
  const parts = labels.map((label, i) => (sure[i]?.length === 0 ? partFits(wordsOf(label), model) : []));
  return labels.map((label, i) => {
    const [fit, ...rivals] = sure[i] ?? [];
    if (fit !== undefined) return rivals.length === 0 ? { label, ...fit } : { label, modelIndex: null, fit: null };
    const [modelIndex, ...others] = parts[i] ?? [];
    const contested =
      sure.some((fits) => fits.some((one) => one.modelIndex === modelIndex)) ||
      parts.some((other, j) => j !== i && modelIndex !== undefined && other.includes(modelIndex));
    if (modelIndex === undefined || others.length > 0 || contested) return { label, modelIndex: null, fit: null };
    return { label, modelIndex, fit: "part" };
  });
}

/** All that fit in the first way in which any fits. */
function sureFit(words: Words, model: readonly Words[]): { modelIndex: number; fit: LabelFit }[] {
  for (const [fit, fits] of SURE_FITS) {
    const found = [...model.keys()].filter((i) => fits(words, model[i] as Words));
    if (found.length > 0) return found.map((modelIndex) => ({ modelIndex, fit }));
  }
  return [];
}

function partFits({ stems }: Words, model: readonly Words[]): number[] {
  return [...model.keys()].filter((i) => {
    const other = (model[i] as Words).stems;
    if (stems.size === 0 || other.size === 0) return false;
    if (NEGATIONS.some((word) => stems.has(word) !== other.has(word))) return false;
    return isAmong(stems, other) || isAmong(other, stems);
  });
}

function isAmong(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((word) => whole.has(word));
}

function wordsOf(text: string): Words {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return { text, spelling: words.join(" "), stems: new Set(words.map(stemOf)) };
}

/**
 * A word without its plural, "-ing" or final "e", by Porter's rules as far as sounds need them: what stays before "-ing"
 * has a vowel ("string" is whole), doubled consonants become one ("clapping" → "clap"), "cries" → "cry".
 */
function stemOf(word: string): string {
  const single = singular(word);
  const verb = single.replace(/^(.*[aeiouy].*)ing$/, "$1");
  const stem = verb !== single && verb.length > 2 ? verb.replace(/([bdfgmnprt])\1$/, "$1") : single;
  return stem.replace(/(?<=.{2})e$/, "");
}

function singular(word: string): string {
  if (/.{2}ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /.{2}[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
