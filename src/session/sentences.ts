/**
 * The one place where codes become words: what happened, and the way on. Sentences are for people who have never heard of
 * a codec; facts come from the error's details.
 */
import type { ErrorCode } from "../errors/earshot-error.ts";
import type { Backend } from "../models/model-info.ts";
import type { HubState } from "./library-state.ts";
import {
  hubAnswerInvalid,
  hubTokenRefused,
  modelCheckpointMismatch,
  modelGated,
  modelNoOnnx,
  modelNotFound,
  modelReferenceInvalid,
  modelTooLarge,
  modelUnsupported,
  modelWrongTask,
  named,
  type Sentence,
  type Words,
} from "./model-sentences.ts";
import type { Problem } from "./problem.ts";
import { SERVER_SENTENCES } from "./server-sentences.ts";
import { damagedWeights, foreignWeights, missingShard } from "./weight-sentences.ts";

export type { Sentence };

const say =
  (what: string, wayOn: string): Words =>
  () => ({ what, wayOn });

const SENTENCES: Record<ErrorCode, Words> = {
  "microphone-denied": say(
    "The browser was not allowed to use the microphone.",
    "Allow it in the address bar's site settings, then press Start listening again. Files and samples work without it.",
  ),
  "microphone-blocked-by-policy": say(
    "This page is embedded or managed in a way that forbids the microphone.",
    "Open Earshot in a tab of its own, or ask whoever manages this browser. Files work without it.",
  ),
  "microphone-missing": say(
    "No microphone was found.",
    "Plug one in or choose another device, then press Start listening again.",
  ),
  "microphone-in-use": say(
    "The microphone is busy or its driver refused.",
    "Close the other program that uses it, then press Start listening again.",
  ),
  "microphone-unplugged": say(
    "The microphone went away while listening.",
    "Plug it in again or choose another device, then press Start listening again.",
  ),
  "microphone-unsupported": say(
    "This browser cannot record here.",
    "Open the page over https or on localhost in a current Firefox, Chrome, Edge or Safari. Files work everywhere.",
  ),
  "microphone-failed": say(
    "The microphone could not be opened.",
    "Try again; if it fails again, choose another device or restart the browser.",
  ),
  "recorder-unreachable": say(
    "The part of Earshot that takes in sound could not be loaded.",
    "Try again; if it fails again, reload the page with a connection.",
  ),
  "tab-audio-denied": say("No tab or screen was shared.", "Press Tab sound again and choose what to share."),
  "tab-audio-silent": say(
    "What was shared came without sound.",
    'Share again and tick "Also share tab audio" (or system audio) in the browser\'s dialogue.',
  ),
  "tab-audio-unsupported": say(
    "This browser cannot share a tab's sound.",
    "Use Chrome or Edge for that, or play the sound near the microphone.",
  ),
  "tab-audio-ended": say("Sharing ended.", "Press Tab sound to share again."),
  "file-empty": say("This file is empty.", "Choose another file."),
  "file-not-audio": say(
    "This file holds no sound that can be read.",
    "It may carry the wrong ending. WAV, MP3, M4A, Ogg, Opus, FLAC, WebM, MP4 and MKV work.",
  ),
  "file-no-audio-track": say("This video has no sound.", "Choose a file with an audio track."),
  "file-codec-unsupported": ({ codec, maxS }) => ({
    what: maxS
      ? "This browser reads files of this kind only in one piece, and this one is too long for that."
      : `This browser has no decoder for the file's sound${codec ? ` (${codec})` : ""}.`,
    wayOn: "Try another browser, or convert the file to WAV, MP3, Ogg or FLAC.",
  }),
  "file-damaged": ({ decodedS, atS }) => {
    if (typeof decodedS !== "number" || decodedS <= 0) {
      return { what: "This file is damaged: no sound could be read from it.", wayOn: "Try another copy of the file." };
    }
    if (typeof atS === "number" && atS < decodedS - 0.1) {
      return {
        what: `This file is damaged at ${atS.toFixed(1)} s: what was lost there is silent, the rest was read (${decodedS.toFixed(1)} s).`,
        wayOn: "The results cover all but that. Try another copy for the missing moment.",
      };
    }
    return {
      what: `This file is damaged or cut off: ${decodedS.toFixed(1)} s of it could be read.`,
      wayOn: "The results cover that part. Try another copy for the rest.",
    };
  },
  "file-too-short": say("This file holds less than one sample of sound.", "Choose a longer file."),
  "file-unreadable": say(
    "The file could not be read from disk.",
    "It may have been moved or changed since it was chosen. Choose it again.",
  ),
  "part-too-long": ({ maxS }) => ({
    what: "This part is too long to be saved in one piece.",
    wayOn: typeof maxS === "number" ? `Choose a part of ${maxS / 60} minutes at most.` : "Choose a shorter part.",
  }),
  "model-not-found": modelNotFound,
  "model-gated": modelGated,
  "model-unreachable": ({ id, status }) => ({
    what: `${named(id)} could not be fetched${status ? ` (the server answered ${status})` : ""}.`,
    wayOn: "Check the connection and try again. The embedded models work without a network.",
  }),
  "model-incomplete": (details) =>
    missingShard(details) ?? {
      what: `The download of ${named(details.id)} broke off.`,
      wayOn: "Try again; nothing half-loaded is used.",
    },
  "model-corrupt": (details) =>
    damagedWeights(details) ?? {
      what: `The file of ${named(details.id)} is damaged and cannot be loaded.`,
      wayOn: "Try again; if it stays so, choose another model.",
    },
  "model-config-invalid": ({ id, reason }) => ({
    what: `${named(id)} does not describe itself properly${reason ? ` (${reason})` : ""}.`,
    wayOn: "Choose another model, or tell its author.",
  }),
  "model-unsupported": (details) => foreignWeights(details) ?? modelUnsupported(details),
  "model-too-large": modelTooLarge,
  "model-reference-invalid": modelReferenceInvalid,
  "model-wrong-task": modelWrongTask,
  "model-no-onnx": modelNoOnnx,
  "model-checkpoint-mismatch": modelCheckpointMismatch,
  "hub-token-refused": hubTokenRefused,
  "hub-answer-invalid": hubAnswerInvalid,
  "hub-busy": ({ retryAfterS }) => ({
    what: "The Hub asks for a pause: it had too many requests.",
    wayOn:
      typeof retryAfterS === "number"
        ? `Wait ${waitText(retryAfterS)}; what came so far is kept.`
        : "Try again in a few minutes; what came so far is kept.",
  }),
  "hub-stalled": ({ id }) => ({
    what: `${named(id)} stopped coming: the server sends nothing more.`,
    wayOn: "Check the connection and go on; what came so far is kept.",
  }),
  "storage-full": ({ id }) => ({
    what: `There is no room left on this device for ${typeof id === "string" ? `“${id}”` : "the model"}.`,
    wayOn: "Delete a stored model or other files, or choose a smaller precision.",
  }),
  "folder-without-model": ({ reason }) => ({
    what: `There is no model in what was chosen${reason ? ` (${reason})` : ""}.`,
    wayOn:
      "Choose a folder or zip with config.json, preprocessor_config.json and onnx/model.onnx, or with earshot.json.",
  }),
  "archive-unreadable": ({ reason }) => ({
    what: `The zip could not be read${reason ? ` (${reason})` : ""}.`,
    wayOn: "Unpack it and choose the folder, or try another copy.",
  }),
  "backend-unavailable": say(
    "This way of running the model is not available in this browser.",
    "Choose Automatic under Runs on.",
  ),
  "backend-wrong-numbers": say(
    "Every way of running the model gave wrong numbers in its self-test, so it is not used.",
    "Update the browser or the graphics driver, or choose another model.",
  ),
  "backend-failed": say("The model could not be run in this browser.", "Reload the page, or choose another model."),
  "backend-lost": say("The graphics device was lost.", "Try again; the model can also run on the processor."),
  "worker-died": say("The part of the app that runs the model stopped.", "Press Try again."),
  "worker-timeout": say("The model gave no answer for too long.", "Press Try again, or choose a smaller model."),
  ...SERVER_SENTENCES,
  aborted: say("This was cancelled.", "Start it again when you like."),
  internal: say("Something went wrong inside Earshot.", "Reload the page."),
};

