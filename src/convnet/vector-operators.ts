/** The operators that follow the images: pooling over time, joining, the last product. */
import { reserveVector, type Vector } from "./images.ts";
import { axesOf, demand, number, type Operator } from "./operator.ts";
import { concatStep, linearStep, poolStep } from "./vectors.ts";

export const pool =
  (kind: "mean" | "most"): Operator =>
  (net, node) => {
    const { image } = net.take(node.inputs[0], "image");
    const over = axesOf(net, node) === "2" && number(node, "keepdims", 1) === 0 && image.columns === 1;
    demand(over, "pooling over anything but time");
    const vector = reserveVector(net.memory, image.channels);
    net.steps.push(poolStep(kind, image, vector));
    net.set(node, { kind: "vector", vector });
  };

export const concat: Operator = (net, node) => {
  const parts = node.inputs.map((name): Vector => net.take(name, "vector").vector);
  demand(number(node, "axis", 0) === 1, "vectors that are joined otherwise");
  const vector = reserveVector(
    net.memory,
    parts.reduce((sum, { size }) => sum + size, 0),
  );
  net.steps.push(concatStep(parts, vector));
  net.set(node, { kind: "vector", vector });
};

export const linear: Operator = (net, node) => {
  const { vector: from } = net.take(node.inputs[0], "vector");
  const { dims, values } = net.constant(node.inputs[1]);
  const [outputs = 0, inputs] = dims;
  const plain = number(node, "alpha", 1) === 1 && number(node, "beta", 1) === 1 && number(node, "transA", 0) === 0;
  demand(plain && number(node, "transB", 0) === 1 && inputs === from.size, "a product of another kind");
  const vector = reserveVector(net.memory, outputs);
  net.steps.push(linearStep(values, net.constant(node.inputs[2]).values, from, vector));
  net.set(node, { kind: "vector", vector });
};
