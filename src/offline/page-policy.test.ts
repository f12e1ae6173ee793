import { expect, test } from "vitest";
import { keptResponse } from "./kept-response.ts";
import { hubOfPage, pageFor, pagePolicy } from "./page-policy.ts";

const CSP = "content-security-policy";
const PAGE = '<meta name="earshot-hub" content="https://huggingface.co" />';

test("a host without headers gets all of ours", () => {
  const headers = pagePolicy(new Headers({ "content-type": "text/html" }), {
    hub: "http://127.0.0.1:8080",
    server: null,
  });
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
  expect(headers.get(CSP)).toContain("connect-src 'self' http://127.0.0.1:8080;");
  expect(headers.get("content-type")).toBe("text/html");
});

test("a host's own policy stays in force beside ours, and so do its other headers", () => {
  const kept = new Headers({ [CSP]: "connect-src 'self'", "referrer-policy": "same-origin" });
  const headers = pagePolicy(kept, { hub: "https://hub.example", server: null });
  expect(headers.get(CSP)).toMatch(/connect-src 'self' https:\/\/hub\.example;.*, connect-src 'self'$/);
  expect(headers.get("referrer-policy")).toBe("same-origin");
});

test("where the host sends the app's own policy, the chosen Hub takes the place of the one in it", () => {
  const kept = new Headers({ [CSP]: "connect-src 'self' https://huggingface.co", "earshot-hub": "any" });
  const policy = pagePolicy(kept, { hub: "https://hub.example", server: null }).get(CSP);
  expect(policy).toContain("https://hub.example");
  expect(policy).not.toContain("huggingface.co");
});

test("the page names the Hub that its policy is for", () => {
  expect(hubOfPage(PAGE)).toBe("https://huggingface.co");
  expect(hubOfPage("<p>nothing</p>")).toBe(null);
  expect(hubOfPage(pageFor(PAGE, { hub: "https://hub.example", server: null }))).toBe("https://hub.example");
  expect(pageFor(PAGE, { hub: 'x"><script>', server: null })).toBe('<meta name="earshot-hub" content="x><script>" />');
});

test("what is kept has its true length, no trace of the wire, and is isolated", async () => {
  const headers = { "content-encoding": "gzip", "content-length": "3", vary: "accept-encoding", etag: '"a"' };
  const kept = await keptResponse(new Response("twelve bytes", { headers }), "assets/a.js", false);
  expect(kept.headers.get("content-length")).toBe("12");
  expect(kept.headers.has("content-encoding") || kept.headers.has("vary")).toBe(false);
  expect(kept.headers.get("etag")).toBe('"a"');
  expect(kept.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
});

test("an error page, a part, or a start page in place of a file is never kept", async () => {
  const html = { "content-type": "text/html; charset=utf-8" };
  await expect(keptResponse(new Response("no", { status: 404 }), "assets/a.js", false)).rejects.toThrow("404");
  await expect(keptResponse(new Response("no", { status: 206 }), "assets/a.js", false)).rejects.toThrow("206");
  await expect(keptResponse(new Response("<html>", { headers: html }), "assets/a.js", false)).rejects.toThrow("a page");
  await expect(keptResponse(new Response("x", { headers: {} }), "./", true)).rejects.toThrow("no page");
});

test("the server that sound may be sent to is let out to by its exact origin, and named in the page", () => {
  const letOut = { hub: "https://hub.example", server: "https://ear.example:8443/models/owner/name" };
  const policy = pagePolicy(new Headers(), letOut).get(CSP);
  expect(policy).toContain("connect-src 'self' https://hub.example https://ear.example:8443;");
  const page = `${PAGE}<meta name="earshot-server" content="" />`;
  expect(pageFor(page, letOut)).toContain(`name="earshot-server" content="${letOut.server}"`);
  expect(pageFor(pageFor(page, letOut), { ...letOut, server: null })).toContain('name="earshot-server" content=""');
});
