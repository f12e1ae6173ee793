/** The WebGPU build of onnxruntime-web as an `OnnxRuntime` that tells when its device is lost. Runs on a worker thread. */
import { EarshotError } from "../errors/earshot-error.ts";
import type { OnnxRuntime } from "./runtime.ts";
import { type Ort, wrapRuntime } from "./wrap-runtime.ts";

/** @throws EarshotError `backend-unavailable`, before anything is loaded */
export async function wrapWebGpu(load: () => Promise<Ort>): Promise<OnnxRuntime> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new EarshotError("backend-unavailable", "no WebGPU adapter", { details: { device: "webgpu" } });
  const ort = await load();
  let tellLost: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    tellLost = resolve;
  });
  const onSession = async () => {
    const device = await ort.env.webgpu.device;
    void device.lost.then(({ message }) => tellLost(message));
  };
  return wrapRuntime(ort, "webgpu", { lost, onSession, halfFloats: adapter.features.has("shader-f16") });
}
