/**
 * Where a model's folder goes that a person wants to have: into a folder of their choice where the browser can write one, else as a
 * zip among the downloads. The choice is asked before anything else: a browser opens its picker only for a press.
 */

import type { FolderFile } from "../../../models/onnx-folder.ts";
import { saveBlob } from "../../files/export/download.ts";
import { storedZip } from "./stored-zip.ts";

export interface Target {
  /** @returns where it lies now, in words */
  save(files: readonly FolderFile[]): Promise<string>;
}

interface Picker {
  showDirectoryPicker(options: { readonly mode: "readwrite"; readonly id: string }): Promise<FileSystemDirectoryHandle>;
}

/** @param name of the folder; made safe here @returns null where the person wants none after all */
export async function chooseTarget(name: string): Promise<Target | null> {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
  if (!canPick(window)) return zipTarget(safe);
  try {
    return folderTarget(await window.showDirectoryPicker({ mode: "readwrite", id: "onnx" }), safe);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    return zipTarget(safe); // A browser or a policy that has the picker, and does not let it open.
  }
}

function zipTarget(name: string): Target {
  return {
    async save(files) {
      const entries = files.map(({ path, content }) => ({ path: `${name}/${path}`, content }));
      saveBlob(await storedZip(entries), `${name}.zip`);
      return `${name}.zip, among your downloads`;
    },
  };
}

function folderTarget(chosen: FileSystemDirectoryHandle, name: string): Target {
  return {
    async save(files) {
      const root = await chosen.getDirectoryHandle(name, { create: true });
      for (const { path, content } of files) {
        const steps = path.split("/");
        const file = steps.pop() ?? path;
        let folder = root;
        for (const step of steps) folder = await folder.getDirectoryHandle(step, { create: true });
        const handle = await folder.getFileHandle(file, { create: true });
        // Its content is swapped in when it is closed: a file is there whole, or as it was.
        await content.stream().pipeTo(await handle.createWritable());
      }
      return `the folder ${name} in ${chosen.name}`;
    },
  };
}

function canPick(host: Window): host is Window & Picker {
  return "showDirectoryPicker" in host;
}
