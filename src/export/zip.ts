/**
 * Owns: several files as one zip, so that a queue's export is one download. fflate does the work and comes by dynamic
 * import: nobody loads it who saves a single file.
 */

export type ZipEntry =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly bytes: Uint8Array };

/**
 * @param entries names as `uniqueNames` makes them: no folders, none twice.
 * @param modified the time that every entry bears, 1980 to 2099.
 * @throws RangeError where a name stands twice: the one would silently replace the other.
 */
export async function zipFiles(
  entries: readonly ZipEntry[],
  modified: Date = new Date(),
): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zipSync } = await import("fflate");
  const contents = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (contents.has(entry.name)) throw new RangeError(`Two files "${entry.name}" in one zip`);
    contents.set(entry.name, "text" in entry ? strToU8(entry.text) : entry.bytes);
  }
  return zipSync(Object.fromEntries(contents), { mtime: modified });
}
