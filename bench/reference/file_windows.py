"""Makes e2e/expected/file-windows.json: logits of every window of whole files, by Python's own features and onnxruntime.

    python bench/reference/file_windows.py

Windows are those of a file at the default hop: 31 920 samples every 8 000, and a last one that ends with the file
(src/signal/windows.ts). Features: transformers' ASTFeatureExtractor without torchaudio.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
from transformers import ASTFeatureExtractor

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))
from golden import golden_waveform  # noqa: E402

MODEL = ROOT / "public" / "models" / "everyday-sounds"
OUTPUT = ROOT / "e2e" / "expected" / "file-windows.json"
WINDOW, HOP = 31_920, 8_000


def window_starts(samples: int) -> list[int]:
    starts = list(range(0, samples - WINDOW + 1, HOP))
    return starts if starts[-1] + WINDOW == samples else [*starts, samples - WINDOW]


def main() -> None:
    extractor = ASTFeatureExtractor.from_pretrained(MODEL)
    session = onnxruntime.InferenceSession(str(MODEL / "onnx" / "model.onnx"))
    sounds = {
        "golden": golden_waveform(155_200),
        "melody": soundfile.read(ROOT.parent / "shared" / "hub" / "inputs" / "melody.wav", dtype="float32")[0],
    }
    answer = {}
    for name, sound in sounds.items():
        windows = []
        for start in window_starts(len(sound)):
            features = extractor(sound[start : start + WINDOW], sampling_rate=16_000, return_tensors="np")["input_values"]
            logits = session.run(["logits"], {"input_values": features.astype(np.float32)})[0][0]
            windows.append({"startSample": start, "logits": [float(f"{logit:.6f}") for logit in logits]})
        answer[name] = {"samples": len(sound), "windows": windows}
    OUTPUT.write_text(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
