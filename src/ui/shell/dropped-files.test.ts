import { describe, expect, it } from "vitest";
import { gatherChosen, gatherDropped } from "./dropped-files.ts";
import { intakeWords } from "./intake-words.ts";
import { comparePaths } from "./natural-order.ts";
import type { FolderEntry } from "./read-folder.ts";

type Tree = { readonly [name: string]: Tree | File | Error };

/** A folder as browsers give it: at most 100 entries a call, nothing but callbacks, an empty answer at the end. */
function fakeFolder(tree: Tree, fullPath: string): FolderEntry & FileSystemDirectoryEntry {
  const name = fullPath.split("/").at(-1) ?? "";
  const entries = Object.entries(tree).map(([child, content]) => {
    const path = `${fullPath}/${child}`;
    if (content instanceof Error && !child.includes(".")) return brokenFolder(path, child, content);
    if (!(content instanceof File) && !(content instanceof Error)) return fakeFolder(content, path);
    const file = (found: (file: File) => void, failed: (error: Error) => void) =>
      queueMicrotask(() => (content instanceof File ? found(content) : failed(content)));
    return { name: child, fullPath: path, isFile: true, isDirectory: false, file };
  });
  const createReader = () => {
    let given = 0;
    return {
      readEntries(onEntries: (some: FileSystemEntry[]) => void) {
        const some = entries.slice(given, given + 100) as FileSystemEntry[];
        given += some.length;
        queueMicrotask(() => onEntries(some));
      },
    };
  };
  return { name, fullPath, isFile: false, isDirectory: true, createReader } as unknown as FolderEntry &
    FileSystemDirectoryEntry;
}

function brokenFolder(fullPath: string, name: string, error: Error) {
  const readEntries = (_: unknown, failed: (error: Error) => void) => queueMicrotask(() => failed(error));
  return { name, fullPath, isFile: false, isDirectory: true, createReader: () => ({ readEntries }) };
}

const sound = (name: string) => new File(["x"], name, { type: "audio/wav" });
const other = (name: string) => new File(["x"], name);
const folder = (tree: Tree, name = "field") => fakeFolder(tree, `/${name}`);
const paths = ({ files }: { files: readonly { path: string }[] }) => files.map(({ path }) => path);

describe("dropped folders", () => {
  it("are read to the end, in the order that people count", async () => {
    const tree = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`take ${i}.wav`, sound(`take ${i}.wav`)]));
    const counts: number[] = [];
    const intake = await gatherDropped({ files: [], folders: [folder(tree)] }, (files) => counts.push(files));
    expect(paths(intake)).toEqual(Array.from({ length: 250 }, (_, i) => `field/take ${i}.wav`));
    expect(counts.at(-1)).toBe(250);
    expect(intakeWords(intake)).toBeNull();
  });

  it("keep the folders that files came in, however deep", async () => {
    const tree = { robin: { "2.wav": sound("2.wav"), "10.wav": sound("10.wav"), may: { "1.wav": sound("1.wav") } } };
    const intake = await gatherDropped({
      files: [sound("b.wav")],
      folders: [folder({ ...tree, "a.wav": sound("a.wav") })],
    });
    expect(paths(intake)).toEqual([
      "b.wav",
      "field/a.wav",
      "field/robin/2.wav",
      "field/robin/10.wav",
      "field/robin/may/1.wav",
    ]);
  });

  it("leave out what plainly is no sound, and say how many; hidden files are not worth a word", async () => {
    const names = ["a.wav", "no-ending", "odd.xyz", "notes.txt", "README", "cover.JPG", "labels.csv"];
    const hidden = [".DS_Store", "._a.wav", "Thumbs.db", "desktop.ini"];
    const tree = Object.fromEntries([...names, ...hidden].map((name) => [name, other(name)]));
    const intake = await gatherDropped({
      files: [],
      folders: [folder({ ...tree, ".git": { "x.wav": sound("x.wav") } })],
    });
    expect(paths(intake)).toEqual(["field/a.wav", "field/no-ending", "field/odd.xyz"]);
    expect(intake.leftOut).toBe(4);
    expect(intakeWords(intake)).toBe("4 files that are no sound were left out.");
  });

  it("that hold no sound are named", async () => {
    const empty = await gatherDropped({ files: [], folders: [folder({})] });
    expect(intakeWords(empty)).toBe("There is no sound in “field”.");
    const papers = await gatherDropped({ files: [], folders: [folder({ "a.pdf": other("a.pdf") })] });
    expect(intakeWords(papers)).toBe("There is no sound in “field”, only 1 other file.");
  });

  it("and files that cannot be read are named, and cost nothing else", async () => {
    const denied = new Error("NotAllowedError");
    const intake = await gatherDropped({
      files: [],
      folders: [folder({ locked: denied, "gone.wav": denied, "a.wav": sound("a.wav") })],
    });
    expect(paths(intake)).toEqual(["field/a.wav"]);
    expect([...intake.unreadable].sort()).toEqual(["field/gone.wav", "field/locked"]);
    expect(intakeWords(intake)).toMatch(
      /^“field\/gone\.wav” and “field\/locked” could not be read|^“field\/locked” and/,
    );
    const closed = await gatherDropped({ files: [], folders: [brokenFolder("/shut", "shut", denied) as never] });
    expect(intakeWords(closed)).toMatch(/^“shut” could not be read from disk\./);
  });
});

describe("files given by themselves", () => {
  it("are always taken, but for tables of labels", async () => {
    const files = [other("notes.txt"), other("labels.csv"), sound("10.wav"), sound("9.wav")];
    const intake = await gatherDropped({ files, folders: [] });
    expect(paths(intake)).toEqual(["9.wav", "10.wav", "notes.txt"]);
    expect(intake.manifests.map(({ name }) => name)).toEqual(["labels.csv"]);
    expect(intakeWords(intake)).toBeNull();
  });

  it("come from a chosen folder with their paths", () => {
    const inFolder = (path: string) => {
      const file = other(path.split("/").at(-1) ?? "");
      return Object.defineProperty(file, "webkitRelativePath", { value: path });
    };
    const chosen = [".hidden/b/2.wav", ".hidden/b/1.wav", ".hidden/.x/3.wav", ".hidden/list.txt"].map(inFolder);
    const intake = gatherChosen(chosen);
    expect(paths(intake)).toEqual([".hidden/b/1.wav", ".hidden/b/2.wav"]);
    expect(intakeWords(intake)).toBe("1 file that is no sound was left out.");
    expect(intakeWords(gatherChosen([]))).toBe("There was no file in it.");
  });
});

it("orders paths folder by folder", () => {
  const ordered = ["b.wav", "a/z.wav", "a/b/1.wav", "a/c/1.wav", "a2/1.wav", "a10/1.wav"];
  expect(ordered.toReversed().sort(comparePaths)).toEqual(ordered);
});
