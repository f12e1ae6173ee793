import { expect, test } from "vitest";
import { securityHeaders } from "../../scripts/headers.mjs";
import { allowsConnection } from "./connect-sources.ts";

const PAGE = "https://app.example/earshot/";

test.each([
  [null, "https://hub.example", true],
  ["img-src 'self'", "https://hub.example", true],
  ["default-src 'self'", "https://hub.example", false],
  ["default-src 'none'; connect-src https://hub.example", "https://hub.example/api", true],
  ["connect-src 'self'", "https://app.example/x", true],
  ["connect-src 'self'", "https://hub.example", false],
  ["connect-src 'none'", "https://app.example", false],
  ["connect-src *", "https://hub.example", true],
  ["connect-src https:", "https://hub.example", true],
  ["connect-src https:", "http://hub.example", false],
  ["connect-src http:", "https://hub.example", true],
  ["connect-src *.hub.example", "https://cdn.hub.example", true],
  ["connect-src *.hub.example", "https://hub.example", false],
  ["connect-src *.hub.example", "https://evilhub.example", false],
  ["connect-src https://hub.example", "https://hub.example.evil.org", false],
  ["connect-src http://127.0.0.1:8080", "http://127.0.0.1:8080", true],
  ["connect-src http://127.0.0.1:8080", "http://127.0.0.1:8081", false],
  ["connect-src http://127.0.0.1:*", "http://127.0.0.1:8081", true],
  ["connect-src https://hub.example:443", "https://hub.example", true],
  ["CONNECT-SRC HTTPS://HUB.EXAMPLE", "https://hub.example", true],
  // The first of a name counts; a second policy must agree.
  ["connect-src 'self'; connect-src *", "https://hub.example", false],
  ["connect-src *, connect-src 'self'", "https://hub.example", false],
  ["connect-src *, default-src https:", "https://hub.example", true],
])("%s: %s is %s", (policy, address, allowed) => {
  expect(allowsConnection(policy, address, PAGE)).toBe(allowed);
});

test("the app's own policy allows its Hub, where the public one keeps its files, and nobody else", () => {
  const ofPublic = securityHeaders({})["Content-Security-Policy"] ?? "";
  expect(allowsConnection(ofPublic, "https://huggingface.co", PAGE)).toBe(true);
  expect(allowsConnection(ofPublic, "https://cas-bridge.xethub.hf.co", PAGE)).toBe(true);
  expect(allowsConnection(ofPublic, "https://hub.example", PAGE)).toBe(false);
  const ofMirror = securityHeaders({ hub: "https://hub.example/a/b" })["Content-Security-Policy"] ?? "";
  expect(allowsConnection(ofMirror, "https://hub.example", PAGE)).toBe(true);
  expect(allowsConnection(ofMirror, "https://huggingface.co", PAGE)).toBe(false);
});
