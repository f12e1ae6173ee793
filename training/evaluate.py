"""What a fold's model makes of clips, speakers and sounds that it never met, as raw logits; no metric here."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import default_rng

from data import Clip, read_recordings
from scoring import Scorer
from speech import broken, stream
from synth import TEST_SEED, noises, silence, tones

# What a recording may rightly raise. Nothing else does, except `silence` where a window is below -60 dBFS.
STRINGS = {"violin", "cello", "double bass"}
OWN_LABELS = {
    "198-209-0000.ogg": {"speech"}, "3436-172162-0000.ogg": {"speech"}, "5703-47212-0000.ogg": {"speech"},
    "Hungarian_Dance_number_5_-_Allegro_in_F_sharp_minor_(string_orchestra).ogg": STRINGS,
    "Karissa_Hobbs_-_Lets_Go_Fishin.ogg": {"acoustic guitar", "speech"},  # a singer with a guitar
    "Kevin_MacLeod_-_Vibe_Ace.ogg": {"double bass"},  # vibraphone, piano and bass
    "glacier-bay-humpback.ogg": set(), "456440__inspectorj__bird-whistling-robin-single-13.ogg": set(),
    "sorohanro_-_solo-trumpet-06.ogg": set(),
}
QUIET_RMS = 1e-3  # -60 dBFS


@dataclass(frozen=True)
class Unknown:
    """One window of a sound that the model was never told about."""

    group: str
    source: str
    window: np.ndarray
    own: frozenset[str]


def unknowns(scorer: Scorer, clips: list[Clip], recordings: Path, fold: int) -> list[Unknown]:
    """`clips`: the fold's. Digits, clips without a label of the model, recordings, noises and tones of other seeds."""
    recipe, found = scorer.recipe, []
    rng, size = default_rng(TEST_SEED + fold), recipe.window_samples

    def put(group: str, source: str, wave: np.ndarray, own: set[str], hop: int) -> None:
        for window in scorer.windows(wave, hop):
            quiet = np.sqrt(np.square(window).mean()) < QUIET_RMS
            found.append(Unknown(group, source, window, frozenset(own | ({"silence"} if quiet else set()))))

    for name, wave in read_recordings(recordings).items():
        put("recordings", name, wave, OWN_LABELS.get(name, set()), size)
    for wave in noises(TEST_SEED + 1000 * fold, 100, size):
        put("noises", "noise", wave, set(), size)
    for wave in tones(TEST_SEED + 1000 * fold, 100, size):
        put("tones", "tone", wave, set(), size)
    digits = [clip for clip in clips if clip.group == "digits"]
    if recipe.name == "spoken-digits":
        for clip in clips:
            if clip.group != "digits":
                put(clip.group, clip.label, clip.waveform, set(), size)
        for _ in range(100):
            put("broken digits", "broken digit", broken(rng, [(clip.label, clip.waveform) for clip in digits]),
                set(), size)
        put("silence", "silence", np.concatenate([silence(rng, size) for _ in range(20)]), set(), size)
    else:
        for index in rng.choice(len(digits), 100, replace=False):
            put("digits", digits[index].path, digits[index].waveform, {"speech"}, size)
    return found


def made_clips(labels: list[str], clips: list[Clip], fold: int, each: int = 8) -> list[Clip]:
    """Test clips for the labels without recorded ones: streams of the fold's own speakers, and silences."""
    if "speech" not in labels:
        return []
    rng = default_rng(TEST_SEED + 50 + fold)
    voices: dict[str, list[np.ndarray]] = {}
    for clip in clips:
        if clip.group == "digits":
            voices.setdefault(clip.speaker, []).append(clip.waveform)
    speech = [Clip("", "made", "speech", fold, "", stream(rng, voices, 4)) for _ in range(each)]
    return speech + [Clip("", "made", "silence", fold, "", silence(rng, 64000)) for _ in range(each)]


def outcomes(scorer: Scorer, labels: list[str], clips: list[Clip], recordings: Path, fold: int) -> dict:
    """`clips`: all of the fold's. Logits of clips [n, labels] and of unknown windows [m, labels], with their truths."""
    held = [clip for clip in clips if clip.group in scorer.recipe.groups] + made_clips(labels, clips, fold)
    others = unknowns(scorer, clips, recordings, fold)
    return {
        "fold": fold,
        "clips": [{"path": clip.path, "group": clip.group, "label": clip.label, "speaker": clip.speaker}
                  for clip in held],
        "clip_logits": np.stack([scorer.clip(clip.waveform, scorer.recipe.silence_around) for clip in held]),
        "bare_logits": np.stack([scorer.clip(clip.waveform) for clip in held]),
        "unknown": [{"group": one.group, "source": one.source, "own": sorted(one.own)} for one in others],
        "unknown_logits": scorer.logits(np.stack([one.window for one in others])),
    }
