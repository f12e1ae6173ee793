/** Entry of the audio worker: wiring only. One intake for each open stream; see `protocol.ts`. */
import { FileIntake } from "./file-intake.ts";
import { LiveIntake } from "./live-intake.ts";
import type { StreamEvent, StreamRequest } from "./protocol.ts";
import { RangeIntake } from "./range-intake.ts";

declare const self: DedicatedWorkerGlobalScope;

const live = new Map<number, LiveIntake>();
const files = new Map<number, FileIntake>();
const ranges = new Map<number, RangeIntake>();
const post = (event: StreamEvent, transfer: Transferable[] = []) => self.postMessage(event, transfer);

self.onmessage = ({ data: request }: MessageEvent<StreamRequest>) => {
  switch (request.kind) {
    case "open-live":
      live.set(request.id, new LiveIntake(request, post));
      return;
    case "open-file":
      files.set(request.id, new FileIntake(request, post));
      return;
    case "open-picture":
    case "read-range": {
      const range = new RangeIntake(request, post);
      ranges.set(request.id, range);
      void range.done.then(() => ranges.delete(request.id));
      return;
    }
    case "replan":
      live.get(request.id)?.replan(request.plan);
      return;
    case "rehop":
      live.get(request.id)?.rehop(request.hopSamples);
      return;
    case "credit":
      files.get(request.id)?.grant(request.packs);
      return;
    case "close":
      live.get(request.id)?.close();
      files.get(request.id)?.close();
      ranges.get(request.id)?.close();
      live.delete(request.id);
      files.delete(request.id);
      return;
    default:
      request satisfies never;
  }
};
