/**
 * Owns: the request in JavaScript, as an ES module: with `fetch` and with the official client (`@huggingface/inference`), in
 * Node with a file by its name, in a page with the file that a person chose.
 */
import { addressOf, type CodeRequest, contentTypeOf, parametersOf } from "./code-request.ts";
import { stringLiteral } from "./quoting.ts";

export type JavaScriptHost = "node" | "page";

export function fetchCode(request: CodeRequest, host: JavaScriptHost): string {
  const sound = SOUNDS[host](request.fileName);
  const parameters = parametersOf(request);
  const type = parameters === null ? sound.contentType : "application/json";
  const headers = [
    ...(request.token === null ? [] : [`Authorization: \`Bearer \${process.env.${request.token}}\``]),
    ...(type === null ? [] : [`"Content-Type": ${stringLiteral(type)}`]),
  ];
  return [
    ...sound.imports,
    ...(sound.imports.length > 0 ? [""] : []),
    ...sound.opening,
    ...(parameters === null ? [] : sound.beforeBase64),
    `const response = await fetch(${stringLiteral(addressOf(request))}, {`,
    `  method: "POST",`,
    ...(headers.length === 0 ? [] : [`  headers: { ${headers.join(", ")} },`]),
    ...(parameters === null
      ? [`  body: ${sound.bytes},`]
      : ["  body: JSON.stringify({", ...jsonLines(sound, parameters, "    "), "  }),"]),
    "});",
    "if (!response.ok) throw new Error(await response.text());",
    "console.log(await response.json());",
  ].join("\n");
}

export function clientCode(request: CodeRequest, host: JavaScriptHost): string {
  const sound = SOUNDS[host](request.fileName);
  const parameters = parametersOf(request);
  const token = request.token === null ? "" : `process.env.${request.token}`;
  return [
    ...sound.imports,
    `import { InferenceClient } from "@huggingface/inference";`,
    "",
    ...sound.opening,
    ...(parameters === null ? [] : wholeRequest(sound, parameters)),
    `const client = new InferenceClient(${token});`,
    "const output = await client.audioClassification({",
    `  endpointUrl: ${stringLiteral(addressOf(request))},`,
    parameters === null
      ? `  data: ${sound.blob},`
      : `  data: new Blob([JSON.stringify(request)], { type: "application/json" }),`,
    "});",
    "console.log(output);",
  ].join("\n");
}

/** The client gives away the Blob and nothing beside it, but with the Blob's own type: so it can be the JSON form. */
function wholeRequest(sound: Sound, parameters: Parameters): string[] {
  return [
    ...sound.beforeBase64,
    "// The client sends a Blob as it is and leaves `parameters` out: so the Blob holds both.",
    "const request = {",
    ...jsonLines(sound, parameters, "  "),
    "};",
  ];
}

type Parameters = NonNullable<ReturnType<typeof parametersOf>>;

function jsonLines(sound: Sound, parameters: Parameters, indent: string): string[] {
  const given = Object.entries(parameters).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [`${indent}inputs: ${sound.base64},`, `${indent}parameters: { ${given.join(", ")} },`];
}

/** Expressions that give the sound. */
interface Sound {
  readonly imports: readonly string[];
  readonly opening: readonly string[];
  readonly bytes: string;
  readonly blob: string;
  /** Lines that `base64` needs before it. */
  readonly beforeBase64: readonly string[];
  readonly base64: string;
  /** null: the bytes carry their own. */
  readonly contentType: string | null;
}

const SOUNDS: Record<JavaScriptHost, (fileName: string) => Sound> = {
  node: (fileName) => {
    const file = stringLiteral(fileName);
    const contentType = contentTypeOf(fileName);
    return {
      imports: [`import { readFile } from "node:fs/promises";`],
      opening: [],
      bytes: `await readFile(${file})`,
      blob: `new Blob([await readFile(${file})], { type: ${stringLiteral(contentType)} })`,
      beforeBase64: [],
      base64: `await readFile(${file}, "base64")`,
      contentType,
    };
  },
  page: () => ({
    imports: [],
    opening: [`const [file] = document.querySelector("input[type=file]").files;`],
    bytes: "file",
    blob: "file",
    // `Uint8Array.prototype.toBase64` is not in every browser yet.
    beforeBase64: ["const bytes = new Uint8Array(await file.arrayBuffer());"],
    base64: `btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))`,
    contentType: null,
  }),
};
