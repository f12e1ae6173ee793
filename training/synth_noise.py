"""Noises that are nothing in particular: coloured, modulated, clicking, humming, and vowel-like without speech.

Every function takes a generator and a length in samples at 16 kHz and returns a float waveform of any level.
"""

import numpy as np
from numpy.random import Generator

RATE = 16000


def shaped(rng: Generator, n: int, curve_db) -> np.ndarray:
    """White noise filtered by a gain in dB as a function of frequency in Hz."""
    spectrum = np.fft.rfft(rng.standard_normal(n))
    return np.fft.irfft(spectrum * 10 ** (curve_db(np.fft.rfftfreq(n, 1 / RATE)) / 20), n)


def coloured(rng: Generator, n: int) -> np.ndarray:
    slope = rng.uniform(-9, 3)  # dB an octave: brown to blue
    return shaped(rng, n, lambda f: slope * np.log2(np.maximum(f, 30) / 1000))


def band(rng: Generator, n: int) -> np.ndarray:
    centre, octaves = np.exp(rng.uniform(np.log(80), np.log(6000))), rng.uniform(0.1, 2)
    steep = rng.uniform(12, 60)
    return shaped(rng, n, lambda f: -steep * np.maximum(0, np.abs(np.log2(np.maximum(f, 1) / centre)) - octaves / 2))


def slow(rng: Generator, n: int, hz: float) -> np.ndarray:
    """A smooth random curve around 0 with about `hz` turns a second."""
    knots = rng.standard_normal(max(4, int(n / RATE * hz) + 3))
    return np.interp(np.linspace(0, len(knots) - 1, n), np.arange(len(knots)), knots)


def modulated(rng: Generator, n: int) -> np.ndarray:
    base = coloured(rng, n) if rng.random() < 0.5 else band(rng, n)
    if rng.random() < 0.5:
        return base * np.exp(rng.uniform(0.3, 1.2) * slow(rng, n, rng.uniform(0.5, 15)))
    rate, depth = rng.uniform(1, 40), rng.uniform(0.2, 1)
    return base * (1 + depth * np.sin(2 * np.pi * rate * np.arange(n) / RATE))


def bursts(rng: Generator, n: int) -> np.ndarray:
    """Filtered noise in bursts of 0.05-0.6 s with soft edges: brushing, rubbing, blowing."""
    out = np.zeros(n)
    base = band(rng, n)
    for _ in range(rng.integers(1, 7)):
        length = int(RATE * rng.uniform(0.05, 0.6))
        start = int(rng.integers(0, max(1, n - length)))
        out[start:start + length] += np.hanning(length)[: n - start] * base[start:start + length] * rng.uniform(0.3, 1)
    return out


def clicks(rng: Generator, n: int) -> np.ndarray:
    """Knocks and clatter at irregular or machine-like moments; regular ones are far faster than a clock."""
    out = np.zeros(n)
    if rng.random() < 0.5:
        moments = np.arange(rng.uniform(0, 0.1), n / RATE, 1 / rng.uniform(12, 60))
    else:
        moments = np.cumsum(rng.exponential(rng.uniform(0.03, 0.5), 80))
    ring, decay = rng.uniform(150, 5000), rng.uniform(0.002, 0.04)
    t = np.arange(int(6 * decay * RATE)) / RATE
    for moment in moments[moments < n / RATE]:
        start = int(moment * RATE)
        knock = np.exp(-t / decay) * (np.sin(2 * np.pi * ring * t) + 0.5 * rng.standard_normal(len(t)))
        out[start:start + len(t)] += (knock * rng.uniform(0.3, 1))[: n - start]
    return out


def hum(rng: Generator, n: int) -> np.ndarray:
    t = np.arange(n) / RATE
    base = rng.choice([50.0, 60.0, 100.0, 120.0, rng.uniform(40, 400)])
    out = 0.05 * rng.uniform(0, 1) * coloured(rng, n)
    for k in range(1, rng.integers(2, 20)):
        if base * k < 7800:
            out += rng.uniform(0, 1) / k ** rng.uniform(0.3, 2) * np.sin(2 * np.pi * base * k * t + rng.uniform(0, 6))
    return out


def vowels(rng: Generator, n: int) -> np.ndarray:
    """Noise through wandering formants: the colour of a voice without one."""
    out = np.zeros(n)
    source = rng.standard_normal(n)
    t = np.arange(n) / RATE
    for centre in (rng.uniform(250, 900), rng.uniform(900, 2400), rng.uniform(2300, 3500)):
        smooth = np.convolve(source, np.hanning(int(rng.uniform(60, 200))), "same")
        path = 2 * np.pi * np.cumsum(centre * (1 + 0.15 * slow(rng, n, 4))) / RATE
        out += smooth * np.cos(path + 0 * t) * rng.uniform(0.2, 1)
    return out * np.exp(0.8 * slow(rng, n, rng.uniform(1, 6)))


NOISES = (coloured, coloured, band, modulated, modulated, bursts, clicks, hum, vowels)
