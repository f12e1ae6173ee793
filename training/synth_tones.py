"""Tones that are none of the instruments: beeps, dialling, sweeps, calls, organs, brass, bells, pads, whistles.

Every function takes a generator and a length in samples at 16 kHz and returns a float waveform of any level.
"""

import numpy as np
from numpy.random import Generator

from synth_noise import RATE, coloured, slow


def pitch(rng: Generator, low: float = 60, high: float = 3000) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def glide(rng: Generator, hz: np.ndarray, partials: int, tilt: float) -> np.ndarray:
    """Harmonics over a path of frequencies; those above 7.8 kHz are left out."""
    phase = 2 * np.pi * np.cumsum(hz) / RATE
    out = np.zeros(len(hz))
    for k in range(1, partials + 1):
        if k * hz.max() < 7800:
            out += rng.uniform(0.3, 1) * k**-tilt * np.sin(k * phase + rng.uniform(0, 6))
    return out


def gate(rng: Generator, n: int) -> np.ndarray:
    """On and off, with edges of 3-60 ms; sometimes always on."""
    if rng.random() < 0.35:
        return np.ones(n)
    period, duty = rng.uniform(0.15, 1.5) * RATE, rng.uniform(0.2, 0.9)
    on = ((np.arange(n) + rng.integers(0, n)) % period < duty * period).astype(float)
    edge = int(rng.uniform(0.003, 0.06) * RATE)
    return np.convolve(on, np.ones(edge) / edge, "same")


def beeps(rng: Generator, n: int) -> np.ndarray:
    partials = 1 if rng.random() < 0.5 else int(rng.integers(2, 12))  # sine, or square-like
    return glide(rng, np.full(n, pitch(rng, 100, 4500)), partials, rng.uniform(0.5, 2)) * gate(rng, n)


def dialling(rng: Generator, n: int) -> np.ndarray:
    t = np.arange(n) / RATE
    low, high = rng.choice([697, 770, 852, 941]), rng.choice([1209, 1336, 1477])
    return (np.sin(2 * np.pi * low * t) + np.sin(2 * np.pi * high * t)) * gate(rng, n)


def sweep(rng: Generator, n: int) -> np.ndarray:
    period = rng.uniform(0.2, 4) * RATE
    ramp = (np.arange(n) % period) / period
    if rng.random() < 0.5:
        ramp = 1 - np.abs(2 * ramp - 1)  # siren
    low = pitch(rng, 80, 1500)
    return glide(rng, low * rng.uniform(1.3, 5) ** ramp, int(rng.integers(1, 10)), rng.uniform(0.6, 2))


def call(rng: Generator, n: int) -> np.ndarray:
    """Harmonic glides with pauses: animals that the labels don't know, creaking doors."""
    out, at = np.zeros(n), int(rng.integers(0, RATE // 2))
    while at < n - 800:
        length = min(n - at, int(RATE * rng.uniform(0.08, 1.6)))
        hz = pitch(rng, 90, 2500) * np.exp(rng.uniform(0.05, 0.5) * slow(rng, length, rng.uniform(1, 6)))
        out[at:at + length] += glide(rng, hz, int(rng.integers(1, 12)), rng.uniform(0.7, 2.5)) * np.hanning(length)
        at += length + int(RATE * rng.uniform(0.02, 0.8))
    return out + 0.01 * rng.uniform(0, 1) * coloured(rng, n)


def chirps(rng: Generator, n: int) -> np.ndarray:
    """Bird-like whistles: short, high, nearly pure, fast in pitch."""
    out, at, home = np.zeros(n), int(rng.integers(0, RATE // 2)), pitch(rng, 1800, 5000)
    while at < n - 800:
        length = min(n - at, int(RATE * rng.uniform(0.03, 0.3)))
        hz = home * np.exp(0.25 * slow(rng, length, 25) + rng.uniform(-0.25, 0.25))
        out[at:at + length] += glide(rng, np.minimum(hz, 7500), 2, 3) * np.hanning(length)
        at += length + int(RATE * rng.exponential(0.12))
    return out + 0.01 * rng.uniform(0, 1) * coloured(rng, n)


def brass(rng: Generator, n: int) -> np.ndarray:
    """Notes whose upper partials come with loudness, as in a trumpet or a trombone."""
    out, at, scale = np.zeros(n), 0, pitch(rng, 110, 500)
    while at < n - 1600:
        length = min(n - at, int(RATE * rng.uniform(0.12, 1.2)))
        t = np.arange(length) / RATE
        hz = scale * 2 ** (rng.integers(0, 13) / 12) * (1 + 0.004 * np.sin(2 * np.pi * rng.uniform(4, 6) * t))
        loud = np.minimum(1, t / rng.uniform(0.02, 0.08)) * np.exp(-t * rng.uniform(0, 1.5))
        loud *= np.minimum(1, (length - np.arange(length)) / (0.03 * RATE))
        phase = 2 * np.pi * np.cumsum(hz) / RATE
        for k in range(1, 22):
            if k * hz.max() < 7800:
                formant = 1 + 2 * np.exp(-(((k * hz[0] - 1300) / 700) ** 2))
                out[at:at + length] += formant * k**-0.7 * loud ** (1 + 0.35 * k) * np.sin(k * phase)
        at += length + int(RATE * rng.uniform(0, 0.1))
    return out + 0.02 * rng.uniform(0, 1) * coloured(rng, n)


def struck(rng: Generator, n: int) -> np.ndarray:
    """Piano-, bell- and vibraphone-like: partials, often not harmonic, that die away."""
    out, at = np.zeros(n), int(rng.integers(0, RATE // 4))
    stretch = rng.choice([1.0, 1.0, rng.uniform(1.05, 1.8)])
    tremolo = rng.uniform(0, 0.5) * (rng.random() < 0.4)
    while at < n - 1600:
        for hz in pitch(rng, 100, 1500) * 2 ** (rng.choice(13, rng.integers(1, 5), replace=False) / 12):
            t = np.arange(n - at) / RATE
            note = sum(rng.uniform(0.2, 1) / k * np.exp(-t * k ** 0.7 * rng.uniform(1, 6)) * np.sin(2 * np.pi * f * t)
                       for k in range(1, 7) if (f := hz * k**stretch) < 7800)
            out[at:] += note * (1 + tremolo * np.sin(2 * np.pi * 6 * t))
        at += int(RATE * rng.uniform(0.1, 1.0))
    return out


def organ(rng: Generator, n: int) -> np.ndarray:
    """Chords of steady partials: organ, accordion, synthesiser pad."""
    root, tilt = pitch(rng, 60, 500), rng.uniform(0.3, 1.6)
    shape = (0, 4, 7, 12) if rng.random() < 0.5 else (0, 3, 7, 10)
    wobble = 1 + rng.uniform(0, 0.006) * np.sin(2 * np.pi * rng.uniform(3, 7) * np.arange(n) / RATE)
    out = sum(glide(rng, root * 2 ** (step / 12) * wobble, int(rng.integers(4, 14)), tilt)
              for step in shape[: rng.integers(2, 5)])
    return out * gate(rng, n)


def bent(rng: Generator, n: int) -> np.ndarray:
    """Frequency modulation: electronic, metallic."""
    t = np.arange(n) / RATE
    carrier, ratio, depth = pitch(rng, 100, 2000), rng.uniform(0.2, 3.7), rng.uniform(0.5, 6)
    return np.sin(2 * np.pi * carrier * t + depth * np.sin(2 * np.pi * carrier * ratio * t)) * gate(rng, n)


TONES = (beeps, dialling, sweep, call, call, chirps, brass, brass, struck, struck, organ, bent)
