"""Windows cut where something sounds: a silent stretch of a clip must not carry the clip's label."""

import numpy as np
from numpy.random import Generator

FRAME = 160  # samples, 10 ms
RANGE_DB = 25.0  # below the loudest 10 ms of the clip: what still counts as sounding


class Sounding:
    """A waveform and the frames in which it sounds."""

    def __init__(self, waveform: np.ndarray) -> None:
        self.waveform = waveform
        whole = len(waveform) // FRAME * FRAME
        power = np.square(waveform[:whole].reshape(-1, FRAME)).mean(1)
        self.frames = np.flatnonzero(power >= power.max() * 10 ** (-RANGE_DB / 10))
        if not len(self.frames):
            self.frames = np.array([0])

    def crop(self, rng: Generator, samples: int) -> np.ndarray:
        """A window with a sounding frame at a random place in it; a short waveform lies whole amid zeros."""
        room = samples - len(self.waveform)
        if room >= 0:
            before = 0 if rng.random() < 0.3 else int(rng.integers(room + 1))
            return np.pad(self.waveform, (before, room - before))
        anchor = int(rng.choice(self.frames)) * FRAME
        start = min(max(0, anchor - int(rng.integers(samples))), -room)
        return self.waveform[start:start + samples].copy()
