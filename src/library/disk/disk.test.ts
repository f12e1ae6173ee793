/** Folders and zips from anybody: what is taken, what is refused, and how much they may make us read. */
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { blobSource } from "../../models/checkpoint/blob-source.ts";
import { readZipDirectory } from "../../models/checkpoint/zip-directory.ts";
import { MACHINE } from "../../models/testing/model-evidence.ts";
import { WAVEFORM_TAGGER } from "../../models/testing/waveform-tagger.ts";
import { BlobPlaces } from "../blob-places.ts";
import { threadLocks } from "../locks.ts";
import { memoryBlobs } from "../memory-blobs.ts";
import { memoryIndex } from "../memory-index.ts";
import type { DiskFile } from "../protocol.ts";
import { sha256Of } from "../sha256.ts";
import { Shelf } from "../shelf.ts";
import { importModel } from "./import-model.ts";
import { zipEntries } from "./zip-entries.ts";

const json = (value: unknown) => strToU8(JSON.stringify(value));
const CONFIG = json({ model_type: "wav2vec2", id2label: { 0: "yes", 1: "no" } });
const PREPROCESSOR = json({ feature_extractor_type: "Wav2Vec2FeatureExtractor" });
const WEIGHTS = new Uint8Array(200_000).map((_, at) => (at * 7919) >> 5);
const MODEL = { "config.json": CONFIG, "preprocessor_config.json": PREPROCESSOR, "onnx/model.onnx": WEIGHTS };
const TAGGER = { ...WAVEFORM_TAGGER, model: "tagger_fp16.onnx" };

type Given = Record<string, Uint8Array<ArrayBuffer>>;
const folder = (files: Given): DiskFile[] =>
  Object.entries(files).map(([path, bytes]) => ({ path, file: new Blob([bytes]) }));
const zip = (files: Given, level: 0 | 6 = 6): DiskFile[] => [
  { path: "m.zip", file: new Blob([zipSync(files, { level })]) },
];

function shelfOf() {
  const disk = memoryBlobs(1e9);
  return { disk, shelf: new Shelf(new BlobPlaces(disk, memoryBlobs(1e9)), memoryIndex(), threadLocks()) };
}

async function take(files: DiskFile[], freeBytes: number | null = null) {
  const { disk, shelf } = shelfOf();
  const row = await importModel("My model.zip", files, { shelf, machine: MACHINE, freeBytes, nowMs: () => 1 });
  return { disk, shelf, row };
}

describe("importModel", () => {
  for (const [name, files] of [
    ["a folder", folder(MODEL)],
    [
      "a folder in folders",
      folder(Object.fromEntries(Object.entries(MODEL).map(([path, bytes]) => [`a/b/${path}`, bytes]))),
    ],
    ["a zip", zip(MODEL)],
    ["a zip that packs nothing", zip(MODEL, 0)],
    [
      "a folder with what systems leave there",
      folder({ ".DS_Store": WEIGHTS, "__MACOSX/config.json": WEIGHTS, ...MODEL }),
    ],
  ] as const) {
    it(`takes ${name}`, async () => {
      const { row, disk } = await take(files);
      expect(row).toMatchObject({ key: "disk:My model fp32", source: "disk", numLabels: 2, graph: "onnx/model.onnx" });
      const graph = row.files.find(({ path }) => path === "onnx/model.onnx");
      expect(graph).toEqual({ path: "onnx/model.onnx", bytes: WEIGHTS.length, hash: await sha256Of(WEIGHTS) });
      expect((await disk.hashes()).sort()).toEqual(row.files.map(({ hash }) => hash).sort());
      expect(await disk.parts()).toEqual([]);
    });
  }

  it("takes the best precision, with its external data, and a graph that has a name of its own", async () => {
    const both = await take(folder({ ...MODEL, "onnx/model.onnx_data": WEIGHTS, "onnx/model_q4.onnx": WEIGHTS }));
    expect(both.row).toMatchObject({ precision: "fp32", externalData: ["onnx/model.onnx_data"] });
    const { "onnx/model.onnx": _, ...sides } = MODEL;
    const own = await take(folder({ ...sides, "birds_fp16.onnx": WEIGHTS }));
    expect(own.row).toMatchObject({ precision: "fp16", graph: "birds_fp16.onnx" });
  });

  it("takes a tagger with its labels in a file", async () => {
    const { row } = await take(
      zip({ "earshot.json": json(TAGGER), "labels.txt": strToU8("dog\nrain\n"), "tagger_fp16.onnx": WEIGHTS }),
    );
    expect(row).toMatchObject({ precision: "fp16", sampleRateHz: 32_000, numLabels: 2, graph: "tagger_fp16.onnx" });
    expect(row.tagger).toMatchObject({ labels: ["dog", "rain"] });
  });

  for (const [name, files, code, reason] of [
    ["nothing", [], "folder-without-model", "empty"],
    ["a folder without a configuration", folder({ "a.onnx": WEIGHTS }), "folder-without-model", "no config.json"],
    ["a folder without weights", folder({ "config.json": CONFIG }), "folder-without-model", "no weights"],
    ["a path that leads out", folder({ ...MODEL, "../evil.onnx": WEIGHTS }), "folder-without-model", "leads out"],
    [
      "a path with backslashes that leads out",
      zip({ ...MODEL, "a\\..\\..\\evil": WEIGHTS }),
      "folder-without-model",
      "leads out",
    ],
    ["an absolute path", zip({ ...MODEL, "/etc/evil": WEIGHTS }), "folder-without-model", "leads out"],
    ["a drive", folder({ ...MODEL, "C:/evil": WEIGHTS }), "folder-without-model", "leads out"],
    [
      "labels with a hole",
      folder({ ...MODEL, "config.json": json({ model_type: "x", id2label: { 0: "a", 2: "b" } }) }),
      "model-config-invalid",
      "",
    ],
    [
      "what is no JSON",
      folder({ ...MODEL, "config.json": strToU8("<!doctype html>") }),
      "model-config-invalid",
      "JSON",
    ],
    ["what is no zip", [{ path: "m.zip", file: new Blob([WEIGHTS]) }], "archive-unreadable", "no zip"],
  ] as const) {
    it(`refuses ${name}, and keeps nothing`, async () => {
      const { disk, shelf } = shelfOf();
      const work = importModel("m", files, { shelf, machine: MACHINE, freeBytes: null, nowMs: () => 1 });
      await expect(work).rejects.toMatchObject({ code, details: { reason: expect.stringContaining(reason) } });
      expect([...(await disk.hashes()), ...(await disk.parts()), ...(await shelf.partials())]).toEqual([]);
    });
  }

  it("refuses what the disk has no room for, before it reads it", async () => {
    const { shelf } = shelfOf();
    const small = new Shelf(new BlobPlaces(null, memoryBlobs(1000)), memoryIndex(), threadLocks());
    await expect(
      importModel("m", folder(MODEL), { shelf: small, machine: MACHINE, freeBytes: 1000, nowMs: () => 1 }),
    ).rejects.toMatchObject({
      code: "model-too-large",
    });
    await expect(
      importModel("m", folder(MODEL), { shelf, machine: MACHINE, freeBytes: 1000, nowMs: () => 1 }),
    ).resolves.toBeDefined();
  });
});

