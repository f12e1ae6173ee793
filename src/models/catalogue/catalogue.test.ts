import { describe, expect, it } from "vitest";
import { formatReference, parseReference } from "../reference.ts";
import { readTagger } from "../tagger-schema.ts";
import { catalogue, TOPICS } from "./catalogue.ts";
import { catalogueTagger } from "./catalogue-tagger.ts";

describe("the catalogue", () => {
  it("covers every topic", () => {
    expect(new Set(catalogue().map(({ topic }) => topic))).toEqual(new Set(TOPICS));
  });

  it("names each model once, as the Hub does", () => {
    const ids = catalogue().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map((id) => formatReference(parseReference(id)))).toEqual(ids);
  });

  it("shows no more labels than there are", () => {
    for (const { id, labels } of catalogue()) {
      expect(new Set(labels.some).size, id).toBe(labels.some.length);
      if (labels.count !== null) expect(labels.some.length, id).toBeLessThanOrEqual(labels.count);
    }
  });

  it("states sizes that go with their precision: half of it is half of the bytes", () => {
    const both = catalogue().filter(({ sizesMB }) => sizesMB.fp32 && sizesMB.fp16);
    expect(both.length).toBeGreaterThan(4);
    for (const { id, sizesMB } of both) {
      expect((sizesMB.fp32 ?? 0) / (sizesMB.fp16 ?? 1), id).toBeCloseTo(2, 1);
      if (sizesMB.int8) expect((sizesMB.fp32 ?? 0) / sizesMB.int8, id).toBeGreaterThan(3);
    }
  });

  it("states sizes that go with the parameters", () => {
    for (const { id, parametersM, sizesMB } of catalogue()) {
      if (parametersM && sizesMB.fp32) expect(sizesMB.fp32 / parametersM, id).toBeCloseTo(4, 0);
    }
  });
});

describe("catalogueTagger", () => {
  const taggers = catalogue().filter(({ tagger }) => tagger !== undefined);
  const graph = { path: "any.onnx", bytes: 1, sha256: null };

  it.each(taggers.map(({ id }) => id))("gives %s a description that passes, whatever its graph is called", (name) => {
    const row = taggers.find(({ id }) => id === name);
    const spec = readTagger(catalogueTagger({ name, files: [graph, { ...graph, path: "README.md" }] }));
    expect(spec.model).toBe("any.onnx");
    expect([spec.labels.length, spec.sampleRateHz]).toEqual([row?.labels.count, row?.sampleRateHz]);
    expect(row?.labels.some.filter((label) => !spec.labels.includes(label))).toEqual([]);
  });

  it("has AudioSet's labels in the order of its file", () => {
    const { labels } = readTagger(catalogueTagger({ name: taggers[0]?.id ?? "", files: [graph] }));
    expect([0, 74, 137, 300, 427, 500, 526].map((index) => labels[index])).toEqual([
      "Speech",
      "Dog",
      "Music",
      "Vehicle",
      "Gunshot, gunfire",
      "Silence",
      "Field recording",
    ]);
    expect(new Set(labels).size).toBe(527);
  });

  it("says nothing of what it does not know", () => {
    const name = taggers[0]?.id ?? "";
    expect(catalogueTagger({ name: "somebody/else", files: [graph] })).toBeNull();
    expect(catalogueTagger({ name, files: [] })).toBeNull();
    expect(catalogueTagger({ name, files: [graph, { ...graph, path: "b.onnx" }] })).toBeNull();
  });
});
