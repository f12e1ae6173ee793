"""Every number that differs between the two models."""

from dataclasses import dataclass

from network import Shape


@dataclass(frozen=True)
class Recipe:
    name: str
    title: str
    groups: tuple[str, ...]  # first folder of the clips that carry labels
    extra_labels: tuple[str, ...]  # labels whose clips are made, not read
    window_samples: int
    hop_samples: int  # between windows when a whole clip is scored
    shape: Shape
    steps: int
    batch: int
    peak_rate: float
    final_steps: int | None  # the final network starts from fold 1's and takes so many; None: from nothing, all steps
    speeds: tuple[float, ...]  # precomputed playback speeds
    warp_time: float  # relative range of the random stretch of the time axis
    warp_mels: float  # range in mel bins of the random shift along frequency
    # Unknown sounds to a known one, as the calibration supposes. Everyday sounds: so many that about one unknown window
    # in twenty raises a label to 0.5 (at equal weights it was one in thirteen).
    unknown_share: float
    # Silence before and after a clip when it is scored: a word at a microphone passes through every place of the window.
    silence_around: int = 0
    mels: int = 64
    weight_decay: float = 0.05
    average: float = 0.998  # decay of the averaged weights, which are the ones kept
    rank_weight: float = 0.5  # weight of the softmax loss beside the sigmoid one
    mixed: float = 0.5  # share of labelled windows that hold two sounds

    @property
    def frames(self) -> int:
        return 1 + (self.window_samples - 400) // 160


RECIPES = {
    "everyday-sounds": Recipe(
        name="everyday-sounds", title="Everyday sounds", groups=("esc10", "instruments"),
        extra_labels=("speech", "silence"), window_samples=32000, hop_samples=4000,
        shape=Shape(labels=22, kept_mels=64), steps=8000, batch=64, peak_rate=3e-3, final_steps=3000,
        speeds=(0.85, 0.92, 1.0, 1.0, 1.08, 1.16), warp_time=0.1, warp_mels=1.5, unknown_share=5.0,
    ),
    # The recordings are 8 kHz: what lies above 3.7 kHz would only tell the microphone, so the graph drops it.
    "spoken-digits": Recipe(
        name="spoken-digits", title="Spoken digits", groups=("digits",), extra_labels=(), window_samples=16000,
        hop_samples=1600, shape=Shape(labels=10, kept_mels=46), steps=4000, batch=64, peak_rate=3e-3, final_steps=None,
        speeds=(0.78, 0.85, 0.92, 1.0, 1.08, 1.17, 1.28), warp_time=0.2, warp_mels=3.5, unknown_share=1.0,
        silence_around=8000, mixed=0.15,
    ),
}
