"""A trained network -> one ONNX file, written node by node.

Batch norms are folded into the convolutions before them, so the graph holds nothing but Conv, Relu, Add, Slice,
Unsqueeze, Squeeze, ReduceMean, ReduceMax, Concat and Gemm: operators that every onnxruntime backend has.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from network import Bottleneck, Network, Unit

OPSET, IR = 17, 8


def folded(unit: Unit) -> tuple[np.ndarray, np.ndarray]:
    """Weights [out, in, h, w] and bias [out] of a convolution with its batch norm."""
    convolution, norm = unit[0], unit[1]
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = convolution.weight * scale[:, None, None, None]
    bias = norm.bias - norm.running_mean * scale
    return weight.detach().numpy(), bias.detach().numpy()


class Graph:
    """Collects nodes and initialisers; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        value = value.astype(np.float32) if value.dtype.kind == "f" else value.astype(np.int64)
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))
        return output

    def unit(self, unit: Unit, x: str, name: str) -> str:
        weight, bias = folded(unit)
        height, width = unit[0].padding
        y = self.add("Conv", [x, self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)], name,
                     kernel_shape=weight.shape[2:], strides=unit[0].stride, pads=[height, width, height, width])
        return self.add("Relu", [y], f"{name}.relu") if len(unit) == 3 else y

    def bottleneck(self, block: Bottleneck, x: str, name: str) -> str:
        y = x
        for index, unit in enumerate(block.inner):
            y = self.unit(unit, y, f"{name}.{index}")
        return self.add("Relu", [self.add("Add", [x, y], f"{name}.sum")], f"{name}.relu")


def written(network: Network, frames: int, mels: int, path: Path) -> None:
    """Writes the graph: `input_values` [batch, frames, mels] -> `logits`, `embeddings`."""
    graph, shape = Graph(), network.shape
    x = "input_values"
    if shape.kept_mels < mels:
        ends = [graph.constant(f"slice.{n}", np.array([v])) for n, v in
                (("start", 0), ("end", shape.kept_mels), ("axis", 2))]
        x = graph.add("Slice", [x, *ends], "kept")
    x = graph.add("Unsqueeze", [x, graph.constant("channel_axis", np.array([1]))], "image")
    x = graph.unit(network.stem, x, "stem")
    x = graph.add("Add", [x, graph.constant("place.bias", network.place.detach().numpy())], "place")
    for index, layer in enumerate(network.body):
        write = graph.unit if isinstance(layer, Unit) else graph.bottleneck
        x = write(layer, x, f"body.{index}")
    x = graph.unit(network.span, x, "span")
    x = graph.add("Squeeze", [x, graph.constant("frequency_axis", np.array([3]))], "over_time")
    mean = graph.add("ReduceMean", [x], "mean", axes=[2], keepdims=0)
    most = graph.add("ReduceMax", [x], "most", axes=[2], keepdims=0)
    graph.add("Concat", [mean, most], "embeddings", axis=1)
    head: nn.Linear = network.classifier
    graph.add("Gemm", ["embeddings", graph.constant("classifier.weight", head.weight.detach().numpy()),
                       graph.constant("classifier.bias", head.bias.detach().numpy())], "logits", transB=1)
    value = helper.make_tensor_value_info
    model = helper.make_model(
        helper.make_graph(
            graph.nodes, "earshot",
            [value("input_values", TensorProto.FLOAT, ["batch", frames, mels])],
            [value("logits", TensorProto.FLOAT, ["batch", shape.labels]),
             value("embeddings", TensorProto.FLOAT, ["batch", 2 * shape.features])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, producer_name="earshot",
    )
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def multiplications(network: Network, frames: int) -> int:
    """Multiply-accumulates of one window, counted on the convolutions and the classifier."""
    total = 0

    def count(layer: nn.Module, _inputs, output: torch.Tensor) -> None:
        nonlocal total
        total += output[0].numel() * layer.weight[0].numel()

    handles = [layer.register_forward_hook(count) for layer in network.modules()
               if isinstance(layer, (nn.Conv2d, nn.Linear))]
    with torch.no_grad():
        network(torch.zeros(1, frames, network.shape.kept_mels))
    for handle in handles:
        handle.remove()
    return total
