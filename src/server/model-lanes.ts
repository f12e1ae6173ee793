/**
 * One model's threads: each runs one clip at a time, another is started when all are at work, and who comes then waits. A thread
 * that dies or takes too long fails its own clip alone; the next clip starts a new one.
 */
import { ApiError } from "../api/api-error.ts";
import type { ApiAnswer } from "../api/classify.ts";
import type { AudioClassificationParameters } from "../api/contract.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import { RpcClient } from "../rpc/rpc-client.ts";
import type { ModelThreadProtocol, RuntimeName } from "./protocol.ts";

export interface LaneOptions {
  readonly startThread: () => WorkerLike;
  readonly mostThreads: number;
  /** Milliseconds after which a clip is given up, and its thread with it. */
  readonly timeoutMs: number;
}

type Lane = RpcClient<ModelThreadProtocol>;

const LOAD_TIMEOUT_MS = 120_000;

export class ModelLanes {
  readonly #files: ModelFiles;
  readonly #options: LaneOptions;
  readonly #free: Lane[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #lanes = new Set<Lane>();
  /** Threads that run or are being started. */
  #taken = 0;
  #closed = false;
  /** Null while the first thread starts. */
  #runtime: RuntimeName | null = null;

  private constructor(files: ModelFiles, options: LaneOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** @throws EarshotError `model-*` where the model cannot be run */
  static async open(files: ModelFiles, options: LaneOptions): Promise<ModelLanes> {
    const lanes = new ModelLanes(files, options);
    lanes.#free.push(await lanes.#start());
    return lanes;
  }

  get runtime(): RuntimeName | null {
    return this.#runtime;
  }

  get busy(): boolean {
    return this.#taken > 0 || this.#waiting.length > 0;
  }

  /** @throws ApiError, or EarshotError `worker-*` */
  async run(audio: Uint8Array<ArrayBuffer>, parameters: AudioClassificationParameters): Promise<ApiAnswer> {
    const lane = await this.#take();
    try {
      const { timeoutMs } = this.#options;
      const result = await lane.call("classify", { audio, parameters }, { timeoutMs });
      if ("answer" in result) return result.answer;
      const { status, message, retryAfterS } = result.refusal;
      throw new ApiError(status, message, retryAfterS);
    } finally {
      this.#giveBack(lane);
    }
  }

  /** Threads end at once; who still asks is sent to ask again. */
  close(): void {
    this.#closed = true;
    for (const lane of this.#lanes) lane.terminate();
  }

  async #take(): Promise<Lane> {
    while (this.#free.length === 0 && this.#taken >= this.#options.mostThreads) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) throw new ApiError(503, "The model was put away. Ask again.", 1);
    this.#taken++;
    try {
      return this.#free.pop() ?? (await this.#start());
    } catch (thrown) {
      this.#taken--;
      this.#waiting.shift()?.();
      throw thrown;
    }
  }

  #giveBack(lane: Lane): void {
    this.#taken--;
    if (lane.dead) this.#lanes.delete(lane);
    else this.#free.push(lane);
    this.#waiting.shift()?.();
  }

  async #start(): Promise<Lane> {
    const lane: Lane = new RpcClient(this.#options.startThread());
    this.#lanes.add(lane);
    try {
      const { runtime } = await lane.call("load", this.#files, { timeoutMs: LOAD_TIMEOUT_MS });
      this.#runtime = runtime;
      return lane;
    } catch (thrown) {
      lane.terminate();
      this.#lanes.delete(lane);
      throw thrown;
    }
  }
}
