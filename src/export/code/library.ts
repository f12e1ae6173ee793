/**
 * Owns: what is on screen by the npm package, in a page of the reader's own: its function and its element. No request is made:
 * a model comes from a Hub by its id, or lies in a folder beside the page.
 */
import { addressOf, type CodeRequest, parametersOf } from "./code-request.ts";
import { attributeValue, stringLiteral } from "./quoting.ts";

/** As a request's `base`: the model's folder is copied beside the page. Any other base is the address of the model's Hub. */
export const BESIDE_PAGE = ".";
/** Where the package looks unless told otherwise. */
const HUB = "https://huggingface.co";

export function functionCode(request: CodeRequest): string {
  const parameters = Object.entries(parametersOf(request) ?? {});
  const given = parameters.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const hub = hubOf(request);
  const options = hub === null ? "" : `, {\n  hubUrl: ${stringLiteral(hub)},\n}`;
  return [
    `import { audioClassification } from "earshot";`,
    "",
    `const [file] = document.querySelector("input[type=file]").files;`,
    "const output = await audioClassification({",
    `  model: ${stringLiteral(modelOf(request))},`,
    "  inputs: file,",
    ...(given.length === 0 ? [] : [`  parameters: { ${given.join(", ")} },`]),
    `}${options});`,
    "console.log(output);",
  ].join("\n");
}

export function elementCode(request: CodeRequest): string {
  const { functionToApply, topK } = request;
  const hub = hubOf(request);
  return [
    `<script type="module" src="/node_modules/earshot/dist/element.js"></script>`,
    "<audio-classifier",
    `  model="${attributeValue(modelOf(request))}"`,
    ...(hub === null ? [] : [`  hub-url="${attributeValue(hub)}"`]),
    ...(functionToApply === null ? [] : [`  function-to-apply="${functionToApply}"`]),
    ...(topK === null ? [] : [`  top-k="${topK}"`]),
    `  source="microphone"`,
    "></audio-classifier>",
  ].join("\n");
}

function modelOf(request: CodeRequest): string {
  return request.base === BESIDE_PAGE ? `${addressOf(request)}/` : request.modelId;
}

function hubOf({ base }: CodeRequest): string | null {
  return base === BESIDE_PAGE || base === HUB ? null : base;
}
