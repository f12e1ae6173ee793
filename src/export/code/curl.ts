/** Owns: the request as a command for a POSIX shell, with curl. Parameters go as JSON beside the file in base64. */
import { addressOf, type CodeRequest, contentTypeOf, parametersOf } from "./code-request.ts";
import { shellWord } from "./quoting.ts";

export function curlCode(request: CodeRequest): string {
  const parameters = parametersOf(request);
  const file = filePath(request.fileName);
  if (parameters === null) return command(request, contentTypeOf(request.fileName), shellWord(`@${file}`));
  // `%s` is the base64. `tr` takes away the line breaks that some systems write and others have no option against.
  const body = shellWord(`{"inputs":"%s","parameters":${JSON.stringify(parameters)}}`);
  const base64 = `"$(base64 < ${shellWord(file)} | tr -d '\\n')"`;
  return `printf ${body} \\\n  ${base64} |\n${command(request, "application/json", "@-")}`;
}

function command(request: CodeRequest, contentType: string, data: string): string {
  return [
    `curl ${shellWord(addressOf(request))}`,
    ...(request.token === null ? [] : [`-H "Authorization: Bearer $${request.token}"`]),
    `-H ${shellWord(`Content-Type: ${contentType}`)}`,
    `--data-binary ${data}`,
  ].join(" \\\n  ");
}

/** To curl a lone hyphen is the standard input. */
function filePath(name: string): string {
  return name.startsWith("-") ? `./${name}` : name;
}
