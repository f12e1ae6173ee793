import { describe, expect, it } from "vitest";
import type { ApiAnswer } from "../api/classify.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import { FILES } from "../testing/fake-inference.ts";
import { FakeWorker } from "../testing/fake-worker.ts";
import { ModelRack } from "./model-rack.ts";
import type { ModelThreadProtocol } from "./protocol.ts";

const ANSWER: ApiAnswer = { output: [{ label: "a", score: 1 }], secondsGiven: 1, secondsHeard: 1 };
/** A clip of one byte, which says what the thread does with it. */
const clip = (what: keyof typeof KINDS) => Uint8Array.of(KINDS[what]);
const KINDS = { fine: 0, held: 1, deadly: 2, refused: 3 };

function start({ mostModels = 2, mostThreads = 2, timeoutMs = 1000 } = {}) {
  const threads: FakeWorker<ModelThreadProtocol>[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const opened: string[] = [];
  const startThread = () => {
    const thread = new FakeWorker<ModelThreadProtocol>({
      load: async ({ id }) => {
        if (id === "bad/model") throw new EarshotError("model-corrupt", "bad");
        return { result: { runtime: "onnxruntime-web" } };
      },
      classify: async ({ audio: [kind] }) => {
        if (kind === KINDS.held) await held;
        if (kind === KINDS.deadly) thread.crash("died of a clip");
        if (kind === KINDS.refused) return { result: { refusal: { status: 415, message: "no", retryAfterS: null } } };
        return { result: { answer: ANSWER } };
      },
    });
    threads.push(thread);
    return thread;
  };
  const findModel = async (id: string) => {
    opened.push(id);
    if (id === "no/model") throw new EarshotError("model-not-found", "none");
    return { read: async () => ({ ...FILES, id }) };
  };
  const rack = new ModelRack({ findModel, startThread, mostModels, mostThreads, timeoutMs });
  const run = async (id: string, what: keyof typeof KINDS) => (await rack.get(id)).run(clip(what), {});
  return { rack, run, threads, opened, release: () => release() };
}

describe("ModelRack", () => {
  it("opens a model once, however many ask", async () => {
    const { run, rack, threads } = start();
    expect(rack.state("a/b")).toBe("not-loaded");
    const answers = [1, 2, 3].map(() => run("a/b", "fine"));
    expect(await Promise.all(answers)).toEqual([ANSWER, ANSWER, ANSWER]);
    expect(rack.state("a/b")).toBe("ready");
    expect(threads.length).toBeLessThanOrEqual(2);
  });

  it("lets nobody wait for a slow clip while another thread may be had, and no longer than it lasts", async () => {
    const { run, threads, release } = start();
    const slow = [run("a/b", "held"), run("a/b", "held")];
    const last = run("a/b", "fine");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(threads).toHaveLength(2);
    release();
    expect(await Promise.all([...slow, last])).toHaveLength(3);
    expect(threads).toHaveLength(2);
  });

  it("loses with a thread only the clip that it died of", async () => {
    const { run, threads } = start({ mostThreads: 1 });
    const [deadly, next] = [run("a/b", "deadly"), run("a/b", "fine")];
    await expect(deadly).rejects.toMatchObject({ code: "worker-died" });
    expect(await next).toEqual(ANSWER);
    expect(threads).toHaveLength(2);
  });

  it("gives a clip up that takes too long, and goes on", async () => {
    const { run } = start({ mostThreads: 1, timeoutMs: 30 });
    await expect(run("a/b", "held")).rejects.toMatchObject({ code: "worker-timeout" });
    expect(await run("a/b", "fine")).toEqual(ANSWER);
  });

  it("hands on what the thread refuses", async () => {
    await expect(start().run("a/b", "refused")).rejects.toMatchObject({ status: 415, message: "no" });
  });

  it("puts the model away that was used longest ago, never one at work", async () => {
    const { run, rack, threads, release } = start({ mostModels: 2 });
    await run("a/1", "fine");
    await run("a/2", "fine");
    await run("a/1", "fine");
    await run("a/3", "fine");
    expect(rack.loaded).toEqual(["a/1", "a/3"]);
    expect(threads[1]?.terminated).toBe(true);
    const busy = [run("a/1", "held"), run("a/3", "held")];
    await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(run("a/4", "fine")).rejects.toMatchObject({ status: 503 });
    release();
    await Promise.all(busy);
    expect(await run("a/4", "fine")).toEqual(ANSWER);
  });

  it("asks anew for a model that could not be had", async () => {
    const { run, rack, opened } = start();
    for (const id of ["no/model", "bad/model", "no/model", "bad/model"]) {
      await expect(run(id, "fine")).rejects.toMatchObject({ code: expect.stringMatching(/^model-/) });
    }
    expect([opened.length, rack.loaded]).toEqual([4, []]);
  });
});
