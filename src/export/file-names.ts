/**
 * Owns: what an exported file is called: after its sound, without its folders, so that it can be saved anywhere and a
 * zip of them unpacks into one folder. Letters of any script stay.
 */

/** Characters that Windows, macOS or Linux refuse in a name, and all that a terminal would act on. */
const FORBIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069<>:"/\\|?*]/gu;
/** Device names, which Windows takes for themselves with any ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** File systems stop at 255 bytes: 4 a character at worst, with room for " (1234)" and an ending. */
const MAX_CHARACTERS = 50;

/** "yard/Dog 1.wav" → "Dog 1"; a path of which nothing is left → "sound". */
export function stemOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? "";
  const stem = name.replace(/(?<=.)\.[^.]*$/, "").replace(FORBIDDEN, "_");
  const short = Array.from(stem).slice(0, MAX_CHARACTERS).join("");
  const safe = short.replace(/^[. ]+|[. ]+$/g, "");
  if (safe === "") return "sound";
  return RESERVED.test(safe) ? `_${safe}` : safe;
}

/**
 * One name for each path, in order. Two that would be the same, also to a file system that takes "Dog" for "dog", are told
 * apart as "Dog (2)".
 */
export function uniqueNames(paths: readonly string[], extension: string): string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return paths.map((path) => {
    const stem = stemOf(path);
    let number = (counts.get(folded(stem)) ?? 0) + 1;
    const name = (): string => `${stem}${number === 1 ? "" : ` (${number})`}.${extension}`;
    while (taken.has(folded(name()))) number++;
    counts.set(folded(stem), number);
    taken.add(folded(name()));
    return name();
  });
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
