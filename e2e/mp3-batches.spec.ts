/** An hour of MP3 is decoded some seconds at a time: the same samples, the same damage, as packet by packet. */
import { expect, test } from "@playwright/test";
import { bytesOf } from "./support/format-check.ts";
import { harnessPage } from "./support/harness.ts";

const page = harnessPage();

const bothWays = (bytes: Buffer) =>
  page().evaluate((base64) => window.decoding.decodeBothWays("sound.mp3", base64), bytes.toString("base64"));

/** The frames of a file over and over: a minute, three batches. Where they meet, data is missing, as in a stream that was cut. */
function minuteOf(name: string): Buffer {
  const bytes = bytesOf(name);
  const from = bytes.indexOf(Buffer.from([0xff, name.startsWith("mpeg2") ? 0xf3 : 0xfb]));
  const frames = bytes.subarray(from);
  return Buffer.concat([bytes, ...Array.from({ length: 24 }, () => frames)]);
}

for (const name of ["cbr.mp3", "vbr.mp3", "vbr-without-xing.mp3", "mpeg2-stereo.mp3"]) {
  test(`${name} gives the same samples in batches`, async () => {
    const { asked, answered, frames, damage, difference } = await bothWays(minuteOf(name));
    expect(asked).toBeGreaterThan(2);
    expect(answered).toBe(asked);
    // The first file's own tag tells of its 2 s only.
    expect(frames[0]).toBeGreaterThan(40 * 22_050);
    expect(frames[0]).toBe(frames[1]);
    expect(damage[0]).toEqual(damage[1]);
    expect(difference).toBeLessThan(1e-6);
  });
}

function id3(size: number): Buffer {
  const sizeBytes = [21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f);
  return Buffer.concat([Buffer.from("ID3"), Buffer.from([3, 0, 0, ...sizeBytes]), Buffer.alloc(size, 0)]);
}

test("a large picture in front does not matter", async () => {
  const { asked, answered, frames, difference } = await bothWays(
    Buffer.concat([id3(600_000), minuteOf("vbr-without-xing.mp3")]),
  );
  expect(asked).toBeGreaterThan(2);
  expect(answered).toBe(asked);
  expect(frames[0]).toBe(frames[1]);
  expect(difference).toBeLessThan(1e-6);
});

const DAMAGES: Record<string, (minute: Buffer) => Buffer> = {
  "a frame with other bytes": (minute) => changed(minute, 40),
  "a sector of zeros": (minute) => changed(minute, 512),
  "a cut last frame": (minute) => minute.subarray(0, minute.length - 20),
  "a tag at its end": (minute) => Buffer.concat([minute, Buffer.from("TAG".padEnd(128, "x"))]),
  "something else at its end": (minute) => Buffer.concat([minute, Buffer.alloc(3000, 7)]),
};

for (const [what, damageIt] of Object.entries(DAMAGES)) {
  test(`an MP3 with ${what} gives the same samples, and tells the same`, async () => {
    const { asked, frames, damage, difference } = await bothWays(damageIt(minuteOf("vbr.mp3")));
    expect(asked).toBeGreaterThan(0);
    expect(frames[0]).toBe(frames[1]);
    expect(damage[0]).toEqual(damage[1]);
    expect(difference).toBeLessThan(1e-6);
  });
}

/** Bytes in the middle of the second batch. */
function changed(minute: Buffer, length: number): Buffer {
  const copy = Buffer.from(minute);
  copy.fill(0x5a, copy.length >> 1, (copy.length >> 1) + length);
  return copy;
}

test("a short file joined behind a long one, with a tag of its own, is heard too", async () => {
  const [minute, more] = [minuteOf("cbr.mp3"), bytesOf("cbr.mp3")];
  const alone = await bothWays(minute);
  const joined = await bothWays(Buffer.concat([minute, id3(1000), more]));
  expect(joined.frames[0]).toBe(joined.frames[1]);
  expect(joined.frames[0] - alone.frames[0]).toBeGreaterThan(1.9 * 44_100);
  expect(joined.difference).toBeLessThan(1e-6);
});

test("parts of an MP3 are the frames of the whole", async () => {
  const bytes = minuteOf("cbr.mp3").toString("base64");
  const parts = [
    [0, 45],
    [0, 2.5],
    [0.2, 21],
    [30, 33],
  ] as const;
  const differences = await page().evaluate(
    ([base64, parts]) => window.decoding.compareRange("sound.mp3", base64, parts),
    [bytes, parts] as const,
  );
  for (const difference of differences) expect(difference).toBeLessThan(1e-4);
});