describe("a zip", () => {
  const bytesOf = (files: Given) => zipSync(files, { level: 6 });
  /** Writes a 32-bit number into the central directory's record of the only file. */
  const patched = (zipped: Uint8Array<ArrayBuffer>, offset: number, value: number) => {
    const view = new DataView(zipped.buffer);
    const record = view.getUint32(zipped.length - 22 + 16, true);
    view.setUint32(record + offset, value, true);
    return new Blob([zipped]);
  };
  const readAll = async (blob: Blob) => {
    let bytes = 0;
    for (const entry of await zipEntries(blob)) for await (const piece of entry.read()) bytes += piece.byteLength;
    return bytes;
  };

  // Zipping it is what takes the time.
  it("that says it holds less than it does ends there: no bomb by a lie", { timeout: 30_000 }, async () => {
    const bomb = bytesOf({ "model.onnx": new Uint8Array(200e6) });
    expect(bomb.length).toBeLessThan(1e6);
    const lying = patched(bomb, 24, 1000);
    await expect(readAll(lying)).rejects.toMatchObject({ code: "archive-unreadable" });
  });

  it("that tells the truth is known by its size before a byte of it is inflated", async () => {
    const [entry] = await zipEntries(new Blob([bytesOf({ "model.onnx": new Uint8Array(50e6) })]));
    expect(entry?.bytes).toBe(50e6);
  });

  it("with another checksum, with less than it says, cut off, encrypted: refused", async () => {
    const whole = () => bytesOf({ "model.onnx": WEIGHTS });
    expect(await readAll(new Blob([whole()]))).toBe(WEIGHTS.length);
    for (const broken of [
      patched(whole(), 16, 1),
      patched(whole(), 24, WEIGHTS.length + 1),
      patched(whole(), 42, 0xfffffff0),
      patched(whole(), 20, 0xfffffff0),
      patched(whole(), 8, 1),
      patched(whole(), 10, 12),
      new Blob([whole().subarray(0, 1000)]),
      new Blob([whole().subarray(-40)]),
    ]) {
      await expect(readAll(broken)).rejects.toMatchObject({ code: "archive-unreadable" });
    }
  });

  it("with 64-bit sizes is read as they say", async () => {
    const record = new DataView(new ArrayBuffer(46 + 1 + 28));
    record.setUint32(0, 0x02014b50, true);
    for (const offset of [20, 24, 42]) record.setUint32(offset, 0xffffffff, true);
    record.setUint16(28, 1, true);
    record.setUint16(30, 28, true);
    record.setUint8(46, 97);
    record.setUint16(47, 1, true);
    record.setUint16(49, 24, true);
    [6e9, 5e9, 7].forEach((value, index) => {
      record.setBigUint64(51 + 8 * index, BigInt(value), true);
    });
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true);
    end.setUint32(12, record.byteLength, true);
    const [found] = await readZipDirectory(blobSource(new Blob([record, end])));
    expect(found).toMatchObject({ path: "a", bytes: 6e9, packedBytes: 5e9, at: 7 });
  });
});
