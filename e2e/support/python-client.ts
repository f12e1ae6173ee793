/** Python with the official client. */
import { pythonWith } from "./python-environment.ts";

/** Null where the machine has no Python. @throws Error where the client could not be installed */
export function pythonWithClient(): string | null {
  const packages = ["huggingface_hub>=2.0", "schemathesis>=4.0"];
  return pythonWith("python-client", packages, ["huggingface_hub", "schemathesis"]);
}
