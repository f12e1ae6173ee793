"""From waveforms to logits: windows, a batch through the network, and the score of a whole clip."""

from dataclasses import dataclass

import numpy as np
import torch

from batches import Norm
from features import LogMel
from network import Network
from recipes import Recipe


@dataclass(frozen=True)
class Scorer:
    """A trained network with what it needs to hear. Runs in float32, as the exported model does."""

    recipe: Recipe
    network: Network
    norm: Norm

    @torch.no_grad()
    def logits(self, windows: np.ndarray) -> np.ndarray:
        """[windows, samples] -> [windows, labels]"""
        logmel = LogMel(self.recipe.mels)
        parts = [self.network(self.norm(logmel(part)))[0] for part in torch.from_numpy(windows).split(128)]
        return torch.cat(parts).numpy()

    def windows(self, waveform: np.ndarray, hop: int | None = None) -> np.ndarray:
        """[windows, samples]; a short waveform is followed by zeros, and the last window ends at the end."""
        size, hop = self.recipe.window_samples, hop or self.recipe.hop_samples
        if len(waveform) <= size:
            return np.pad(waveform, (0, size - len(waveform)))[None]
        starts = [*range(0, len(waveform) - size, hop), len(waveform) - size]
        return np.stack([waveform[start:start + size] for start in starts])

    def clip(self, waveform: np.ndarray, around: int = 0) -> np.ndarray:
        """Logits of a clip [labels]: the mean over windows, weighted by their root mean square.

        `around`: samples of silence put before and after it.

        Many clips of ESC-10 are a short event and seconds of digital silence; an unweighted mean would ask the
        silence too.
        """
        windows = self.windows(np.pad(waveform, (around, around)))
        weight = np.sqrt(np.square(windows).mean(1)) + 1e-7
        return (self.logits(windows) * (weight / weight.sum())[:, None]).sum(0)
