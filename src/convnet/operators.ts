/** Every operator that a net may have. */
import { add, convolve, slice, squeeze, unsqueeze } from "./image-operators.ts";
import type { Operator } from "./operator.ts";
import { concat, linear, pool } from "./vector-operators.ts";

export const OPERATORS: Readonly<Record<string, Operator>> = {
  Slice: slice,
  Unsqueeze: unsqueeze,
  Conv: convolve,
  Add: add,
  Squeeze: squeeze,
  ReduceMean: pool("mean"),
  ReduceMax: pool("most"),
  Concat: concat,
  Gemm: linear,
};
