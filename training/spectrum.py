"""Changes made to a batch between power spectrum and features: equalisers, warps, masks, missing frames."""

import torch
from torch import Tensor
from torch.nn import functional

from features import BINS, SAMPLE_RATE_HZ


def uniform(shape: tuple[int, ...], low: float, high: float) -> Tensor:
    return torch.empty(shape).uniform_(low, high)


def equaliser(batch: int) -> Tensor:
    """Power gains [batch, 1, 257]: a smooth curve of +-8 dB; for some a low-pass from 2.5 kHz or a high-pass."""
    hz = torch.linspace(0, SAMPLE_RATE_HZ / 2, BINS).clamp_min(20)
    place = (torch.log2(hz / 60) / 7).clamp(0, 1) * 4.999  # 60 Hz to 8 kHz over six knots
    knots = uniform((batch, 6), -8, 8) * (torch.rand(batch, 1) < 0.7)
    low = place.floor().long()
    part = place - low
    decibels = knots[:, low] * (1 - part) + knots[:, low + 1] * part
    cutoff = 2500 * 3.2 ** torch.rand(batch, 1)
    steep = uniform((batch, 1), 24, 120) * (torch.rand(batch, 1) < 0.3)
    decibels = decibels - (steep * torch.log2(hz / cutoff).clamp_min(0)).clamp_max(70)
    cutoff = 50 * 8 ** torch.rand(batch, 1)
    steep = uniform((batch, 1), 6, 24) * (torch.rand(batch, 1) < 0.2)
    decibels = decibels - (steep * torch.log2(cutoff / hz).clamp_min(0)).clamp_max(40)
    return (10 ** (decibels / 10))[:, None]


def warped(features: Tensor, time: float, mels: float, share: float = 0.5) -> Tensor:
    """Stretches time by 1 +- `time` and shifts frequency by +-`mels` bins, stretched by 4 %, in part of the batch."""
    chosen = torch.rand(len(features)) < share
    count = int(chosen.sum())
    if count == 0:
        return features
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0] = uniform((count,), 0.96, 1.04)
    theta[:, 0, 2] = uniform((count,), -mels, mels) * 2 / features.shape[2]
    theta[:, 1, 1] = uniform((count,), 1 - time, 1 + time)
    theta[:, 1, 2] = uniform((count,), -time / 2, time / 2)
    grid = functional.affine_grid(theta, [count, 1, *features.shape[1:]], align_corners=False)
    moved = functional.grid_sample(features[chosen][:, None], grid, padding_mode="border", align_corners=False)
    features[chosen] = moved[:, 0]
    return features


def masked(features: Tensor, share: float) -> Tensor:
    """Two stripes of time (up to an eighth) and one of frequency (up to a sixth) become the mean, 0, in place."""
    batch, frames, mels = features.shape
    for axis, size, widest in ((1, frames, frames // 8), (1, frames, frames // 8), (2, mels, mels // 6)):
        width = (torch.rand(batch, 1) * widest * (torch.rand(batch, 1) < share)).long()
        start = (torch.rand(batch, 1) * (size - width)).long()
        place = torch.arange(size)[None]
        inside = (place >= start) & (place < start + width)
        features.masked_fill_(inside[:, :, None] if axis == 1 else inside[:, None, :], 0.0)
    return features


def end_padded(features: Tensor, sounding: Tensor, value: float) -> Tensor:
    """Replaces the frames from `sounding` [batch] on by `value`: what the extractor pads a too short waveform with."""
    late = torch.arange(features.shape[1])[None] >= sounding[:, None]
    return features.masked_fill_(late[..., None], value)
