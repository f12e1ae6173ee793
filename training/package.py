"""A folder laid out as on the Hub: config.json, preprocessor_config.json, onnx/model.onnx, golden.json.

The config names the architecture AST because its feature extractor is AST's and because pipelines that read Hub
folders then know what to feed; the weights are ours, and `model_type` decides only the input's name and form.
"""

import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
from transformers import ASTFeatureExtractor

from export import written
from golden import NAME, golden_waveform
from scoring import Scorer


def save_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def session_of(folder: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(folder / "onnx/model.onnx", options, providers=["CPUExecutionProvider"])


def heard(folder: Path, session: onnxruntime.InferenceSession, waveform: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Logits [labels] and the features' shape, the way a user of the published folder gets them."""
    extractor = ASTFeatureExtractor.from_pretrained(folder)
    features = extractor(waveform, sampling_rate=16000, return_tensors="np")["input_values"].astype(np.float32)
    return session.run(["logits"], {"input_values": features})[0][0], list(features.shape)


def packaged(scorer: Scorer, labels: list[str], folder: Path) -> None:
    """Writes the folder, then checks that its graph gives what the network gives."""
    recipe = scorer.recipe
    written(scorer.network, recipe.frames, recipe.mels, folder / "onnx/model.onnx")
    save_json(folder / "config.json", {
        "architectures": ["ASTForAudioClassification"],
        "model_type": "audio-spectrogram-transformer",
        "problem_type": "multi_label_classification",
        "id2label": {str(index): label for index, label in enumerate(labels)},
        "label2id": {label: index for index, label in enumerate(labels)},
        "max_length": recipe.frames, "num_mel_bins": recipe.mels,
        "hidden_size": 2 * recipe.shape.features, "torch_dtype": "float32",
    })
    save_json(folder / "preprocessor_config.json", {
        "feature_extractor_type": "ASTFeatureExtractor", "feature_size": 1, "sampling_rate": 16000,
        "num_mel_bins": recipe.mels, "max_length": recipe.frames, "mean": scorer.norm.mean, "std": scorer.norm.std,
        "do_normalize": True, "padding_side": "right", "padding_value": 0.0, "return_attention_mask": False,
    })
    session, wave = session_of(folder), golden_waveform(recipe.window_samples)
    logits, _ = heard(folder, session, wave)
    gap = np.abs(logits - scorer.logits(wave[None])[0]).max()
    if gap > 2e-3:
        raise AssertionError(f"the exported graph differs from the network by {gap}")
    save_json(folder / "golden.json", {
        "waveform": NAME, "samples": recipe.window_samples, "sampleRateHz": 16000,
        "logits": [round(float(value), 6) for value in logits],
    })


def milliseconds(folder: Path, frames: int, mels: int, runs: int = 200) -> float:
    """Median time of one window on one thread of this machine."""
    session, features = session_of(folder), np.zeros((1, frames, mels), np.float32)
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        session.run(None, {"input_values": features})
        took.append(time.perf_counter() - started)
    return 1000 * float(np.median(took))
