/** Order as people count: `take 2` before `take 10`, folder by folder. Pure. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

export function compareNames(a: string, b: string): number {
  // Equal to the collator but not the same (case, accents): still an order of their own.
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Files of a folder come before its folders' files. */
export function comparePaths(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  const shared = Math.min(left.length, right.length) - 1;
  for (let depth = 0; depth < shared; depth++) {
    const order = compareNames(left[depth] ?? "", right[depth] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length || compareNames(left.at(-1) ?? "", right.at(-1) ?? "");
}

export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return comparePaths(a.path, b.path);
}
