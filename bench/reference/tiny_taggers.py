"""Makes e2e/taggers/NAME/: a tiny tagger of each kind that earshot.json can describe, random weights, and its right scores.

The scores are computed by torch from the same weights, not by the ONNX graph; the graph's own answer is compared here.

    pip install torch onnx onnxruntime "transformers==5.23.0"
    python bench/reference/tiny_taggers.py
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from golden_waveform import golden_waveform
from recipe_log_mel import recipe_log_mel

OUTPUT = Path(__file__).parents[2] / "e2e" / "taggers"
LABELS = ["Speech", "Dog", "Music", "Rain", "Siren"]
random = np.random.default_rng(7)


def weights(*shape: int, gain: float = 1.0) -> np.ndarray:
    return (gain * random.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)


def save(name: str, spec: dict, nodes: list, constants: dict, inputs: list, outputs: list, expected: np.ndarray, samples: int, feed: np.ndarray):
    initializers = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    value = lambda row: helper.make_tensor_value_info(row[0], TensorProto.FLOAT, row[1])
    graph = helper.make_graph(nodes, name, list(map(value, inputs)), list(map(value, outputs)), initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="earshot")
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (given,) = session.run(None, {inputs[0][0]: feed})
    given = given.mean(axis=0) if given.ndim == 2 and given.shape[0] > 1 else given.reshape(-1)
    scores = 1 / (1 + np.exp(-given)) if spec["outputIs"] == "logits" else given
    assert np.abs(scores - expected).max() < 1e-5, (name, scores, expected)
    folder = OUTPUT / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    (folder / "earshot.json").write_text(json.dumps({"model": "model.onnx", **spec, "labels": LABELS}, indent=2) + "\n")
    answer = {"samples": samples, "scores": [round(float(s), 7) for s in expected]}
    (folder / "expected.json").write_text(json.dumps(answer, indent=2) + "\n")
    print(name, (folder / "model.onnx").stat().st_size, "bytes", answer["scores"])


def efficientat() -> None:
    """A batch of waveforms at 32 kHz; all inside, sigmoid at the end."""
    conv, bias = weights(8, 1, 400), weights(8, gain=0.1)
    dense, dense_bias = weights(8, len(LABELS), gain=40), weights(len(LABELS))
    wave = golden_waveform(64_000, 32_000)
    x = torch.from_numpy(wave)[None, None]
    hidden = torch.relu(torch.nn.functional.conv1d(x, torch.from_numpy(conv), torch.from_numpy(bias), stride=160)).mean(2)
    scores = torch.sigmoid(hidden @ torch.from_numpy(dense) + torch.from_numpy(dense_bias))[0].numpy()
    nodes = [
        helper.make_node("Unsqueeze", ["samples", "one"], ["wave"]),
        helper.make_node("Conv", ["wave", "conv", "bias"], ["conved"], strides=[160]),
        helper.make_node("Relu", ["conved"], ["rectified"]),
        helper.make_node("ReduceMean", ["rectified"], ["pooled"], axes=[2], keepdims=0),
        helper.make_node("Gemm", ["pooled", "dense", "dense_bias"], ["raw"]),
        helper.make_node("Sigmoid", ["raw"], ["probabilities"]),
    ]
    constants = {"one": np.array([1], np.int64), "conv": conv, "bias": bias, "dense": dense, "dense_bias": dense_bias}
    spec = {
        "input": {"kind": "waveform", "name": "samples", "dims": "batch,samples"},
        "output": "probabilities", "outputIs": "scores", "activation": "sigmoid",
        "sampleRateHz": 32_000, "windowS": 2, "windowIsFixed": False,
    }
    save("waveform-scores", spec, nodes, constants, [("samples", ["W", "N"])], [("probabilities", ["W", 5])], scores, 64_000, wave[None])


def yamnet() -> None:
    """One waveform with no batch; a row of scores for every half second, of which the mean counts."""
    conv, bias = weights(len(LABELS), 1, 800, gain=20), weights(len(LABELS))
    wave = golden_waveform(48_000, 16_000)
    x = torch.from_numpy(wave)[None, None]
    frames = torch.nn.functional.conv1d(x, torch.from_numpy(conv), torch.from_numpy(bias), stride=8_000)[0]
    scores = torch.sigmoid(frames).mean(1).numpy()
    nodes = [
        helper.make_node("Unsqueeze", ["waveform", "axes"], ["wave"]),
        helper.make_node("Conv", ["wave", "conv", "bias"], ["conved"], strides=[8_000]),
        helper.make_node("Squeeze", ["conved", "zero"], ["one_clip"]),
        helper.make_node("Transpose", ["one_clip"], ["frames"], perm=[1, 0]),
        helper.make_node("Sigmoid", ["frames"], ["scores"]),
    ]
    constants = {"axes": np.array([0, 1], np.int64), "zero": np.array([0], np.int64), "conv": conv, "bias": bias}
    spec = {
        "input": {"kind": "waveform", "name": "waveform", "dims": "samples"},
        "output": "scores", "outputIs": "scores", "activation": "sigmoid",
        "sampleRateHz": 16_000, "windowS": 3, "windowIsFixed": False,
    }
    save("waveform-frames", spec, nodes, constants, [("waveform", ["samples"])], [("scores", ["frames", 5])], scores, 48_000, wave)


CED = {
    "fftSamples": 512, "frameSamples": 512, "hopSamples": 160, "centred": False, "mels": 64, "minHz": 0, "maxHz": 8000,
    "melScale": "htk", "melNorm": "none", "window": "hann-periodic", "power": 2, "preEmphasis": 0,
    "scale": {"kind": "db", "offset": 1e-10, "topDb": 120}, "mean": 0, "std": 1,
}


def ced() -> None:
    """Mel spectrum in decibels; normalisation and sigmoid inside."""
    conv, bias = weights(8, 64, 5), weights(8)
    dense, dense_bias = weights(8, len(LABELS), gain=4), weights(len(LABELS))
    wave = golden_waveform(32_000, 16_000)
    feats = recipe_log_mel(wave, 16_000, CED).T[None].copy()
    hidden = (torch.from_numpy(feats) + 20) / 30
    hidden = torch.relu(torch.nn.functional.conv1d(hidden, torch.from_numpy(conv), torch.from_numpy(bias))).mean(2)
    scores = torch.sigmoid(hidden @ torch.from_numpy(dense) + torch.from_numpy(dense_bias))[0].numpy()
    nodes = [
        helper.make_node("Add", ["feats", "shift"], ["shifted"]),
        helper.make_node("Div", ["shifted", "spread"], ["normal"]),
        helper.make_node("Conv", ["normal", "conv", "bias"], ["conved"]),
        helper.make_node("Relu", ["conved"], ["rectified"]),
        helper.make_node("ReduceMean", ["rectified"], ["pooled"], axes=[2], keepdims=0),
        helper.make_node("Gemm", ["pooled", "dense", "dense_bias"], ["raw"]),
        helper.make_node("Sigmoid", ["raw"], ["prob"]),
    ]
    constants = {
        "shift": np.array(20, np.float32), "spread": np.array(30, np.float32),
        "conv": conv, "bias": bias, "dense": dense, "dense_bias": dense_bias,
    }
    spec = {
        "input": {"kind": "log-mel", "name": "feats", "dims": "batch,mels,frames", **CED},
        "output": "prob", "outputIs": "scores", "activation": "sigmoid",
        "sampleRateHz": 16_000, "windowS": 2, "windowIsFixed": False,
    }
    save("decibel-mel-scores", spec, nodes, constants, [("feats", ["batch", 64, "time"])], [("prob", ["batch", 5])], scores, 32_000, feats)


KALDI = {
    "fftSamples": 512, "frameSamples": 400, "hopSamples": 160, "centred": False, "mels": 40, "minHz": 20, "maxHz": 8000,
    "melScale": "kaldi", "melNorm": "none", "window": "povey", "power": 2, "preEmphasis": 0.97,
    "scale": {"kind": "ln", "offset": 1.192092955078125e-7}, "mean": -6, "std": 4,
}


def kaldi() -> None:
    """Kaldi's filter bank of a fixed second as a picture with one channel; logits."""
    dense, dense_bias = weights(98 * 40, len(LABELS), gain=2), weights(len(LABELS))
    dense *= np.sqrt(len(LABELS) / (98 * 40)).astype(np.float32)
    wave = golden_waveform(16_000, 16_000)
    picture = recipe_log_mel(wave, 16_000, KALDI)
    logits = torch.from_numpy(picture).reshape(1, -1) @ torch.from_numpy(dense) + torch.from_numpy(dense_bias)
    scores = torch.sigmoid(logits)[0].numpy()
    nodes = [helper.make_node("Flatten", ["fbank"], ["flat"]), helper.make_node("Gemm", ["flat", "dense", "dense_bias"], ["logits"])]
    spec = {
        "input": {"kind": "log-mel", "name": "fbank", "dims": "batch,1,frames,mels", **KALDI},
        "output": "logits", "outputIs": "logits", "activation": "sigmoid",
        "sampleRateHz": 16_000, "windowS": 1, "windowIsFixed": True,
    }
    constants = {"dense": dense, "dense_bias": dense_bias}
    save("kaldi-mel-logits", spec, nodes, constants, [("fbank", ["batch", 1, 98, 40])], [("logits", ["batch", 5])], scores, 16_000, picture[None, None])


if __name__ == "__main__":
    efficientat()
    yamnet()
    ced()
    kaldi()
