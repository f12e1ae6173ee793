"""The test signal of src/signal/golden-waveform.ts, for scripts that make reference numbers."""

import numpy as np


def golden_waveform(samples: int, sample_rate_hz: int) -> np.ndarray:
    n = np.arange(samples)
    t = n / sample_rate_hz
    noise = np.empty(samples)
    state = 1
    for i in range(samples):
        state = (1664525 * state + 1013904223) % 2**32
        noise[i] = state / 2**31 - 1
    chirp = 0.25 * np.sin(2 * np.pi * (220 * t + 400 * t * t))
    burst = np.where((4 * n) % sample_rate_hz < sample_rate_hz / 2, 0.1 * np.sin(2 * np.pi * 1760 * t), 0.0)
    return (chirp + burst + 0.02 * noise).astype(np.float32)
