/** Python with onnxruntime: that which is named by `EARSHOT_PYTHON`, else one of our own. */
import { pythonWith } from "./python-environment.ts";

/** Null where the machine has no Python. @throws Error where onnxruntime could not be installed */
export function pythonWithOnnx(): string | null {
  return (
    process.env.EARSHOT_PYTHON ?? pythonWith("python-onnx", ["onnxruntime>=1.20", "numpy"], ["onnxruntime", "numpy"])
  );
}
