"""Log-mel by a recipe of earshot.json, from other people's parts: torch.stft, and mel_filter_bank of transformers.

As a script it makes src/signal/reference/recipe-log-mel.json: some rows of the golden waveform's picture for each recipe.

    pip install "transformers==5.23.0" torch numpy
    python bench/reference/recipe_log_mel.py
"""

import base64
import json
from pathlib import Path

import numpy as np
import torch
from transformers.audio_utils import mel_filter_bank

from golden_waveform import golden_waveform

OUTPUT = Path(__file__).parents[2] / "src" / "signal" / "reference" / "recipe-log-mel.json"
PLAIN = {
    "fftSamples": 512, "frameSamples": 512, "hopSamples": 160, "centred": False, "mels": 64, "minHz": 0, "maxHz": 8000,
    "melScale": "htk", "melNorm": "none", "window": "hann-periodic", "power": 2, "preEmphasis": 0,
    "scale": {"kind": "db", "offset": 1e-10, "topDb": None}, "mean": 0, "std": 1,
}
RECIPES = [
    (16000, 16000, {"scale": {"kind": "db", "offset": 1e-10, "topDb": 40}}),
    (16000, 16000, {"centred": True, "frameSamples": 400, "melScale": "slaney", "melNorm": "slaney"}),
    (16000, 16000, {"centred": True, "fftSamples": 400, "frameSamples": 400, "mels": 80, "melScale": "slaney", "melNorm": "slaney", "window": "hamming"}),
    (32000, 32000, {"fftSamples": 1024, "frameSamples": 800, "hopSamples": 320, "mels": 128, "maxHz": 15000, "melScale": "kaldi", "preEmphasis": 0.97, "window": "povey", "scale": {"kind": "ln", "offset": 1e-5}, "mean": -4.5, "std": 5}),
    (16000, 8000, {"centred": True, "frameSamples": 401, "minHz": 125, "maxHz": 7500, "power": 1, "window": "hann", "preEmphasis": 0.5, "scale": {"kind": "ln", "offset": 0.001}}),
    (22050, 9000, {"fftSamples": 630, "frameSamples": 630, "hopSamples": 221, "mels": 40, "maxHz": 11025}),
]


def shape_of(name: str, samples: int) -> torch.Tensor:
    if name == "hann-periodic":
        return torch.hann_window(samples, periodic=True, dtype=torch.float64)
    if name == "hamming":
        return torch.hamming_window(samples, periodic=False, dtype=torch.float64)
    hann = torch.hann_window(samples, periodic=False, dtype=torch.float64)
    return hann**0.85 if name == "povey" else hann


def frames_of(x: np.ndarray, recipe: dict) -> np.ndarray:
    fft, length, hop = (recipe[key] for key in ("fftSamples", "frameSamples", "hopSamples"))
    if recipe["centred"]:
        before, behind = fft // 2 - (fft - length) // 2, fft
        x = np.pad(x, (before, behind), mode="reflect")
        count = 1 + (len(x) - before - behind) // hop
    else:
        count = 1 + (len(x) - length) // hop
    return np.stack([x[t * hop : t * hop + length] for t in range(count)])


def recipe_log_mel(waveform: np.ndarray, rate_hz: int, recipe: dict) -> np.ndarray:
    """float32 [frames, mels]."""
    x = waveform.astype(np.float64)
    fft, length, hop = (recipe[key] for key in ("fftSamples", "frameSamples", "hopSamples"))
    shape = shape_of(recipe["window"], length)
    if recipe["centred"] and not recipe["preEmphasis"]:
        spectrum = torch.stft(torch.from_numpy(x), fft, hop, length, shape, center=True, pad_mode="reflect", return_complex=True)
        magnitude = spectrum.abs().numpy().T
    else:
        frames = frames_of(x, recipe)
        if recipe["melScale"] == "kaldi":
            frames = frames - frames.mean(axis=1, keepdims=True)
        c = recipe["preEmphasis"]
        frames = np.concatenate([frames[:, :1] * (1 - c), frames[:, 1:] - c * frames[:, :-1]], axis=1)
        magnitude = np.abs(np.fft.rfft(frames * shape.numpy(), fft))
    filters = mel_filter_bank(
        fft // 2 + 1, recipe["mels"], recipe["minHz"], recipe["maxHz"], rate_hz,
        norm=None if recipe["melNorm"] == "none" else "slaney", mel_scale=recipe["melScale"],
        triangularize_in_mel_space=recipe["melScale"] == "kaldi",
    )
    mel = magnitude ** recipe["power"] @ filters
    scale = recipe["scale"]
    if scale["kind"] == "ln":
        picture = np.log(mel + scale["offset"])
    else:
        picture = 10 * np.log10(np.maximum(mel, scale["offset"]))
        if scale["topDb"] is not None:
            picture = np.maximum(picture, picture.max() - scale["topDb"])
    return ((picture - recipe["mean"]) / recipe["std"]).astype(np.float32)


def main() -> None:
    cases = []
    for rate_hz, samples, changes in RECIPES:
        recipe = PLAIN | changes
        picture = recipe_log_mel(golden_waveform(samples, rate_hz), rate_hz, recipe)
        rows = sorted({0, 1, 2, len(picture) // 2, len(picture) - 2, len(picture) - 1})
        values = base64.b64encode(np.ascontiguousarray(picture[rows], dtype="<f4").tobytes()).decode()
        facts = {"sampleRateHz": rate_hz, "samples": samples, "frames": len(picture), "rows": rows, "recipe": recipe}
        cases.append(facts | {"values": values})
    OUTPUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")).replace('{"sampleRateHz', '\n{"sampleRateHz') + "\n")
    print(OUTPUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
