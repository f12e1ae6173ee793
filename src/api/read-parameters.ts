/** The task's parameters, checked: a value that is none of its own is refused by name, names that nobody knows are passed over. */
import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import type { AudioClassificationParameters } from "./contract.ts";

const MOST_WINDOW_S = 60;
const TOP_K = "`top_k` must be an integer of 0 or more, or null";

const NO_OBJECT = "`parameters` must be an object";

export const ParametersSchema = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), NO_OBJECT),
  v.looseObject(
    {
      function_to_apply: v.nullish(
        v.picklist(["sigmoid", "softmax", "none"], '`function_to_apply` must be "sigmoid", "softmax" or "none"'),
      ),
      top_k: v.nullish(v.pipe(v.number(TOP_K), v.integer(TOP_K), v.minValue(0, TOP_K))),
      window_s: v.nullish(
        v.pipe(
          v.number("`window_s` must be a number of seconds"),
          v.gtValue(0, "`window_s` must be more than 0"),
          v.maxValue(MOST_WINDOW_S, `\`window_s\` must be ${MOST_WINDOW_S} or less`),
        ),
      ),
    },
    NO_OBJECT,
  ),
);

/** @throws ApiError 400 */
export function readParameters(parameters: unknown): AudioClassificationParameters {
  return checked(ParametersSchema, parameters);
}

/** @throws ApiError 400 */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const read = v.safeParse(schema, value);
  if (read.success) return read.output;
  throw new ApiError(400, `${read.issues[0].message}.`);
}
