/**
 * A convolution along frames, as matrix products: its strides cut the frames into groups that lie one behind the other, so that
 * a group under the kernel is one row. On WASM the runtime multiplies weights that it has laid out beforehand faster than it
 * convolves, and frames stay rows: what norms them needs no transposes.
 */

import { elementsOf } from "../../checkpoint/checkpoint.ts";
import type { GraphBuilder, Value } from "../graph-builder.ts";
import type { Recipe } from "../recipe.ts";

export interface FrameConv {
  /** Of its tensors, without `.weight` and `.bias`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly bias: boolean;
}

/** @param x [batch, frames, inputs] @returns [batch, fewer frames, outputs] */
export function frameConv(b: GraphBuilder, x: Value, conv: FrameConv): Value {
  const { name, inputs, outputs, kernel, stride } = conv;
  const weight = b.tensor(`${name}.weight`, [outputs, inputs, kernel]);
  const bias = conv.bias ? b.weight(`${name}.bias`, b.tensor(`${name}.bias`, [outputs]), "f32") : null;
  if (kernel > 2 * stride) return convolved(b, x, conv, [b.weight(`${name}.weight`, weight), bias]);

  const steps = b.node("Shape", [x], { start: 1n, end: 2n });
  const rows = b.node("Add", [
    b.node("Div", [b.node("Sub", [steps, b.ints([kernel])]), b.ints([stride])]),
    b.ints([1]),
  ]);
  const taken = b.node("Mul", [rows, b.ints([stride])]);
  /** A frame of each group: [batch, rows, inputs] */
  const single = (at: number) => {
    const end = b.node("Add", [taken, b.ints([at - stride + 1])]);
    return b.node("Slice", [x, b.ints([at]), end, b.ints([1]), b.ints([stride])]);
  };
  /** [batch, rows, `taps` · inputs], from the frame `first` of each group on */
  const grouped = (first: number, taps: number) => {
    if (kernel === 1 && stride === 1) return x;
    // Whole groups lie one behind the other; of parts of groups the last one may lack frames.
    if (taps < stride) {
      const singles = Array.from({ length: taps }, (_, tap) => single(first + tap));
      return taps === 1 ? (singles[0] as Value) : b.node("Concat", singles, { axis: 2n });
    }
    const slice = b.node("Slice", [x, b.ints([first]), b.node("Add", [taken, b.ints([first])]), b.ints([1])]);
    return b.node("Reshape", [slice, b.ints([0, -1, stride * inputs])]);
  };
  const product = (first: number, taps: number, part: string) =>
    b.node("MatMul", [grouped(first, taps), b.weight(`${name}.${part}`, tapsOf(weight, first, taps))]);

  const near = product(0, Math.min(kernel, stride), "near");
  // What of the kernel reaches into the next group.
  const made = kernel <= stride ? near : b.node("Add", [near, product(stride, kernel - stride, "far")]);
  return bias ? b.node("Add", [made, bias]) : made;
}

/** @returns the taps from `first` on as [taps · inputs, outputs] */
function tapsOf(weight: Recipe, first: number, taps: number): Recipe {
  const [outputs = 1, inputs = 1, kernel = 1] = weight.dims;
  const dims = [taps * inputs, outputs];
  return {
    sources: weight.sources,
    dims,
    make(sources) {
      const values = weight.make(sources);
      const turned = new Float32Array(elementsOf(dims));
      for (let output = 0, from = 0; output < outputs; output++) {
        for (let input = 0; input < inputs; input++, from += kernel) {
          for (let tap = 0; tap < taps; tap++) {
            turned[(tap * inputs + input) * outputs + output] = values[from + first + tap] as number;
          }
        }
      }
      return turned;
    },
  };
}

/** Kernels that reach over more than two groups. */
function convolved(b: GraphBuilder, x: Value, { kernel, stride }: FrameConv, weights: (Value | null)[]): Value {
  const attributes = { kernel_shape: [BigInt(kernel)], strides: [BigInt(stride)] };
  const given = weights.filter((weight) => weight !== null);
  return turned(b, b.node("Conv", [turned(b, x), ...given], attributes));
}

/** Channels × frames to frames × channels, and back. */
export function turned(b: GraphBuilder, x: Value): Value {
  return b.node("Transpose", [x], { perm: [0n, 2n, 1n] });
}
