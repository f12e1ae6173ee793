/**
 * The one call of papaparse that pure code makes, for `tsconfig.pure.json` alone: the published types need Node's. Page and
 * tests compile against the published ones, so this can't drift unseen.
 */
interface ParseError {
  readonly type: string;
  /** Index in `data`. */
  readonly row?: number;
}

declare const Papa: {
  parse<Row>(
    text: string,
    config: { readonly header: false; readonly delimitersToGuess: string[] },
  ): { readonly data: Row[]; readonly errors: ParseError[] };
};

export default Papa;
