"""Makes src/signal/reference/resampler.json: what libsoxr's VHQ recipe gives for a band-limited signal.

The input is a formula, repeated in src/signal/resampler.test.ts: tones below 0.85 of the lower Nyquist frequency under a
Hann envelope over the whole length, so that neither filter's pass-band edge nor its way with the ends shows. Outputs
are stored as base64 of little-endian float32.

    pip install soxr numpy
    python bench/reference/resampler_vectors.py
"""

import base64
import json
import math
from pathlib import Path

import numpy as np
import soxr

OUTPUT = Path(__file__).parents[2] / "src" / "signal" / "reference" / "resampler.json"
SECONDS = 0.1
PAIRS = [
    (8000, 16000), (11025, 16000), (22050, 16000), (32000, 16000), (44100, 16000), (48000, 16000),
    (88200, 16000), (96000, 16000), (192000, 16000), (44101, 16000), (16000, 11025), (16000, 44101),
]  # fmt: skip


def signal(from_hz: int, to_hz: int) -> np.ndarray:
    count = round(SECONDS * from_hz)
    t = np.arange(count) / from_hz
    nyquist = min(from_hz, to_hz) / 2
    tones = sum(np.sin(2 * math.pi * share * nyquist * t + share) for share in (0.03, 0.31, 0.62, 0.85))
    return 0.2 * tones * (0.5 - 0.5 * np.cos(2 * math.pi * t / SECONDS))


def main() -> None:
    cases = []
    for from_hz, to_hz in PAIRS:
        y = soxr.resample(signal(from_hz, to_hz), from_hz, to_hz, quality="VHQ")
        values = base64.b64encode(y.astype("<f4").tobytes()).decode()
        cases.append({"fromHz": from_hz, "toHz": to_hz, "values": values})
    facts = {"soxr": soxr.__version__, "libsoxr": soxr.__libsoxr_version__, "cases": cases}
    OUTPUT.write_text(json.dumps(facts, separators=(",", ":")).replace('{"fromHz', '\n{"fromHz') + "\n")
    print(OUTPUT.stat().st_size, "bytes,", len(cases), "cases")


if __name__ == "__main__":
    main()
