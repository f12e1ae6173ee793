/** What the snippets say, word by word; that they work is shown by `run-snippets.test.ts`. */
import { describe, expect, it } from "vitest";
import { addressOf, type CodeRequest, contentTypeOf, parametersOf } from "./code-request.ts";
import { BESIDE_PAGE } from "./library.ts";
import { shellWord, stringLiteral } from "./quoting.ts";
import { type CodePlace, HOSTED_BASE, languagesOf, MACHINE_BASE, snippet } from "./snippets.ts";

const PLAIN: CodeRequest = {
  base: MACHINE_BASE,
  modelId: "owner/name",
  functionToApply: null,
  topK: null,
  token: null,
  fileName: "audio.wav",
};
const ASKING: CodeRequest = { ...PLAIN, functionToApply: "sigmoid", topK: 3 };
const PLACES: readonly CodePlace[] = ["hosted", "machine", "page"];

describe("the request", () => {
  it("keeps what is read in an id and encodes the rest", () => {
    expect(addressOf(PLAIN)).toBe("http://127.0.0.1:4173/models/owner/name");
    expect(addressOf({ base: `${HOSTED_BASE}//`, modelId: "a b/c#d?e" })).toBe(
      "https://router.huggingface.co/hf-inference/models/a%20b/c%23d%3Fe",
    );
    expect(addressOf({ base: "x", modelId: "owner/name@refs/pr/5" })).toBe("x/models/owner/name@refs%2Fpr%2F5");
    expect(addressOf({ base: "x", modelId: "disk:my model" })).toBe("x/models/disk%3Amy%20model");
  });

  it("has parameters only where some are asked for", () => {
    expect(parametersOf(PLAIN)).toBeNull();
    expect(parametersOf({ ...PLAIN, topK: 3 })).toEqual({ top_k: 3 });
    expect(parametersOf({ ...PLAIN, functionToApply: "none" })).toEqual({ function_to_apply: "none" });
    expect(parametersOf(ASKING)).toEqual({ function_to_apply: "sigmoid", top_k: 3 });
  });

  it("names the content type by the file's name", () => {
    expect(contentTypeOf("Yard.WAV")).toBe("audio/wav");
    expect(contentTypeOf("a.b/clip.mp3")).toBe("audio/mpeg");
    expect(contentTypeOf("a.b/clip")).toBe("application/octet-stream");
  });
});

describe("quoting", () => {
  it("leaves plain words bare and closes all others in", () => {
    expect(shellWord("@audio.wav")).toBe("@audio.wav");
    expect(shellWord("my file.wav")).toBe("'my file.wav'");
    expect(shellWord("it's $HOME")).toBe("'it'\\''s $HOME'");
    expect(shellWord("")).toBe("''");
  });

  it("escapes what ends a string", () => {
    expect(stringLiteral('a"b\\c\nd')).toBe('"a\\"b\\\\c\\nd"');
  });
});

describe("the snippets", () => {
  it("in a shell", () => {
    expect(snippet("curl", "machine", PLAIN)).toBe(
      [
        "curl http://127.0.0.1:4173/models/owner/name \\",
        "  -H 'Content-Type: audio/wav' \\",
        "  --data-binary @audio.wav",
      ].join("\n"),
    );
  });

  it("never hold a token, only the name of the variable that does", () => {
    for (const language of languagesOf("hosted")) {
      expect(snippet(language, "hosted", { ...ASKING, token: "HF_TOKEN" })).toContain("HF_TOKEN");
      expect(snippet(language, "machine", ASKING)).not.toMatch(/token|Authorization/i);
    }
  });

  it("state what is asked for and nothing else", () => {
    for (const place of PLACES) {
      for (const language of languagesOf(place)) {
        expect(snippet(language, place, PLAIN)).not.toMatch(/top_k|function_to_apply/);
        expect(snippet(language, place, ASKING)).toMatch(/function_to_apply\W+sigmoid\W+top_k\W+3/);
      }
    }
  });

  it("from outside the browser there is no way to the page", () => {
    expect(languagesOf("page")).toEqual(["fetch", "client"]);
    expect(() => snippet("function", "machine", PLAIN)).toThrow(RangeError);
    expect(() => snippet("curl", "page", PLAIN)).toThrow(RangeError);
  });
});

describe("by the npm package", () => {
  const HUB = { ...PLAIN, base: "https://huggingface.co" };

  it("a model is a Hub's id, of another Hub with its address, or the folder beside the page", () => {
    expect(snippet("function", "library", HUB)).toContain('model: "owner/name"');
    expect(snippet("function", "library", HUB)).not.toContain("hubUrl");
    expect(snippet("function", "library", { ...HUB, base: "https://hub.example" })).toContain(
      'hubUrl: "https://hub.example"',
    );
    expect(snippet("element", "library", { ...HUB, base: "https://hub.example" })).toContain(
      'hub-url="https://hub.example"',
    );
    expect(snippet("function", "library", { ...PLAIN, base: BESIDE_PAGE, modelId: "a" })).toContain(
      'model: "./models/a/"',
    );
  });

  it("says what is asked for and nothing else, and no name leaves its quotes", () => {
    for (const language of languagesOf("library")) {
      expect(snippet(language, "library", HUB)).not.toMatch(/top[_-]k|function[_-]to[_-]apply/);
      expect(snippet(language, "library", { ...ASKING, base: HUB.base })).toMatch(
        /function[_-]to[_-]apply\W+sigmoid\W+top[_-]k\W+3/,
      );
    }
    expect(snippet("element", "library", { ...HUB, modelId: `"><script>` })).toContain(`model="&quot;>&lt;script>"`);
  });
});
