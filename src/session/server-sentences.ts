/** The words of `sentences.ts` for a model that answers on a server: what it said, and what can be done about it. */
import type { ErrorDetails } from "../errors/earshot-error.ts";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import type { Words } from "./model-sentences.ts";

const OR_HERE = "or go back to this machine";

export const SERVER_SENTENCES = {
  "remote-address-invalid": () => ({
    what: "That is no address of a server.",
    wayOn: "Write one that begins with https://, without a name or a query; http:// works for this machine only.",
  }),
  "remote-blocked": ({ host, reason }) =>
    reason === "refused-by-host"
      ? {
          what: `The server that this app comes from lets sound out to nobody, so not to ${named(host)} either.`,
          wayOn: "Ask whoever runs it, or choose a model that runs in this page. Nothing was sent.",
        }
      : {
          what: `The browser lets sound out to ${named(host)} only after this page is loaded again.`,
          wayOn: "Reload the page on the Models screen, then press Use. Nothing was sent.",
        },
  "remote-not-agreed": ({ host }) => ({
    what: `This model answers on a server: sound would be sent to ${named(host)}, and nobody has agreed to that here.`,
    wayOn: "Agree to it on the Models screen, or choose a model that runs in this page. Nothing was sent.",
  }),
  "remote-token-refused": ({ host, withToken, said }) => ({
    what:
      withToken === false
        ? `${capital(named(host))} wants an access token.`
        : `${capital(named(host))} does not accept the access token for this${quoted(said)}.`,
    wayOn: `Enter one with the permission to call Inference Providers, or this endpoint, on the Models screen, ${OR_HERE}.`,
  }),
  "remote-credits": ({ host, said }) => ({
    what: `${capital(named(host))} wants to be paid first: the account's credits are used up${quoted(said)}.`,
    wayOn: `Add credits to the account of the token, or use an endpoint of your own, ${OR_HERE}.`,
  }),
  "remote-no-model": ({ host, said }) => ({
    what: `${capital(named(host))} has no such model, or does not run it for sound${quoted(said)}.`,
    wayOn:
      "Check the model's name and the address; or start an Inference Endpoint with it and enter that one's address.",
  }),
  "remote-refused": ({ host, status, said }) => ({
    what: `${capital(named(host))} did not take the sound${answered(status)}${quoted(said)}.`,
    wayOn:
      status === 413
        ? "Choose a shorter window in the settings of Files, then run the file again."
        : "Check that the address is one that classifies sound, then run it again.",
  }),
  "remote-busy": ({ host, retryAfterS }) => ({
    what: `${capital(named(host))} takes no more requests now${typeof retryAfterS === "number" ? `: it asks for ${Math.ceil(retryAfterS / 60)} minutes of pause` : ""}.`,
    wayOn: `Go on later: nothing is lost; ${OR_HERE}.`,
  }),
  "remote-loading": ({ host }) => ({
    what: `The model on ${named(host)} did not start in twenty minutes.`,
    wayOn: `Go on later: nothing is lost; ${OR_HERE}.`,
  }),
  "remote-failing": ({ host, status, said }) => ({
    what: `${capital(named(host))} fails again and again${answered(status)}${quoted(said)}.`,
    wayOn: `Go on later: nothing is lost; ${OR_HERE}.`,
  }),
  "remote-unreachable": ({ host, reason }) => ({
    what:
      reason === "stalled"
        ? `${capital(named(host))} gives no answer.`
        : `${capital(named(host))} cannot be reached: the network is down, or the server does not answer pages of this address (CORS).`,
    wayOn: `Check the connection and the address, then try again; ${OR_HERE}.`,
  }),
  "remote-answer-invalid": ({ host, reason }) => ({
    what: `The answer of ${named(host)} is not what classifies sound${typeof reason === "string" ? ` (${reason})` : ""}.`,
    wayOn:
      "Check that the address is that of an audio-classification model, and that the model named for it is the one there.",
  }),
  "remote-labels-unknown": ({ host, told }) => ({
    what: `${capital(named(host))} tells its ${told ?? "few"} best labels only, and nobody knows which others the model has.`,
    wayOn: "Enter the Hub id of the model that answers there: then its labels are known.",
  }),
} satisfies Record<string, Words>;

/** What became of an agreement, or of a token. */
export function serverOutcomeText(outcome: HubOutcome | "not-a-token", host: string): string {
  switch (outcome) {
    case "in-force":
      return `Sound may be sent to ${host}. None is until you press Use.`;
    case "after-reload":
      return `Sound may be sent to ${host} after the page is loaded again: until then the browser does not let it out.`;
    case "refused-by-host":
      return "The server that this app comes from lets sound out to nobody, so nothing was changed.";
    case "not-an-address":
      return "That is no address of a server.";
    case "not-kept":
      return `Sound may be sent to ${host} while this page is open; this browser does not keep the choice.`;
    case "not-a-token":
      return "That is no access token: it must be one word of letters, digits and signs. Copy it again.";
    default:
      return outcome satisfies never;
  }
}

export function queuePausedText(what: string): string {
  return `The queue is paused: ${what} What waits is kept; press Resume to go on.`;
}

function named(host: ErrorDetails[string]): string {
  return typeof host === "string" && host !== "" ? host : "the server";
}

function capital(text: string): string {
  return text === "the server" ? "The server" : text;
}

function quoted(said: ErrorDetails[string]): string {
  return typeof said === "string" && said !== "" ? `. It says: “${said.replace(/[.\s]+$/, "")}”` : "";
}

function answered(status: ErrorDetails[string]): string {
  return typeof status === "number" ? ` (it answered ${status})` : "";
}
