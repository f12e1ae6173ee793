/** The smallest graph that a runtime opens a session for: one float through `Identity`. ONNX as bytes, IR 8, opset 13. */
const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
const field = (number: number, bytes: readonly number[]) => [(number << 3) | 2, bytes.length, ...bytes];

const value = (name: string) => {
  const shape = field(1, [0x08, 1]); // dim { dim_value: 1 }
  const tensor = field(1, [0x08, 1, ...field(2, shape)]); // tensor_type { elem_type: FLOAT, shape }
  return [...field(1, text(name)), ...field(2, tensor)];
};
const node = [...field(1, text("x")), ...field(2, text("y")), ...field(4, text("Identity"))];
const graph = [...field(1, node), ...field(2, text("g")), ...field(11, value("x")), ...field(12, value("y"))];

export const TINY_GRAPH = Uint8Array.from([0x08, 8, ...field(8, [0x10, 13]), ...field(7, graph)]);
