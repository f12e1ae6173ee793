/**
 * What the loopback Hub holds: repositories laid out in folders as on the Hub, one folder for each revision. Sizes, hashes and
 * commits are made from the files as they lie there.
 */
import { createHash } from "node:crypto";
import { createReadStream, promises as fs } from "node:fs";
import path from "node:path";

/** As `.gitattributes` of the Hub's model repositories has it. */
const LARGE = /\.(onnx|onnx_data(_\d+)?|onnx\.data|safetensors|bin)$/;

/**
 * @typedef {{
 *   folder: string, revisions?: Record<string, string>, gated?: boolean, private?: boolean, disabled?: boolean,
 *   pipelineTag?: string | null, licence?: string, libraryName?: string, discussions?: object
 * }} Repo `folder` is `main`; `revisions`: branch, tag or `refs/pr/N` → folder
 * @typedef {{ file: string, size: number, sha256: string, gitOid: string, large: boolean, disk: string }} RepoFile
 */

/** @param {string | Repo} given @returns {Repo} */
export function repoOf(given) {
  return typeof given === "string" ? { folder: given } : given;
}

/** @param {string} id @param {string} revision @returns {string} 40 hex digits */
export function commitOf(id, revision) {
  return createHash("sha1").update(`${id}@${revision}`).digest("hex");
}

/**
 * The folder behind a branch, tag or commit; null where there is none.
 * @param {string} id @param {Repo} repo @param {string} revision
 * @returns {{ folder: string, commit: string } | null}
 */
export function revisionOf(id, repo, revision) {
  const all = { main: repo.folder, ...repo.revisions };
  for (const [name, folder] of Object.entries(all)) {
    const commit = commitOf(id, name);
    if (revision === name || revision === commit) return { folder, commit };
  }
  return null;
}

/** @param {string} folder @returns {Promise<RepoFile[]>} */
export async function filesOf(folder) {
  const names = await fs.readdir(folder, { recursive: true });
  const files = await Promise.all(names.map((name) => fileOf(folder, name.replaceAll(path.sep, "/"))));
  return files.filter((file) => file !== null);
}

const digests = new Map();

/** @param {string} folder @param {string} file @returns {Promise<RepoFile | null>} */
export async function fileOf(folder, file) {
  const disk = path.join(folder, file);
  if (!disk.startsWith(path.resolve(folder) + path.sep) && !disk.startsWith(folder + path.sep)) return null;
  const stat = await fs.stat(disk).catch(() => null);
  if (!stat?.isFile()) return null;
  const key = `${disk} ${stat.size} ${stat.mtimeMs}`;
  if (!digests.has(key)) {
    const git = createHash("sha1").update(`blob ${stat.size}\0`);
    const sha256 = createHash("sha256");
    for await (const piece of createReadStream(disk, { highWaterMark: 4 << 20 })) {
      git.update(piece);
      sha256.update(piece);
    }
    digests.set(key, { sha256: sha256.digest("hex"), gitOid: git.digest("hex") });
  }
  return { file, size: stat.size, disk, large: LARGE.test(file), ...digests.get(key) };
}

/** What `/api/models/{id}/revision/{revision}` answers. @param {{ id: string, repo: Repo, commit: string, files: RepoFile[], blobs: boolean }} what */
export function infoOf({ id, repo, commit, files, blobs }) {
  const { gated = false, disabled = false, pipelineTag = "audio-classification", licence, libraryName } = repo;
  return {
    _id: commit.slice(0, 24),
    id,
    modelId: id,
    author: id.split("/")[0],
    sha: commit,
    lastModified: "2026-01-01T00:00:00.000Z",
    private: repo.private ?? false,
    gated: gated ? "manual" : false,
    disabled,
    downloads: 0,
    likes: 0,
    ...(pipelineTag === null ? {} : { pipeline_tag: pipelineTag }),
    library_name: libraryName ?? "transformers",
    tags: ["transformers", "onnx", ...(pipelineTag ? [pipelineTag] : []), ...(licence ? [`license:${licence}`] : [])],
    ...(licence ? { cardData: { license: licence } } : {}),
    siblings: files.map(({ file, size, sha256, gitOid, large }) => ({
      rfilename: file,
      ...(blobs ? { blobId: gitOid, size } : {}),
      ...(blobs && large ? { lfs: { sha256, size, pointerSize: 134 } } : {}),
    })),
  };
}
