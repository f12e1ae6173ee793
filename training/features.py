"""Log-mel features in batches, equal to transformers' ASTFeatureExtractor (its NumPy path, without torchaudio).

The waveform stays in [-1, 1] (the extractor doesn't scale to 16-bit integers). Each frame of 400 samples, hop 160:
mean removed, pre-emphasis 0.97, symmetric Hann window, 512-point power spectrum, Kaldi mel filters from 20 Hz, natural
logarithm with a floor of 1.192e-7. `test_features.py` holds this file to the extractor's numbers.
"""

import numpy as np
import torch
from torch import Tensor
from transformers.audio_utils import mel_filter_bank, window_function

SAMPLE_RATE_HZ = 16000
FRAME_SAMPLES, HOP_SAMPLES, FFT_SAMPLES, BINS = 400, 160, 512, 257
FLOOR = 1.192092955078125e-07
PREEMPHASIS = 0.97


def frames_of(samples: int) -> int:
    """Frames in a waveform of so many samples; the last incomplete one is dropped."""
    return 1 + (samples - FRAME_SAMPLES) // HOP_SAMPLES


class LogMel:
    """Waveforms [batch, samples] -> log-mel [batch, frames, mels], natural logarithm, not normalised."""

    def __init__(self, mels: int) -> None:
        filters = mel_filter_bank(
            num_frequency_bins=BINS, num_mel_filters=mels, min_frequency=20, max_frequency=SAMPLE_RATE_HZ // 2,
            sampling_rate=SAMPLE_RATE_HZ, norm=None, mel_scale="kaldi", triangularize_in_mel_space=True,
        )
        self.filters = torch.from_numpy(filters).float()
        self.window = torch.from_numpy(window_function(FRAME_SAMPLES, "hann", periodic=False)).float()

    def power(self, waveforms: Tensor) -> Tensor:
        """Power spectra [batch, frames, 257]."""
        frames = waveforms.unfold(1, FRAME_SAMPLES, HOP_SAMPLES)
        frames = frames - frames.mean(2, keepdim=True)
        ready = torch.zeros(*frames.shape[:2], FFT_SAMPLES)
        torch.sub(frames[..., 1:], frames[..., :-1], alpha=PREEMPHASIS, out=ready[..., 1:FRAME_SAMPLES])
        ready[..., 0] = frames[..., 0] * (1 - PREEMPHASIS)
        ready[..., :FRAME_SAMPLES] *= self.window
        spectrum = torch.fft.rfft(ready)
        return spectrum.real.square() + spectrum.imag.square()

    def from_power(self, power: Tensor) -> Tensor:
        return torch.log((power @ self.filters).clamp_min_(FLOOR))

    def __call__(self, waveforms: Tensor | np.ndarray) -> Tensor:
        return self.from_power(self.power(torch.as_tensor(waveforms, dtype=torch.float32)))
