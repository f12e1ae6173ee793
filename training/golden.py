"""The golden waveform "earshot-golden-1": a chirp, a beeping tone and pseudo-random noise.

Any language reproduces it from this formula, so a test needs no audio file: at 16 kHz, t = n / 16000,
0.25 sin(2 pi (220 t + 400 t^2)) + (0.1 sin(2 pi 1760 t) in the first half of each quarter second) + 0.02 u(n), with
u from a linear congruential generator. Computed in float64, then rounded to float32.
"""

import numpy as np

NAME = "earshot-golden-1"


def golden_waveform(samples: int, rate: int = 16000) -> np.ndarray:
    n = np.arange(samples)
    t = n / rate
    wave = 0.25 * np.sin(2 * np.pi * (220 * t + 400 * t * t))
    wave += np.where((4 * n) % rate < rate / 2, 0.1 * np.sin(2 * np.pi * 1760 * t), 0.0)
    state, noise = 1, np.empty(samples)
    for i in range(samples):
        state = (1664525 * state + 1013904223) % 2**32
        noise[i] = state / 2**31 - 1
    return (wave + 0.02 * noise).astype(np.float32)
