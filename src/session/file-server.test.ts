/** Files through a model that runs on a server: how many at once, and what becomes of them when the server will not. */
import { describe, expect, it } from "vitest";
import { EarshotError, type ErrorCode } from "../errors/earshot-error.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { RunPackRequest } from "../inference/protocol.ts";
import { named, startFiles, until } from "../testing/start-files.ts";

const short = { windows: 2 };
const NAMES = ["a", "b", "c", "d", "e", "f"];
const CONTENT = Object.fromEntries(NAMES.map((name) => [name, short]));

/** @param answer resolves when a pack is answered, or rejects */
async function start(answer: () => Promise<void>) {
  const session = await startFiles(CONTENT, { ready: false });
  const { engine } = session;
  const server: ModelRunner = {
    info: { ...engine.info, id: "server:https://ear.example", source: "server" },
    report: { host: "ear.example", address: "", windowMs: 300, made: null, bestOnly: null, isGuessed: false },
    packWindows: 4,
    filesAtOnce: 4,
    run: () => Promise.reject(new EarshotError("internal", "not of files")),
    async runPack({ offsets }: RunPackRequest) {
      await answer();
      return { logits: new Float32Array(offsets.length * engine.info.labels.length) };
    },
    dispose() {},
  };
  session.files.add(named(...NAMES));
  session.runOn(server);
  return session;
}

const refused = (code: ErrorCode) => new EarshotError(code, code, { details: { host: "ear.example" } });

describe("files through a server", () => {
  it("four at once, and all of them heard", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { states, audio } = await start(() => released);
    await until(states, [...Array(4).fill("running"), "waiting", "waiting"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(audio.opened).toHaveLength(4);
    release();
    await until(states, Array(6).fill("done"));
  });

  it("what is wrong with the server pauses the queue: what waits still waits", async () => {
    let isRefused = true;
    const { states, store, files } = await start(async () => {
      if (isRefused) throw refused("remote-credits");
    });
    await expect.poll(() => store.getState().queue.paused).toBe(true);
    await expect.poll(() => states().some(({ phase }) => phase === "running")).toBe(false);
    const phases = states().map(({ phase }) => phase);
    expect(phases.filter((phase) => phase === "waiting").length).toBeGreaterThanOrEqual(2);
    expect(phases.every((phase) => phase === "waiting" || phase === "failed")).toBe(true);
    expect(store.getState().notices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The queue is paused: ear\.example wants to be paid first/),
    ]);
    isRefused = false;
    files.resume();
    for (const [index, phase] of phases.entries()) if (phase === "failed") files.run(`file-${index + 1}`);
    await until(states, Array(6).fill("done"));
  });

  it("what is wrong with one file costs that one alone", async () => {
    let asked = 0;
    const { states, store } = await start(async () => {
      asked++;
      if (asked === 1) throw refused("remote-refused");
    });
    await until(states, ["failed", ...Array(5).fill("done")]);
    expect(store.getState().queue.paused).toBe(false);
  });

  it("back on this machine, what failed at the server is heard here", async () => {
    const { states, makeReady, files } = await start(async () => {
      throw refused("remote-unreachable");
    });
    await expect.poll(() => states().some(({ phase }) => phase === "failed")).toBe(true);
    makeReady();
    files.resume();
    await until(states, Array(6).fill("done"));
  });
});
