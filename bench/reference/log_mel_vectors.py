"""Makes src/signal/reference/log-mel.json: what Python transformers' ASTFeatureExtractor gives on its numpy path.

The inputs are formulas, repeated in src/signal/log-mel.test.ts, so only the outputs are stored: some rows of each picture
(all of them with --all-rows, for a complete comparison that is too large to keep), as base64 of little-endian float32.

    pip install "transformers==5.23.0" torch numpy      # and no torchaudio: its presence changes the path
    python bench/reference/log_mel_vectors.py
"""

import argparse
import base64
import json
import math
from pathlib import Path

import numpy as np
import transformers
from transformers import ASTFeatureExtractor
from transformers.utils import is_speech_available

SAMPLE_RATE_HZ = 16000
OUTPUT = Path(__file__).parents[2] / "src" / "signal" / "reference" / "log-mel.json"
SIZES = [(64, 198), (64, 98), (128, 1024), (128, 128)]
ROWS = 8


def noise(count: int) -> np.ndarray:
    """Uniform in -1..1 from a 32-bit linear congruential generator: exact in every language."""
    state, values = 1, np.empty(count)
    for n in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values[n] = state / 2**31 - 1
    return values


def signal(name: str, count: int) -> np.ndarray:
    t = np.arange(count) / SAMPLE_RATE_HZ
    two_pi = 2 * math.pi
    if name == "noise":
        x = 0.3 * noise(count)
    elif name == "quiet-noise":
        x = 1e-4 * noise(count)
    elif name == "tones":
        x = 0.1 + 0.5 * np.sin(two_pi * 440 * t) + 0.01 * np.sin(two_pi * 5000.5 * t)
    elif name == "clipped":
        x = np.clip(3 * np.sin(two_pi * 300 * t) + 0.5 * noise(count), -1, 1)
    elif name == "silence":
        x = np.zeros(count)
    elif name == "speech":
        phase = two_pi * (120 * t - 20 / (two_pi * 3) * np.cos(two_pi * 3 * t))
        x = np.zeros(count)
        for h in range(1, 31):
            hz = 120 * h
            weight = math.exp(-(((hz - 500) / 300) ** 2)) + 0.5 * math.exp(-(((hz - 1500) / 400) ** 2))
            x = x + 0.2 * weight * np.sin(h * phase)
        x = x * np.maximum(0, np.sin(two_pi * 2 * t)) ** 2 + 1e-3 * noise(count)
    else:
        raise ValueError(name)
    return x.astype(np.float32)


def case(name: str, count: int, mels: int, length: int, normalize: bool, all_rows: bool) -> dict:
    extractor = ASTFeatureExtractor(num_mel_bins=mels, max_length=length, do_normalize=normalize)
    picture = extractor(signal(name, count), sampling_rate=SAMPLE_RATE_HZ, return_tensors="np")["input_values"][0]
    assert picture.shape == (length, mels) and picture.dtype == np.float32
    frames = max(0, min(length, 1 + (count - 400) // 160))
    edges = {0, frames - 1, frames, length - 1}
    rows = range(length) if all_rows else sorted(r for r in edges | set(range(1, length, length // (ROWS - 3))) if 0 <= r < length)
    values = np.ascontiguousarray(picture[list(rows)], dtype="<f4")
    return {
        "signal": name, "samples": count, "numMelBins": mels, "maxLength": length, "doNormalize": normalize,
        "rows": list(rows), "values": base64.b64encode(values.tobytes()).decode(),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--all-rows", action="store_true")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    assert not is_speech_available(), "torchaudio is installed: this would not be the numpy path"
    cases = []
    for mels, length in SIZES:
        full = (length - 1) * 160 + 400
        for name in ["noise", "quiet-noise", "tones", "clipped", "silence", "speech"]:
            cases.append((name, full, mels, length, False))
        cases.append(("speech", 5000, mels, length, True))
        cases.append(("noise", full + 1000, mels, length, True))
    cases += [("noise", count, 64, 98, True) for count in (399, 400, 559, 560)]
    made = [case(*c, options.all_rows) for c in cases]
    facts = {"transformers": transformers.__version__, "numpy": np.__version__, "cases": made}
    options.output.write_text(json.dumps(facts, separators=(",", ":")).replace('{"signal', '\n{"signal') + "\n")
    print(options.output.stat().st_size, "bytes,", len(made), "cases")


if __name__ == "__main__":
    main()
