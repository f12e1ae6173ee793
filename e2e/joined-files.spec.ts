/** Files joined end to end are heard to the end of the last one, or it is told that they are not. */
import { expect, test } from "@playwright/test";
import { bytesOf, decode } from "./support/format-check.ts";
import { harnessPage } from "./support/harness.ts";
import { chained } from "./support/ogg-chain.ts";

const page = harnessPage();
const isOgg = (name: string): boolean => /\.(ogg|opus)$/.test(name);
/** Where one MP3 or AAC ends and the next begins, encoders' delay and padding are heard; Ogg tells of them. */
const seamS = (name: string): number => (isOgg(name) ? 0.001 : 0.06);

const three = (name: string): Buffer => {
  const bytes = bytesOf(name);
  return isOgg(name) ? chained(bytes, bytes, bytes) : Buffer.concat([bytes, bytes, bytes]);
};

for (const name of ["vorbis.ogg", "opus.opus", "cbr.mp3", "vbr.mp3", "mpeg2-stereo.mp3", "adts.aac", "aac.mpegts"]) {
  test(`three of ${name}`, async () => {
    const one = await decode(page(), name, bytesOf(name));
    const all = await decode(page(), name, three(name));
    expect([all.error, all.damage]).toEqual([null, null]);
    const wanted = [0, 3, 6].flatMap((fromS) => one.ticksS.map((tickS) => fromS + tickS));
    expect(all.ticksS).toHaveLength(wanted.length);
    for (const [index, tickS] of all.ticksS.entries()) {
      const offS = tickS - (wanted[index] ?? Number.NaN);
      expect(offS).toBeGreaterThan(-0.001);
      expect(offS).toBeLessThan(2 * seamS(name));
    }
  });
}

test("parts of a chain are the frames of the whole", async () => {
  for (const name of ["vorbis.ogg", "opus.opus"]) {
    const parts = [
      [0, 2],
      [2.5, 3.5],
      [4, 5],
      [7.5, 9],
    ] as const;
    const differences = await page().evaluate(
      ([file, base64, wanted]) => window.decoding.compareRange(file, base64, wanted),
      [name, three(name).toString("base64"), parts] as const,
    );
    for (const difference of differences) expect.soft(difference, name).toBeLessThan(1e-4);
  }
});

test("what follows in another form, or under the same number, is told", async () => {
  const vorbis = bytesOf("vorbis.ogg");
  for (const bytes of [chained(vorbis, bytesOf("opus.opus")), Buffer.concat([vorbis, vorbis])]) {
    const { error, damage, ticksS } = await decode(page(), "sound.ogg", bytes);
    expect(error).toBeNull();
    expect(ticksS).toHaveLength(8);
    expect(damage).toMatchObject({ code: "file-damaged", details: { atS: expect.closeTo(3, 1) } });
  }
});
