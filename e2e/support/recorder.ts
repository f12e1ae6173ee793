/**
 * Who a context speaks to, its workers and its service worker included, and what its policy had to forbid. `openReady` starts
 * it for every spec: a request to anybody but the app and the Hub, or a violation of the policy, fails the test that is
 * running, though the test goes on.
 */
import { type BrowserContext, expect, type Request } from "@playwright/test";

export interface Recording {
  /** Over the network or to a server on this machine; `blob:` and `data:` go to nobody. */
  readonly requests: Request[];
  readonly foreign: string[];
  readonly violations: string[];
}

const recordings = new WeakMap<BrowserContext, Recording>();
const allowed = new Set<string>();

/** The app and the Hubs of a spec; `serveApp` says so by itself. A Hub that is chosen while the app runs is named by its spec. */
export function allowOrigin(url: string): void {
  allowed.add(new URL(url).origin);
}

/** The public Hub keeps large files elsewhere. */
function isAllowed(origin: string): boolean {
  if (allowed.has(origin)) return true;
  return allowed.has("https://huggingface.co") && /^https:\/\/[\w.-]+\.(huggingface\.co|hf\.co)$/.test(origin);
}

/** Once for each context; asked again it gives the same recording. `tell` hears of what should not be. */
export function record(context: BrowserContext, tell: (what: string) => void = fail): Recording {
  const before = recordings.get(context);
  if (before) return before;
  const recording: Recording = { requests: [], foreign: [], violations: [] };
  recordings.set(context, recording);
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!/^(https?|wss?):$/.test(protocol)) return;
    recording.requests.push(request);
    if (isAllowed(origin)) return;
    recording.foreign.push(request.url());
    tell(`a request to neither the app nor the Hub: ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() !== "error" || !/Content Security Policy/i.test(message.text())) return;
    recording.violations.push(message.text());
    tell(`against the policy: ${message.text()}`);
  });
  return recording;
}

function fail(what: string): void {
  try {
    expect.soft([what], what).toEqual([]);
  } catch {
    // Between two tests: whoever asks for the recording sees it there.
  }
}
