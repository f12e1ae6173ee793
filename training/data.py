"""The manifest -> clips at 16 kHz, with their folds, and playback-speed variants of them.

Clips of one fold share no Freesound source and no speaker with those of another; `recordings/` is never read here.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from features import SAMPLE_RATE_HZ


@dataclass(frozen=True)
class Clip:
    path: str  # relative to the manifest
    group: str  # esc10, instruments or digits
    label: str
    fold: int
    speaker: str  # digits only, else empty
    waveform: np.ndarray  # float32 mono at 16 kHz


def read_waveform(path: Path, speed: float = 1.0) -> np.ndarray:
    """Mono float32 at 16 kHz; channels are averaged."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return resampled(samples.mean(1), rate * speed, SAMPLE_RATE_HZ)


def resampled(samples: np.ndarray, source_hz: float, target_hz: float) -> np.ndarray:
    if source_hz == target_hz:
        return samples.astype(np.float32)
    return soxr.resample(samples, source_hz, target_hz).astype(np.float32)


def at_speed(waveform: np.ndarray, speed: float) -> np.ndarray:
    """Played faster (speed > 1): shorter and higher."""
    return resampled(waveform, speed * SAMPLE_RATE_HZ, SAMPLE_RATE_HZ)


def read_clips(manifest: Path) -> list[Clip]:
    clips = []
    with manifest.open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            folder, speaker = row["path"].split("/")[:2]
            wave = read_waveform(manifest.parent / row["path"])
            clips.append(Clip(row["path"], folder, row["label"], int(row["fold"]),
                              speaker if folder == "digits" else "", wave))
    return clips


def labels_of(clips: list[Clip], groups: tuple[str, ...], extra: tuple[str, ...]) -> list[str]:
    """Labels in the manifest's order of groups; digits by value, the rest by name."""
    digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    labels: list[str] = []
    for group in groups:
        found = {clip.label for clip in clips if clip.group == group}
        labels += digits if group == "digits" else sorted(found)
    return labels + list(extra)


def read_recordings(folder: Path) -> dict[str, np.ndarray]:
    """The held-out recordings by file name: the test of sounds that the model was never told about."""
    return {path.name: read_waveform(path) for path in sorted(folder.glob("*.ogg"))}
