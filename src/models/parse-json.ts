/** Checks what a model's file says of itself: what does not fit is a coded error that names the file and the place. */
import * as v from "valibot";
import { EarshotError } from "../errors/earshot-error.ts";

/** @throws EarshotError `model-config-invalid` */
export function parseJson<T>(schema: v.GenericSchema<unknown, T>, json: unknown, file: string): T {
  const outcome = v.safeParse(schema, json);
  if (outcome.success) return outcome.output;
  const [issue] = outcome.issues;
  throw invalidFile(file, `${v.getDotPath(issue) ?? "file"}: ${issue.message}`);
}

/** @throws EarshotError `model-config-invalid` */
export function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidFile(file, "it is not JSON", cause);
  }
}

export function invalidFile(file: string, reason: string, cause?: unknown): EarshotError {
  const details = { file, reason: reason.slice(0, 300) };
  return new EarshotError("model-config-invalid", `${file}: ${reason}`, { details, cause });
}

/** Runs a reader that throws `RangeError` with its reason. @throws EarshotError `model-config-invalid` */
export function readOf<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError) throw invalidFile(file, cause.message);
    throw cause;
  }
}
