/**
 * The operators on images, each with what it must look like here. A convolution takes what follows it into its own step: a
 * ReLU, or the sum with an earlier image and its ReLU.
 */
import type { ReadNode } from "../models/graph/read-onnx.ts";
import { type Convolution, convolutionStep, outputSize } from "./convolution.ts";
import { addressOf, FLOAT_BYTES, type Image, pitchOf, type Size, sameSize } from "./images.ts";
import type { NetBuilder } from "./net-builder.ts";
import { axesOf, demand, numbers, type Operator } from "./operator.ts";
import { addRowsStep, convolvedRow } from "./shifted-rows.ts";
import { passesOf, sparseConvolutionStep } from "./sparse-convolution.ts";

export const slice: Operator = (net, node) => {
  const { features } = net.take(node.inputs[0], "features");
  const [start, end, axis, step = 1] = node.inputs.slice(1).map((name) => net.constant(name).values[0] as number);
  demand(start === 0 && axis === 2 && step === 1, "a slice of anything but the lowest bins");
  net.set(node, {
    kind: "features",
    features: { ...features, columns: Math.min(end as number, features.columns) },
  });
};

export const unsqueeze: Operator = (net, node) => {
  const { features } = net.take(node.inputs[0], "features");
  demand(axesOf(net, node) === "1" && net.feed === null, "features that become anything but one image");
  const { rows, columns, mels } = features;
  const image = net.image({ channels: 1, rows, columns }, 1);
  const first = addressOf(image, 0, 0) / FLOAT_BYTES;
  const pitch = pitchOf(image) / FLOAT_BYTES;
  net.feed = (floats, window) => {
    for (let row = 0; row < rows; row++) {
      floats.set(window.subarray(row * mels, row * mels + columns), first + row * pitch);
    }
  };
  net.set(node, { kind: "image", image });
};

export const convolve: Operator = (net, node) => {
  const [name] = node.inputs;
  const shifted = net.isA("shifted", name) ? net.take(name, "shifted") : null;
  const { image: from } = shifted ?? net.take(name, "image");
  const convolution = readConvolution(net, node);
  demand(convolution.inputs === from.channels, "a convolution in groups");
  const size = outputSize(convolution, from);
  const sum = sumWith(net, node, size);
  const relu = net.follower(sum?.node ?? node, "Relu");
  const shares = passesOf(convolution.outputs);
  const nonzeros = shares && !(shifted && sum) ? net.nonzeros(from) : null;
  const shift = shifted && nonzeros && convolvedRow(net.memory, convolution, shifted.row, from, size);
  if (shifted && !nonzeros) net.steps.push(addRowsStep(net.memory, from, shifted.row));
  const to = net.image(size);
  const afterwards = { added: shift ?? sum?.image ?? null, relu: relu !== null };
  net.steps.push(
    shares && nonzeros
      ? sparseConvolutionStep(net.memory, convolution, shares, nonzeros, to, afterwards)
      : convolutionStep(net.memory, convolution, from, to, afterwards),
  );
  if (relu) net.markRectified(to);
  for (const done of [node, sum?.node, relu]) if (done) net.set(done, { kind: "image", image: to });
};

/** The sum with an image that is there already; null where what follows is anything else. */
function sumWith(net: NetBuilder, node: ReadNode, size: Size): { node: ReadNode; image: Image } | null {
  const sum = net.follower(node, "Add");
  const other = sum?.inputs.find((name) => name !== node.outputs[0]);
  if (!sum || !net.has(other)) return null;
  const { image } = net.take(other, "image");
  return sameSize(image, size) ? { node: sum, image } : null;
}

function readConvolution(net: NetBuilder, node: ReadNode): Convolution {
  const { dims, values } = net.constant(node.inputs[1]);
  const [outputs, inputs, rows, columns] = dims as [number, number, number, number];
  const plain = numbers(node, "dilations", [1, 1]).every((step) => step === 1);
  demand(plain && dims.length === 4, "a convolution of another kind");
  demand(!node.attributes.has("auto_pad"), "a convolution that finds its padding itself");
  return {
    weights: values,
    bias: node.inputs[2] ? net.constant(node.inputs[2]).values : null,
    outputs,
    inputs,
    kernel: [rows, columns],
    strides: numbers(node, "strides", [1, 1]) as unknown as Convolution["strides"],
    pads: numbers(node, "pads", [0, 0, 0, 0]) as unknown as Convolution["pads"],
  };
}

/** An image and a row that is the same for every row of it, before a convolution. */
export const add: Operator = (net, node) => {
  const [name, tableName] = net.isConstant(node.inputs[0]) ? [...node.inputs].reverse() : node.inputs;
  const { image } = net.take(name, "image");
  const { dims, values } = net.constant(tableName);
  demand(dims.join() === [1, image.channels, 1, image.columns].join(), "a sum of other sizes");
  // The sum may be made in place, hence only where nobody else wants what was there before.
  demand(!net.isWantedElsewhere(name ?? "", node), "an image that is wanted twice");
  demand(net.follower(node, "Conv") !== null, "a sum that is no convolution's alone");
  const row = new Float32Array(image.columns * image.lanes);
  for (let channel = 0; channel < image.channels; channel++) {
    for (let column = 0; column < image.columns; column++) {
      row[column * image.lanes + channel] = values[channel * image.columns + column] as number;
    }
  }
  net.set(node, { kind: "shifted", image, row });
};

export const squeeze: Operator = (net, node) => {
  const value = net.take(node.inputs[0], "image");
  demand(axesOf(net, node) === "3" && value.image.columns === 1, "an image that is more than a pixel wide");
  net.set(node, value);
};
