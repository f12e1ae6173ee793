"""Speech-like streams out of spoken digits, and digits broken until they are none.

The digits are 8 kHz recordings. Left as they are, "nothing above 4 kHz" would become the mark of speech; so part of
the streams get a made upper band, and `spectrum.py` takes the upper band from every other class at random.
"""

import numpy as np
from numpy.random import Generator
from scipy.signal import fftconvolve

from data import at_speed
from synth import RATE, at_peak, room


def widened(rng: Generator, wave: np.ndarray) -> np.ndarray:
    """Adds a band above 3.6 kHz that follows the loudness of 1.8-3.6 kHz: noise, or the mirrored spectrum."""
    spectrum = np.fft.rfft(wave)
    hz = np.fft.rfftfreq(len(wave), 1 / RATE)
    upper = np.fft.irfft(spectrum * ((hz > 1800) & (hz < 3600)), len(wave))
    if rng.random() < 0.5:
        high = upper * np.cos(np.pi * np.arange(len(wave)))  # spectrum turned around 4 kHz
    else:
        loud = np.sqrt(np.convolve(upper**2, np.hanning(320) / 160, "same").clip(0))
        high = loud * rng.standard_normal(len(wave))
    high = np.fft.rfft(high) * (hz > 3600) * 10 ** (-rng.uniform(0, 12) * np.log2(np.maximum(hz, 1) / 3600) / 20)
    return (wave + 10 ** (rng.uniform(-25, 6) / 20) * np.fft.irfft(high, len(wave))).astype(np.float32)


def stream(rng: Generator, voices: dict[str, list[np.ndarray]], seconds: float) -> np.ndarray:
    """One voice says digits without pause: overlaps, gaps, changing speed and pitch; half of them wideband."""
    digits = voices[str(rng.choice(sorted(voices)))]
    total = int(seconds * RATE)
    out, at = np.zeros(total + 2 * RATE, np.float32), 0
    speed, gap = rng.uniform(0.8, 1.3), rng.uniform(0, 0.2)
    while at < total:
        said = at_speed(digits[rng.integers(len(digits))], speed * rng.uniform(0.93, 1.07))
        if rng.random() < 0.3:  # a piece of a word, so that words are not the mark either
            cut = int(len(said) * rng.uniform(0.35, 0.8))
            said = said[:cut] if rng.random() < 0.5 else said[-cut:]
        said = at_peak(faded(said), rng.uniform(-8, 0))[: len(out) - at]
        out[at:at + len(said)] += said
        at += max(800, len(said) + int(RATE * rng.uniform(-0.12, gap)))
    out = out[:total]
    if rng.random() < 0.5:
        out = widened(rng, out)
    if rng.random() < 0.4:
        out = fftconvolve(out, room(rng))[:total]
    return at_peak(out, rng.uniform(-20, -1))


def faded(wave: np.ndarray, samples: int = 160) -> np.ndarray:
    wave = wave.copy()
    ramp = np.linspace(0, 1, min(samples, len(wave) // 2), dtype=np.float32)
    wave[: len(ramp)] *= ramp
    wave[len(wave) - len(ramp):] *= ramp[::-1]
    return wave


def broken(rng: Generator, digits: list[tuple[str, np.ndarray]]) -> np.ndarray:
    """Reversed; or a third of a digit; or the beginning of one glued to the end of another: no digit any more."""
    label, wave = digits[rng.integers(len(digits))]
    way = rng.random()
    if way < 0.4:
        return wave[::-1].copy()
    if way < 0.6:
        cut = int(len(wave) * rng.uniform(0.2, 0.4))
        return faded(wave[:cut] if rng.random() < 0.5 else wave[-cut:])
    other, ending = digits[rng.integers(len(digits))]
    while other == label:
        other, ending = digits[rng.integers(len(digits))]
    return np.concatenate([faded(wave[: len(wave) // 2]), faded(ending[len(ending) // 2:])])


def sung(rng: Generator, wave: np.ndarray, samples: int) -> np.ndarray:
    """The loudest vowel of a digit, held and bent with vibrato: a singer's sound, which is neither speech nor a cry."""
    middle = int(np.convolve(wave**2, np.ones(800), "same").argmax())
    vowel = wave[max(0, middle - 800):middle + 800]
    if len(vowel) < 900:
        return np.zeros(samples, np.float32)
    lags = np.correlate(vowel, vowel, "full")[len(vowel) - 1:]
    period = 45 + int(lags[45:200].argmax())  # 80-355 Hz
    start = int(rng.integers(0, max(1, len(vowel) - 2 * period)))
    one = vowel[start:start + 2 * period]
    fade = np.linspace(0, 1, period)
    cycle = one[:period] * fade + one[period:2 * period] * (1 - fade)  # closes on itself
    out, at = np.zeros(samples, np.float32), int(rng.integers(0, samples // 3))
    while at < samples - 1600:
        length = min(samples - at, int(RATE * rng.uniform(0.15, 1.5)))
        t = np.arange(length) / RATE
        bend = 2 ** (rng.integers(-5, 13) / 12) * (1 + 0.012 * np.sin(2 * np.pi * rng.uniform(4.5, 6.5) * t))
        place = np.cumsum(bend) % period
        note = np.interp(place, np.arange(period + 1), np.append(cycle, cycle[0]))
        out[at:at + length] += faded(note.astype(np.float32), 800) * rng.uniform(0.4, 1)
        at += length + int(RATE * max(0, rng.uniform(-0.2, 0.3)))
    return out


def salad(rng: Generator, voices: dict[str, list[np.ndarray]], samples: int) -> np.ndarray:
    """Pieces of 50-160 ms of one voice's digits, in any order: speech sounds without a digit among them."""
    digits = voices[str(rng.choice(sorted(voices)))]
    out, at, speed = np.zeros(samples + RATE, np.float32), int(rng.integers(0, 4000)), rng.uniform(0.85, 1.2)
    while at < samples * rng.uniform(0.6, 1):
        said = digits[rng.integers(len(digits))]
        length = int(RATE * rng.uniform(0.05, 0.16))
        start = int(rng.integers(0, max(1, len(said) - length)))
        piece = at_peak(faded(at_speed(said[start:start + length], speed), 240), rng.uniform(-12, 0))
        out[at:at + len(piece)] += piece
        at += max(400, len(piece) + int(RATE * rng.uniform(-0.02, 0.02)))
    return out[:samples]
