/** A stream client whose worker writes down what it is sent, and says what the test has it say. */
import type { WorkerLike } from "../rpc/messages.ts";
import type { StreamEvent, StreamRequest } from "../stream/protocol.ts";
import { StreamClient } from "../stream/stream-client.ts";

class RecordingWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly sent: StreamRequest[] = [];
  terminated = false;

  postMessage(message: StreamRequest): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: StreamEvent): void {
    this.onmessage?.(new MessageEvent("message", { data: event }));
  }
}

export function startStreams() {
  const workers: RecordingWorker[] = [];
  const client = new StreamClient(() => {
    const worker = new RecordingWorker();
    workers.push(worker);
    return worker;
  });
  return { client, workers };
}
