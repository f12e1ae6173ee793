/** What a file is by its name: hidden, a table of labels, or plainly no sound. In doubt it is sound: the decoder knows. */

/** Left behind by systems and programs; nobody knows of them, so nobody is told. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || /^(thumbs\.db|desktop\.ini|__macosx)$/i.test(name);
}

export function isManifest({ name }: { readonly name: string }): boolean {
  return /\.(csv|tsv)$/i.test(name);
}

const NO_SOUND = new Set(
  [
    "txt md rst rtf log csv tsv json jsonl yaml yml xml html htm css js mjs py ipynb sh bat ini cfg toml tex bib srt vtt lrc",
    "pdf doc docx odt xls xlsx ods ppt pptx odp pages numbers key epub",
    "jpg jpeg png gif bmp tif tiff webp heic heif avif svg ico psd raw cr2 nef dng",
    "zip gz tar tgz bz2 xz 7z rar iso dmg exe dll so msi apk jar",
    "db sqlite parquet npy npz pkl mat h5 hdf5 pt onnx safetensors bin tfrecord textgrid lab eaf cue m3u m3u8 pls sfv md5",
    "asd reapeaks pek cfa sfk pkf",
  ].flatMap((line) => line.split(" ")),
);

const PAPERS = /^(readme|licen[cs]e|copying|changelog|authors|makefile|notice|citation)$/i;

/** By ending, then by what the system says it is. */
export function isPlainlyNoSound({ name, type }: { readonly name: string; readonly type: string }): boolean {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined ? PAPERS.test(name) : NO_SOUND.has(ending)) return true;
  return /^(text|image|font)\//.test(type);
}
