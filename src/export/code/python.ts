/** Owns: the request in Python, with the official client (`huggingface_hub`), which makes JSON of parameters by itself. */
import { addressOf, type CodeRequest, parametersOf } from "./code-request.ts";
import { stringLiteral } from "./quoting.ts";

export function pythonCode(request: CodeRequest): string {
  const { token, fileName } = request;
  const address = stringLiteral(addressOf(request));
  const parameters = Object.entries(parametersOf(request) ?? {});
  const given = [
    stringLiteral(fileName),
    ...parameters.map(([name, value]) => `${name}=${typeof value === "string" ? stringLiteral(value) : value}`),
  ];
  return [
    ...(token === null ? [] : ["import os", ""]),
    "from huggingface_hub import InferenceClient",
    "",
    ...(token === null
      ? [`client = InferenceClient(${address})`]
      : ["client = InferenceClient(", `    ${address},`, `    token=os.environ[${stringLiteral(token)}],`, ")"]),
    ...(given.length === 1
      ? [`output = client.audio_classification(${given[0]})`]
      : ["output = client.audio_classification(", ...given.map((one) => `    ${one},`), ")"]),
    "for row in output:",
    '    print(f"{row.score:.3f}  {row.label}")',
  ].join("\n");
}
