/** The headers that the app needs wherever it is served: cross-origin isolation (WASM threads) and a strict CSP. */
export const HUB_DEFAULT = "https://huggingface.co";

/**
 * `any`: the policy of these headers is the app's own, so a Hub that the person chooses may take the place of the one in it
 * (`src/offline/page-policy.ts`). A host that wants its policy to be the last word leaves this header out.
 */
export const HUB_CHOICE_HEADER = "Earshot-Hub";

/**
 * Hosts that the public Hub redirects large files to; none that takes sound: `*.huggingface.co` would let in the router of
 * Inference Providers, which the person has to say yes to (`src/remote/`).
 */
const HUB_STORAGE = [
  ...["cdn-lfs", "cdn-lfs-us-1", "cdn-lfs-eu-1"].map((name) => `https://${name}.huggingface.co`),
  "https://*.hf.co",
];

/**
 * @param {{ hub?: string, server?: string | null, development?: boolean }} options `server`: the one that sound may be sent to
 * @returns {Record<string, string>}
 */
export function securityHeaders({ hub = HUB_DEFAULT, server = null, development = false }) {
  const hubs = hub === HUB_DEFAULT ? [hub, ...HUB_STORAGE] : [new URL(hub).origin];
  const servers = server === null ? [] : [new URL(server).origin].filter((origin) => !hubs.includes(origin));
  // Vite's development server injects inline styles and scripts and speaks over a web socket.
  const inline = development ? " 'unsafe-inline'" : "";
  const socket = development ? ["ws:"] : [];
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${inline}`,
    `style-src 'self'${inline}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    `connect-src ${["'self'", ...hubs, ...servers, ...socket].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": policy.join("; "),
    [HUB_CHOICE_HEADER]: "any",
    "Permissions-Policy": "microphone=(self), display-capture=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
}
