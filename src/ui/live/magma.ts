/**
 * The magma colour map (Smith and van der Walt, matplotlib, CC0) from nine of its own colours, joined by straight lines
 * in sRGB: perceptually even enough for a display, and 2 kB smaller than the table.
 */
const ANCHORS = [0x000004, 0x1d1147, 0x51127c, 0x822681, 0xb63679, 0xe65164, 0xfb8861, 0xfec287, 0xfcfdbf] as const;

/** 256 RGBA colours, one after another. */
export function magmaTable(): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 4);
  for (let value = 0; value < 256; value++) {
    const place = (value / 255) * (ANCHORS.length - 1);
    const from = ANCHORS[Math.floor(place)] ?? 0;
    const to = ANCHORS[Math.ceil(place)] ?? 0;
    const share = place - Math.floor(place);
    for (const [channel, shift] of [16, 8, 0].entries()) {
      const start = (from >> shift) & 255;
      table[value * 4 + channel] = start + (((to >> shift) & 255) - start) * share;
    }
    table[value * 4 + 3] = 255;
  }
  return table;
}
