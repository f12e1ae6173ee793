"""Every number that differs between the two models."""

from dataclasses import dataclass, replace

from network import Shape


@dataclass(frozen=True)
class Changes:
    """How far a clip is changed before it is heard."""

    speeds: dict[str, tuple[float, ...]]  # precomputed playback speeds by group of clips; "" = all others
    warp_time: float  # relative range of the random stretch of the time axis
    warp_mels: float  # range in mel bins of the random shift along frequency
    rooms: float  # share of labelled windows that are heard in a room
    masks: tuple[float, ...] = (0.6,)  # share of windows that each round of masks may touch
    backgrounds: float = 0.4  # share of windows with noise behind them
    background_db: tuple[float, float] = (6, 35)  # how far below the sound the noise lies
    joined: float = 0.0  # share of labelled windows made of two clips of one label, together or after one another


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
    changes: Changes
    # Unknown sounds to a known one, as the calibration supposes. Everyday sounds: so many that about one unknown
    # window in twenty raises a label to 0.5 (at equal weights it was one in thirteen).
    unknown_share: float
    # Silence before and after a clip when it is scored: a word at a microphone passes through every place of the
    # window.
    silence_around: int = 0
    mels: int = 64
    weight_decay: float = 0.05
    average: float = 0.998  # decay of the averaged weights, which are the ones kept
    rank_weight: float = 0.5  # weight of the softmax loss beside the sigmoid one
    mixed: float = 0.5  # share of labelled windows that hold two sounds
    # A second training from where the first one ended, on clips changed more; the mean of both networks' weights is
    # kept. It hears unheard clips better than either (Wortsman et al. 2022, "Model soups").
    second: tuple[int, Changes] | None = None  # its steps and changes

    @property
    def frames(self) -> int:
        return 1 + (self.window_samples - 400) // 160

    def for_second(self) -> "Recipe | None":
        """The recipe of the second training."""
        return self.second and replace(self, steps=self.second[0], changes=self.second[1], second=None)


EVERYDAY_SPEEDS = (0.85, 0.92, 1.0, 1.0, 1.08, 1.16)
SPOKEN_SPEEDS = (0.78, 0.85, 0.92, 1.0, 1.08, 1.17, 1.28)

RECIPES = {
    "everyday-sounds": Recipe(
        name="everyday-sounds", title="Everyday sounds", groups=("esc10", "instruments"),
        extra_labels=("speech", "silence"), window_samples=32000, hop_samples=4000,
        shape=Shape(labels=22, kept_mels=64), steps=8000, batch=64, peak_rate=3e-3, final_steps=3000,
        changes=Changes(speeds={"": EVERYDAY_SPEEDS}, warp_time=0.1, warp_mels=1.5, rooms=0.1), unknown_share=5.0,
        # An instrument has many more notes than the few that its clips hold: half an octave up and down.
        second=(2000, Changes(
            speeds={"": EVERYDAY_SPEEDS, "instruments": (0.67, 0.75, 0.84, 0.92, 1, 1, 1.09, 1.19, 1.33, 1.5)},
            warp_time=0.1, warp_mels=2.5, rooms=0.2, masks=(0.8, 0.4), backgrounds=0.6, background_db=(5, 33),
            joined=0.3,
        )),
    ),
    # The recordings are 8 kHz: what lies above 3.7 kHz would only tell the microphone, so the graph drops it.
    "spoken-digits": Recipe(
        name="spoken-digits", title="Spoken digits", groups=("digits",), extra_labels=(), window_samples=16000,
        hop_samples=1600, shape=Shape(labels=10, kept_mels=46), steps=4000, batch=64, peak_rate=3e-3, final_steps=None,
        changes=Changes(speeds={"": SPOKEN_SPEEDS}, warp_time=0.2, warp_mels=3.5, rooms=0.3),
        unknown_share=1.0, silence_around=8000, mixed=0.15,
    ),
}
