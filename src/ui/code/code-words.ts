/** The names of languages and places, and what each means and needs, short enough for the room there is. */
import type { CodeLanguage, CodePlace } from "../../export/code/snippets.ts";
import type { ModelSource } from "../../models/model-files.ts";

export const LANGUAGE_NAMES: Record<CodeLanguage, string> = {
  curl: "curl",
  python: "Python",
  fetch: "JavaScript",
  client: "JS client",
  function: "Function",
  element: "HTML element",
};

export const PLACE_NAMES: Record<CodePlace, string> = {
  machine: "This machine",
  page: "This page",
  library: "My page",
  hosted: "Hosted API",
  server: "That server",
};

export function placeWords(place: CodePlace, source: ModelSource): string {
  switch (place) {
    case "machine":
      return source === "embedded"
        ? "Answered by npm start. Needs no token; the sound stays on this machine."
        : "Answered by npm start with your MODELS folder; the sound stays on this machine.";
    case "page":
      return "Answered by Earshot in an open tab, for pages of this address; works offline.";
    case "library":
      return source === "embedded"
        ? "Run by your page itself, with the npm package earshot and a copy of this model's folder."
        : "Run by your page itself, with the npm package earshot; the model comes from the Hub once.";
    case "hosted":
      return "The sound is sent to Hugging Face, with your token, where this model is served.";
    case "server":
      return "The sound is sent to the server that you chose.";
    default:
      place satisfies never;
      return "";
  }
}

export function languageWords(language: CodeLanguage, place: CodePlace): string {
  switch (language) {
    case "curl":
      return "For a shell with curl.";
    case "python":
      return "Needs: pip install huggingface_hub";
    case "fetch":
      return place === "page" ? "For a script of type module." : "For Node 18 or newer, in a file named .mjs.";
    case "client":
      return "Needs: npm install @huggingface/inference";
    case "function":
      return "For a script of type module, with a bundler. Needs: npm run build:lib";
    case "element":
      return "For a page with node_modules at its root. Needs: npm run build:lib";
    default:
      language satisfies never;
      return "";
  }
}
