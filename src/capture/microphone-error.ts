/**
 * What `getUserMedia` throws, as a code. The names are the standard's; the messages that tell the system's refusal from
 * the person's are Chromium's ("Permission denied by system", "Permission dismissed") and only ever add details.
 */
import { EarshotError } from "../errors/earshot-error.ts";

export interface MicrophoneErrorFacts {
  readonly deviceId: string | null;
  /** Injected by tests; null where the browser cannot say. */
  readonly allowedByPolicy?: boolean | null;
}

export function microphoneError(thrown: unknown, facts: MicrophoneErrorFacts): EarshotError {
  if (thrown instanceof EarshotError) return thrown;
  const { name, message } = nameAndMessage(thrown);
  const details = { name, chosenDevice: facts.deviceId !== null };
  const cause = thrown;
  switch (name) {
    case "NotAllowedError":
    case "SecurityError": {
      const allowed = facts.allowedByPolicy === undefined ? policyAllows("microphone") : facts.allowedByPolicy;
      if (allowed === false) return new EarshotError("microphone-blocked-by-policy", message, { details, cause });
      const bySystem = /by system|by the platform/i.test(message);
      const dismissed = /dismissed/i.test(message);
      const more = { ...details, bySystem, dismissed };
      return new EarshotError("microphone-denied", message, { details: more, cause, transient: dismissed });
    }
    case "NotFoundError":
    case "OverconstrainedError":
      return new EarshotError("microphone-missing", message, { details, cause });
    case "NotReadableError":
    case "AbortError":
      return new EarshotError("microphone-in-use", message, { details, cause, transient: true });
    case "TypeError":
    case "NotSupportedError":
      return new EarshotError("microphone-unsupported", message, { details, cause });
    default:
      return new EarshotError("microphone-failed", message, { details, cause });
  }
}

/** OverconstrainedError is no DOMException and in old browsers no Error either; its name is all that counts. */
export function nameAndMessage(thrown: unknown): { readonly name: string; readonly message: string } {
  if (typeof thrown !== "object" || thrown === null) return { name: "unknown", message: String(thrown) };
  const name = "name" in thrown && typeof thrown.name === "string" ? thrown.name : "unknown";
  const message = "message" in thrown && typeof thrown.message === "string" ? thrown.message : "";
  return { name, message: message === "" ? name : message };
}

/** Chromium tells whether the page may use a feature at all; Firefox and Safari do not (null). */
function policyAllows(feature: string): boolean | null {
  const page: unknown = globalThis.document;
  if (typeof page !== "object" || page === null) return null;
  const policy: unknown =
    "permissionsPolicy" in page ? page.permissionsPolicy : "featurePolicy" in page ? page.featurePolicy : null;
  if (typeof policy !== "object" || policy === null || !("allowsFeature" in policy)) return null;
  const { allowsFeature } = policy;
  return typeof allowsFeature === "function" ? allowsFeature.call(policy, feature) === true : null;
}
