"""Banks of made sounds that belong to no label, silences, and rooms. Seeds of tests differ from those of training."""

import numpy as np
from numpy.random import Generator, default_rng

from synth_noise import NOISES, RATE, coloured, hum
from synth_tones import TONES

TRAINING_SEED, TEST_SEED = 1000, 900_000


def at_peak(wave: np.ndarray, decibels: float) -> np.ndarray:
    return (wave * (10 ** (decibels / 20) / max(1e-9, np.abs(wave).max()))).astype(np.float32)


def made(rng: Generator, makers, samples: int) -> np.ndarray:
    wave = makers[rng.integers(len(makers))](rng, samples)
    return at_peak(wave, rng.uniform(-30, -1))


def bank(seed: int, makers, count: int, samples: int) -> list[np.ndarray]:
    return [made(default_rng(seed + i), makers, samples) for i in range(count)]


def noises(seed: int, count: int, samples: int) -> list[np.ndarray]:
    return bank(seed, NOISES, count, samples)


def tones(seed: int, count: int, samples: int) -> list[np.ndarray]:
    return bank(seed + 100_000, TONES, count, samples)


def silence(rng: Generator, samples: int) -> np.ndarray:
    """Digital zeros, or a noise floor with a root mean square of -100 to -66 dBFS, some of it hum."""
    if rng.random() < 0.15:
        return np.zeros(samples, np.float32)
    floor = hum(rng, samples) if rng.random() < 0.2 else coloured(rng, samples)
    level = 10 ** (rng.uniform(-100, -66) / 20)
    return (floor * level / np.sqrt(np.mean(floor**2))).astype(np.float32)


def room(rng: Generator) -> np.ndarray:
    """An impulse response: the direct sound and an exponentially dying tail, reverberation time 0.1-0.7 s."""
    length = int(RATE * 0.4)
    t = np.arange(length) / RATE
    tail = rng.standard_normal(length) * np.exp(-6.9 * t / rng.uniform(0.1, 0.7))
    tail *= rng.uniform(0.05, 0.6) / np.sqrt(np.sum(tail**2))
    tail[: int(0.002 * RATE)] = 0
    tail[0] = 1
    return tail.astype(np.float32)
