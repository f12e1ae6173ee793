/** A client with a small Hub at its other end, started and ended by hooks of the test file that imports this. */
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { HubClient } from "../hub-client.ts";
import type { HubTransport } from "../hub-request.ts";
import { COMMIT, type SmallHub, startSmallHub } from "./small-hub.ts";

export const REFERENCE = { name: "owner/name", revision: "main" };
export const INFO = "/api/models/owner/name/revision/main?blobs=true";
export const CONFIG = `/owner/name/resolve/${COMMIT}/config.json`;
export const AT = { name: "owner/name", commit: COMMIT };
export const SHA256 = "ab".repeat(32);

export let hub: SmallHub;
beforeAll(async () => {
  hub = await startSmallHub();
});
beforeEach(() => {
  hub.answers = {};
  hub.asked.length = 0;
});
afterAll(() => hub.close());

export const client = (change: Partial<HubTransport> = {}, endpoint = hub.url) =>
  new HubClient(endpoint, { token: null, ...change });
export const coded = (code: string, details: object = {}, transient = false) =>
  expect.objectContaining({ code, transient, details: expect.objectContaining(details) });
