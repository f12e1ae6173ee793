/**
 * What was dropped on the Models screen, taken as a model: a zip, or a folder that holds ONNX weights. Anything else is left
 * to whoever listens to files.
 */
import type { DiskFile } from "../../library/protocol.ts";
import type { Actions } from "../../session/actions.ts";
import type { DroppedItems } from "../shell/dropped-files.ts";
import { readFolder } from "../shell/read-folder.ts";

/** False where it is no model, or more than one thing. Never rejects. */
export async function takeDroppedModel(
  { importModel }: Pick<Actions, "importModel">,
  { files, folders }: DroppedItems,
): Promise<boolean> {
  const [file] = files;
  const [folder] = folders;
  if (files.length + folders.length !== 1) return false;
  if (file) {
    if (!/\.zip$/i.test(file.name)) return false;
    void importModel(file.name, [{ path: file.name, file }]);
    return true;
  }
  if (!folder) return false;
  const { name, files: inside } = await readFolder(folder, () => {});
  if (!inside.some(({ path }) => /\.onnx$/i.test(path))) return false;
  void importModel(
    name,
    inside.map(({ path, file }): DiskFile => ({ path, file })),
  );
  return true;
}
