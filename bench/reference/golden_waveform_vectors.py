"""Makes src/signal/reference/golden-waveform.json: samples of the golden waveform as Python computes them.

    python bench/reference/golden_waveform_vectors.py
"""

import json
import math
import struct
from pathlib import Path

OUTPUT = Path(__file__).parents[2] / "src" / "signal" / "reference" / "golden-waveform.json"
POSITIONS = [0, 1, 2, 1999, 2000, 2001, 3999, 4000, 15999, 16000, 31999, 47999, 159999]


def golden_waveform(samples: int, sample_rate_hz: int) -> list[float]:
    state, waveform = 1, []
    for n in range(samples):
        t = n / sample_rate_hz
        state = (1664525 * state + 1013904223) % 2**32
        noise = state / 2**31 - 1
        chirp = 0.25 * math.sin(2 * math.pi * (220 * t + 400 * t * t))
        burst = 0.1 * math.sin(2 * math.pi * 1760 * t) if (4 * n) % sample_rate_hz < sample_rate_hz / 2 else 0.0
        waveform.append(struct.unpack("<f", struct.pack("<f", chirp + burst + 0.02 * noise))[0])
    return waveform


def main() -> None:
    cases = []
    for sample_rate_hz in (16000, 44100):
        waveform = golden_waveform(max(POSITIONS) + 1, sample_rate_hz)
        cases.append({"sampleRateHz": sample_rate_hz, "positions": POSITIONS, "values": [waveform[n] for n in POSITIONS]})
    OUTPUT.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
