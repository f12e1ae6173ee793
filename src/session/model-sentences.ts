/** The words of `sentences.ts` for a model that is not there, may not be had, or cannot run here: why, and what would work. */
import type { ErrorDetails } from "../errors/earshot-error.ts";

export interface Sentence {
  readonly what: string;
  readonly wayOn: string;
}

export type Words = (details: ErrorDetails) => Sentence;

const CHOOSE_AUDIO = "Choose an audio-classification model such as AST, wav2vec2, HuBERT or Whisper.";

export const modelNotFound: Words = ({ id, file, source, reason, revision }) => {
  if (reason === "repo") {
    return { what: `${named(id)} does not exist on this Hub.`, wayOn: "Check the spelling (owner/name)." };
  }
  if (reason === "revision") {
    return {
      what: `${named(id)} has no version called ${revision ?? "that"}.`,
      wayOn: "Leave out what follows @ to get the newest one, or check its spelling.",
    };
  }
  if (reason === "disabled") {
    return { what: `${named(id)} was switched off by the Hub.`, wayOn: "Choose another model." };
  }
  if (reason === "not-stored") {
    return {
      what: `${named(id)} is not kept on this machine any more.`,
      wayOn: "Open its folder or zip again on the Models screen.",
    };
  }
  return {
    what: `${named(id)} has no ${file ?? "model"} where it was looked for.`,
    wayOn:
      source === "embedded"
        ? "It should have come with the app. Try again; if it stays so, choose another model."
        : "Check the spelling (owner/name). The model needs weights: ONNX, safetensors or PyTorch.",
  };
};

export const modelGated: Words = ({ id, reason }) => {
  if (reason === "terms") {
    return {
      what: `${named(id)} is given only to people who accepted its owner's terms.`,
      wayOn: "Accept them on the model's page, then enter an access token of yours in the Hub settings.",
    };
  }
  if (reason === "not-yet-granted") {
    return {
      what: `${named(id)} has not been opened to the account of your access token.`,
      wayOn: "Ask for access on the model's page; its owner may take time to answer.",
    };
  }
  // The Hub answers so for a name that nobody has, too.
  return {
    what: `${named(id)} does not exist, is private, or needs its owner's consent.`,
    wayOn: "Check the spelling (owner/name), or choose a public model. A private one needs an access token.",
  };
};

export const hubTokenRefused: Words = ({ id, status }) =>
  status === 403
    ? {
        what: `The access token may not read ${id === undefined ? "this model" : named(id)}.`,
        wayOn: "Give the token read access to it on the Hub, or use another token.",
      }
    : {
        what: "The Hub did not accept the access token.",
        wayOn: "Check it in the Hub settings, or remove it: public models need none.",
      };

export const hubAnswerInvalid: Words = ({ endpoint }) => ({
  what: `${typeof endpoint === "string" ? endpoint : "That address"} does not answer as a Hub does.`,
  wayOn: "Check the Hub's address in the settings, and whether this network asks you to sign in first.",
});

export const modelReferenceInvalid: Words = ({ id, reason, part }) => {
  switch (reason) {
    case "another-site":
      return {
        what: `${part ?? "That site"} is not the chosen Hub.`,
        wayOn: "Write the model as owner/name, or change the Hub's address in the settings.",
      };
    case "not-a-revision":
      return {
        what: "What follows @ is no version of a model.",
        wayOn: "Write a branch, tag or commit after @, or leave it out.",
      };
    case "not-a-model":
      return {
        what: "That address is not a model's page.",
        wayOn: "Copy the address of the model, not of a data set, space or document.",
      };
    default:
      return {
        what: id === undefined || id === "" ? "There is no model's name." : `${named(id)} is no model's name.`,
        wayOn: "Write it as owner/name, or paste the address of the model's page.",
      };
  }
};

export const modelWrongTask: Words = ({ id, task, architecture }) => ({
  what: `${named(id)} does not classify sound${inBrackets(task ?? architecture)}.`,
  wayOn: CHOOSE_AUDIO,
});

const INSTEAD: Readonly<Record<string, string>> = {
  safetensors: "It has only safetensors weights",
  pytorch: "It has only PyTorch weights",
  tensorflow: "It has only TensorFlow weights",
  gguf: "It has only GGUF weights",
  "other-onnx": "Its ONNX files have names that do not say which of them is the model",
};

export const modelNoOnnx: Words = ({ id, has }) => {
  if (has === "other-precisions") {
    return { what: `${named(id)} does not come in that precision.`, wayOn: "Choose another precision of it." };
  }
  return {
    what: `${named(id)} has no ONNX weights. ${INSTEAD[String(has)] ?? "It holds no weights of a known kind"}.`,
    wayOn:
      has === "other-onnx"
        ? "An earshot.json beside them can say so; or choose another model."
        : "Look for its name with Xenova, onnx-community or -ONNX; or convert it with Python's optimum and open the folder here.",
  };
};

export const modelCheckpointMismatch: Words = ({ id, missing, misfits, unknown }) => {
  const faults = [
    ...(missing === undefined ? [] : [`Missing: ${missing}.`]),
    ...(misfits === undefined ? [] : [`Of another shape: ${misfits}.`]),
    ...(unknown === undefined ? [] : [`Not of this kind: ${unknown}.`]),
  ];
  return {
    what: [`${named(id)} has weights that do not fit the kind of model that it says it is.`, ...faults].join(" "),
    wayOn: "Its scores would be made up, so it is not run. Choose another model, or tell its author.",
  };
};

export const modelUnsupported: Words = ({ id, extractor, architecture, reason }) => {
  switch (reason) {
    case "custom-code":
      return {
        what: `${named(id)} needs program code of its author to read sound${inBrackets(extractor)}; none is run here.`,
        wayOn: CHOOSE_AUDIO,
      };
    case "speechbrain":
      return { what: `${named(id)} is in the SpeechBrain format, which does not run here.`, wayOn: CHOOSE_AUDIO };
    default:
      return {
        what: `${named(id)} is of a kind that does not run here yet${inBrackets(extractor ?? architecture)}.`,
        wayOn: "Choose an audio-classification model such as AST, wav2vec2 or HuBERT.",
      };
  }
};

export const modelTooLarge: Words = ({ id, bytes }) => ({
  what: `${named(id)} is too large for this browser's memory${typeof bytes === "number" ? ` (${gigabytes(bytes)} of weights)` : ""}.`,
  wayOn: "Choose a smaller model or a smaller precision.",
});

/** “owner/name”, or a word for it. */
export function named(id: ErrorDetails[string]): string {
  return typeof id === "string" ? `“${id}”` : "The model";
}

function inBrackets(name: ErrorDetails[string]): string {
  return typeof name === "string" && name !== "" ? ` (${name})` : "";
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
