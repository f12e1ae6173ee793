/**
 * From an audio node to PCM on a port: owns the AudioContext, its worklet node and the page's end of the port, and closes
 * all three. What feeds the node (tracks, a buffer) belongs to the caller, who builds it in `connect` and frees it in
 * `release`.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import workletUrl from "./capture.worklet.ts?worker&url";
import { createNativeContext, keepRunning, whenRunning } from "./running-context.ts";
import { CAPTURE_PROCESSOR, STOP_CAPTURE } from "./worklet-names.ts";

/** An AudioContext whose input flows out of `port` as `PcmChunk`s, at the context's rate and with the input's channels. */
interface WorkletTap {
  readonly sampleRateHz: number;
  /** Seconds from the microphone's membrane to the graph are unknown; this is the graph's own share, ms. */
  readonly baseLatencyMs: number;
  readonly port: MessagePort;
  /** Idempotent. Posts the last partial block, then closes node, port and context. */
  close(): Promise<void>;
}

/** Connects whatever makes the sound to the worklet's node; throws when it cannot. The stream begins when that is done. */
type ConnectInput = (context: AudioContext, node: AudioNode) => void | Promise<void>;
export type OpenTap = (connect: ConnectInput, signal: AbortSignal) => Promise<WorkletTap>;

export const openWorkletTap: OpenTap = (connect, signal) => openTapFrom(workletUrl, connect, signal);

/**
 * @param url of the built `capture.worklet.ts`
 * Errors: `microphone-unsupported` where AudioWorklet is missing, `recorder-unreachable`, `aborted`, or what `connect` throws.
 */
export async function openTapFrom(url: string, ...[connect, signal]: Parameters<OpenTap>): Promise<WorkletTap> {
  signal.throwIfAborted();
  if (typeof AudioContext === "undefined" || typeof AudioWorkletNode === "undefined") {
    throw new EarshotError("microphone-unsupported", "This browser has no AudioWorklet.", {
      details: { audioWorklet: false, secureContext: globalThis.isSecureContext },
    });
  }
  const context = createNativeContext();
  const letSleep = keepRunning(context);
  try {
    await context.audioWorklet.addModule(url).catch(unreachable);
    signal.throwIfAborted();
    const tap = await tapInto(context, connect, letSleep);
    await whenRunning(context);
    if (signal.aborted) await tap.close();
    signal.throwIfAborted();
    return tap;
  } catch (thrown) {
    letSleep();
    if (context.state !== "closed") await context.close();
    throw thrown;
  }
}

/** Its AbortError would pass for a microphone that is in use. */
function unreachable(cause: unknown): never {
  throw new EarshotError("recorder-unreachable", String(cause), { cause, transient: true });
}

async function tapInto(context: AudioContext, connect: ConnectInput, letSleep: () => void): Promise<WorkletTap> {
  const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCountMode: "max",
    channelInterpretation: "discrete",
  });
  const { port1, port2 } = new MessageChannel();
  await connect(context, node);
  node.port.postMessage("port", [port2]);
  // The node's output is silence; only a node on the way to the destination is sure to be run in every browser.
  node.connect(context.destination);

  let closing: Promise<void> | null = null;
  const closeAll = async (): Promise<void> => {
    letSleep();
    node.port.postMessage(STOP_CAPTURE);
    node.disconnect();
    port1.close(); // without effect once transferred: then the worklet's end closes the channel
    if (context.state !== "closed") await context.close();
  };
  return {
    sampleRateHz: context.sampleRate,
    baseLatencyMs: (context.baseLatency ?? 0) * 1000,
    port: port1,
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}
