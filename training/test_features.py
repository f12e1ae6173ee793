"""python training/test_features.py: the batched log-mel equals ASTFeatureExtractor's to 2e-3 log units everywhere.

float32 against float64 differs where a quiet mel bin sits beside a loud one; 99 % of the bins must agree to 5e-4.
"""

import numpy as np
from transformers import ASTFeatureExtractor

from features import LogMel
from golden import golden_waveform

MEAN, STD = -7.0, 3.5


def main() -> None:
    rng = np.random.default_rng(1)
    t = np.arange(32000) / 16000
    waves = {
        "golden": golden_waveform(32000),
        "noise": (0.1 * rng.standard_normal(32000)).astype(np.float32),
        "quiet noise with an offset": (0.2 + 1e-4 * rng.standard_normal(32000)).astype(np.float32),
        "chord": (0.2 * sum(np.sin(2 * np.pi * f * t) for f in (220, 277, 330))).astype(np.float32),
        "zeros": np.zeros(32000, np.float32),
    }
    for mels in (64, 128):
        extractor = ASTFeatureExtractor(num_mel_bins=mels, max_length=198, mean=MEAN, std=STD)
        for name, wave in waves.items():
            theirs = extractor(wave, sampling_rate=16000, return_tensors="np")["input_values"][0] * 2 * STD + MEAN
            ours = LogMel(mels)(wave[None])[0].numpy()
            gap = np.abs(theirs - ours)
            print(f"{mels} mels, {name}: worst {gap.max():.1e}, 99 % below {np.quantile(gap, 0.99):.1e}")
            assert gap.max() < 2e-3 and np.quantile(gap, 0.99) < 5e-4, name


if __name__ == "__main__":
    main()