export function sentenceFor(problem: Problem): Sentence {
  return SENTENCES[problem.code](problem.details);
}

/** "WASM, 2 threads" | "WASM, 1 thread, own kernels" | "WebGPU" */
export function backendName({ device, threads, runtime }: Backend): string {
  if (device === "webgpu") return "WebGPU";
  return `WASM, ${threads} ${threads === 1 ? "thread" : "threads"}${runtime ? ", own kernels" : ""}`;
}

export function fellBackText(from: Backend, to: Backend, why: string): string {
  const reason =
    why === "backend-wrong-numbers" ? "gave wrong numbers" : why === "backend-lost" ? "was lost" : "stopped working";
  return `${backendName(from)} ${reason}. The model now runs on ${backendName(to)}.`;
}

export function restartedText(backend: Backend): string {
  return `The model's worker stopped and was started again (${backendName(backend)}).`;
}

export function decodedOnPageText(name: string): string {
  return `This browser could read ${name} only in one piece; files of that kind over 10 minutes need another browser.`;
}

export function alreadyThereText(files: number): string {
  return files === 1 ? "That file is in the list already." : `${files} of these files are in the list already.`;
}

/** @param place `memory`: the disk was full, so that it is gone with the page. */
export function downloadedText({ id, place }: { readonly id: string; readonly place: "disk" | "memory" }): string {
  return place === "disk"
    ? `${id} is on this device now.`
    : `${id} is here until this page closes: the browser's storage had no room to keep it. Delete a stored model to make room.`;
}

export function notKeptText(thrown: unknown): string {
  const full = thrown instanceof Error && thrown.name === "QuotaExceededError";
  const why = full ? "its storage is full" : "it does not let this page store anything";
  return `This browser cannot keep results for the next visit: ${why}. What is on screen stays until you leave; export it to keep it.`;
}

/** What became of a change of the Hub's address or token. */
export function hubOutcomeText(outcome: NonNullable<HubState["outcome"]>, endpoint: string): string {
  switch (outcome) {
    case "in-force":
      return `${endpoint} is asked from now on.`;
    case "after-reload":
      return `${endpoint} is asked after the page is loaded again: until then the browser does not let it out.`;
    case "refused-by-host":
      return "The server that this app comes from allows no other Hub, so nothing was changed.";
    case "not-an-address":
      return "That is no address of a Hub. Write one that begins with https://; http:// works for this machine only.";
    case "not-kept":
      return `${endpoint} is asked from now on, but this browser does not keep the choice.`;
    case "not-a-token":
      return "That is no access token: it must be one word of letters, digits and signs. Copy it from the Hub again.";
    default:
      return outcome satisfies never;
  }
}

/** "1 second" | "40 seconds" | "3 minutes" */
function waitText(seconds: number): string {
  const [count, unit] = seconds < 100 ? [Math.ceil(seconds), "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
