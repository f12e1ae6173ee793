"""Endless training batches: windows of labelled clips, mixed or alone, speech, silence and sounds of no label.

Mixing happens to waveforms, as sound does in air; the target is the union of the labels, weaker for a much quieter
sound. Augmentation follows the order of the physical chain: speed, room, mix, background, gain, microphone, features.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import default_rng
from scipy.signal import fftconvolve

import spectrum
from crops import Sounding
from data import Clip, at_speed
from features import LogMel
from recipes import Recipe
from speech import broken, salad, stream, sung, widened
from synth import TRAINING_SEED, at_peak, noises, room, silence, tones


@dataclass(frozen=True)
class Norm:
    """What the extractor subtracts, and half of what it divides by."""

    mean: float
    std: float

    def __call__(self, logmel: torch.Tensor) -> torch.Tensor:
        return (logmel - self.mean) / (2 * self.std)


class Batches:
    def __init__(self, recipe: Recipe, clips: list[Clip], labels: list[str], seed: int) -> None:
        """`clips`: everything that this model may hear, of all groups; those of `recipe.groups` carry labels."""
        self.recipe, self.labels, self.rng = recipe, labels, default_rng(seed)
        self.logmel = LogMel(recipe.mels)
        self.sounds = {label: [] for label in labels}  # label -> clips -> speeds
        for clip in clips:
            if clip.group in recipe.groups:
                speeds = recipe.changes.speeds.get(clip.group, recipe.changes.speeds[""])
                self.sounds[clip.label].append([Sounding(at_speed(clip.waveform, s)) for s in speeds])
        seed = TRAINING_SEED + 10_000 * seed
        length = 3 * 16000
        self.noises = [Sounding(wave) for wave in noises(seed, 500, length)]
        self.unknown = self.noises + [Sounding(wave) for wave in tones(seed, 1000, length)]
        self.rooms = [room(self.rng) for _ in range(200)]
        self.others = [Sounding(clip.waveform) for clip in clips if clip.group not in recipe.groups]
        self.digits = [(clip.label, clip.waveform) for clip in clips if clip.group == "digits"]
        self.voices: dict[str, list[np.ndarray]] = {}
        for clip in clips:
            if clip.group == "digits":
                self.voices.setdefault(clip.speaker, []).append(clip.waveform)
        if "speech" in labels:
            self.sounds["speech"] = [[Sounding(stream(self.rng, self.voices, 6))] for _ in range(300)]

    def labelled(self, label: str | None = None) -> tuple[np.ndarray, np.ndarray, int]:
        """One window of one label: waveform, target, index of the sample from which it is padding."""
        rng, recipe = self.rng, self.recipe
        known = [name for name in self.labels if name != "silence"]
        label = label or known[rng.integers(len(known))]
        speeds = self.sounds[label][rng.integers(len(self.sounds[label]))]
        source = speeds[rng.integers(len(speeds))]
        wave = source.crop(rng, recipe.window_samples)
        if rng.random() < recipe.changes.rooms:
            wave = fftconvolve(wave, self.rooms[rng.integers(len(self.rooms))])[: recipe.window_samples]
        target = np.zeros(len(self.labels), np.float32)
        target[self.labels.index(label)] = 1
        return wave, target, min(len(source.waveform), recipe.window_samples)

    def perhaps_joined(self, label: str | None = None) -> tuple[np.ndarray, np.ndarray, int]:
        """As `labelled`, in part of the windows with another clip of the same label: a chord, or the next note."""
        wave, target, sounding = self.labelled(label)
        if self.rng.random() >= self.recipe.changes.joined:
            return wave, target, sounding
        rng, samples = self.rng, self.recipe.window_samples
        other, _, _ = self.labelled(self.labels[int(target.argmax())])
        if rng.random() < 0.5:
            return at_level(wave, 0) + at_level(other, -rng.uniform(0, 10)), target, samples
        cut = int(rng.integers(samples // 6, samples * 5 // 6))
        late = np.clip((np.arange(samples) - cut) / 160, 0, 1)
        return at_level(wave, 0) * (1 - late) + at_level(other, rng.uniform(-6, 6)) * late, target, samples

    def mixed(self) -> tuple[np.ndarray, np.ndarray]:
        """Two sounds; the weaker one counts less once it is more than 6 dB down."""
        rng = self.rng
        (one, target_one, _), (two, target_two, _) = self.perhaps_joined(), self.perhaps_joined()
        apart = float(rng.uniform(0, 14))
        one, two = at_level(one, 0), at_level(two, -apart)
        weight = 1 - max(0.0, apart - 6) / 16
        return one + two, np.maximum(target_one, weight * target_two)

    def foreign(self) -> np.ndarray:
        """A window of no label."""
        rng, samples = self.rng, self.recipe.window_samples
        if self.recipe.name == "spoken-digits":
            way = rng.random()
            if way < 0.4:
                wave = salad(rng, self.voices, samples) if way < 0.25 else broken(rng, self.digits)
                return Sounding(widened(rng, wave) if rng.random() < 0.3 else wave).crop(rng, samples)
            if way < 0.65:
                return self.others[rng.integers(len(self.others))].crop(rng, samples)
        elif rng.random() < 0.08:
            return sung(rng, self.digits[rng.integers(len(self.digits))][1], samples)
        wave = self.unknown[rng.integers(len(self.unknown))].crop(rng, samples)
        if rng.random() < 0.3:
            wave = at_level(wave, 0) + at_level(self.unknown[rng.integers(len(self.unknown))].crop(rng, samples),
                                                rng.uniform(-12, 0))
        if rng.random() < 0.2:
            wave = fftconvolve(wave, self.rooms[rng.integers(len(self.rooms))])[:samples]
        return wave

    def window(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Waveform, target, first frame that is padding (or a large number)."""
        rng, recipe, whole = self.rng, self.recipe, 10**6
        nothing = np.zeros(len(self.labels), np.float32)
        kind = rng.random()
        if kind < 0.05:
            wave = silence(rng, recipe.window_samples)
            if "silence" in self.labels:
                nothing[self.labels.index("silence")] = 1
            return wave, nothing, whole
        if kind < (0.22 if "speech" in self.labels else 0.38):
            wave, target, sounding = self.foreign(), nothing, recipe.window_samples
        elif kind < 0.26 and "speech" in self.labels:
            wave, target, sounding = self.perhaps_joined("speech")
        elif rng.random() < recipe.mixed:
            (wave, target), sounding = self.mixed(), recipe.window_samples
        else:
            wave, target, sounding = self.perhaps_joined()
        natural = np.abs(wave).max()
        if rng.random() < recipe.changes.backgrounds:  # far or near
            noise = self.noises[rng.integers(len(self.noises))].crop(rng, recipe.window_samples)
            if self.others and self.recipe.name == "spoken-digits" and rng.random() < 0.4:
                noise = self.others[rng.integers(len(self.others))].crop(rng, recipe.window_samples)
            wave = at_level(wave, 0) + at_level(noise, -rng.uniform(*recipe.changes.background_db))
        if rng.random() < 0.5:  # near the recorded level
            peak = np.clip(20 * np.log10(natural + 1e-9) + rng.uniform(-6, 6), -45, 0)
        else:
            peak = rng.uniform(-40, 0)
        padding = whole
        if sounding < recipe.window_samples * 0.9 and not wave[sounding:].any() and rng.random() < 0.25:
            padding = max(4, sounding // 160)
        return at_peak(wave, peak), target, padding

    def draw(self, norm: Norm | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Features [batch, frames, mels] and targets [batch, labels]; without `norm` plain log-mel."""
        waves, targets, padding = zip(*(self.window() for _ in range(self.recipe.batch)), strict=True)
        waves = torch.from_numpy(np.stack(waves).astype(np.float32))
        targets = torch.from_numpy(np.stack(targets))
        logmel = self.logmel.from_power(self.logmel.power(waves) * spectrum.equaliser(len(waves)))
        if norm is None:
            return logmel, targets
        changes = self.recipe.changes
        features = norm(spectrum.warped(logmel, changes.warp_time, changes.warp_mels))
        features = spectrum.end_padded(features, torch.tensor(padding), -norm.mean / (2 * norm.std))
        for share in changes.masks:
            features = spectrum.masked(features, share)
        return features, targets


def at_level(wave: np.ndarray, decibels: float) -> np.ndarray:
    """Scaled so that the root mean square of its louder half is at so many dB."""
    power = np.square(wave[: len(wave) // 1600 * 1600].reshape(-1, 1600)).mean(1)
    loud = np.sort(power)[len(power) // 2:].mean()
    return wave * (10 ** (decibels / 20) / np.sqrt(loud + 1e-12))
