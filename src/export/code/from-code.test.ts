/** The examples of `docs/from-code.md` are snippets as the app makes them, each once, in the order in which they stand there. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { CodeRequest } from "./code-request.ts";
import { BESIDE_PAGE } from "./library.ts";
import { type CodeLanguage, HOSTED_BASE, languagesOf, MACHINE_BASE, snippet } from "./snippets.ts";

const FENCES: Record<CodeLanguage, string> = {
  curl: "sh",
  python: "python",
  fetch: "js",
  client: "js",
  function: "js",
  element: "html",
};

const PLAIN: CodeRequest = {
  base: MACHINE_BASE,
  modelId: "everyday-sounds",
  functionToApply: null,
  topK: null,
  token: null,
  fileName: "audio.wav",
};
const ASKING: CodeRequest = { ...PLAIN, functionToApply: "softmax", topK: 3 };
const PAGE: CodeRequest = { ...PLAIN, base: "https://sound.example/earshot" };
const LIBRARY: CodeRequest = { ...ASKING, base: BESIDE_PAGE };
const HOSTED: CodeRequest = {
  ...PLAIN,
  base: HOSTED_BASE,
  modelId: "MIT/ast-finetuned-audioset-10-10-0.4593",
  functionToApply: "sigmoid",
  token: "HF_TOKEN",
};

const EXAMPLES = [
  ...languagesOf("machine").map((language) => [language, snippet(language, "machine", PLAIN)] as const),
  ...languagesOf("machine").map((language) => [language, snippet(language, "machine", ASKING)] as const),
  ...languagesOf("page").map((language) => [language, snippet(language, "page", PAGE)] as const),
  ...languagesOf("library").map((language) => [language, snippet(language, "library", LIBRARY)] as const),
  ...(["curl", "python"] as const).map((language) => [language, snippet(language, "hosted", HOSTED)] as const),
];

it("are what Copy as code gives", () => {
  const page = readFileSync(path.resolve("docs/from-code.md"), "utf8");
  const examples = page.slice(page.indexOf("\n## Examples\n"));
  const blocks = [...examples.matchAll(/^```(\w+)\n(.*?)\n```$/gms)].map(([, fence, code]) => [fence, code]);
  expect(blocks).toEqual(EXAMPLES.map(([language, code]) => [FENCES[language], code]));
});
