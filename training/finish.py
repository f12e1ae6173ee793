"""After training: out-of-fold outcomes, report, calibrated folders, pictures, card, expected scores for tests."""

import json
import time
from pathlib import Path

import numpy as np
import soundfile

from calibrate import Calibration, folded_in, sigmoid
from card import card_of
from data import labels_of, read_clips
from evaluate import outcomes
from export import multiplications
from package import heard, milliseconds, packaged, save_json, session_of
from picture import confusion_picture
from recipes import Recipe
from report import calibration_of, summary

FOLDS = (1, 2, 3, 4)
INPUTS = Path("../shared/hub/inputs")  # relative to the repository; optional


def finished(recipe: Recipe, manifest: Path, root: Path) -> None:
    """Writes public/models/NAME, training/reports/NAME.json, e2e/expected/NAME.json and a fold's model for e2e."""
    from train import trained

    started = time.perf_counter()
    clips = read_clips(manifest)
    labels = labels_of(clips, recipe.groups, recipe.extra_labels)
    folds = {fold: trained(recipe, f"fold-{fold}") for fold in FOLDS}
    found = {fold: outcomes(scorer, labels, [clip for clip in clips if clip.fold == fold],
                            manifest.parent / "recordings", fold) for fold, (scorer, _) in folds.items()}
    report = {"name": recipe.name, **summary(list(found.values()), labels, recipe.unknown_share)}
    final, took = trained(recipe, "final")
    folded_in(final.network, Calibration(report["calibration"]["scale"], report["calibration"]["bias"]))
    folder = root / "public/models" / recipe.name
    packaged(final, labels, folder)
    report |= {
        "bytes": (folder / "onnx/model.onnx").stat().st_size,
        "parameters": sum(p.numel() for p in final.network.parameters()),
        "multiplyAccumulates": multiplications(final.network, recipe.frames),
        "millisecondsPerWindow": round(milliseconds(folder, recipe.frames, recipe.mels), 3),
        "training": {**{f"fold-{fold}": spent for fold, (_, spent) in folds.items()}, "final": took},
        "evaluationSeconds": round(time.perf_counter() - started),
    }
    report = rounded(report)
    save_json(root / "training/reports" / f"{recipe.name}.json", report)
    confusion_picture(np.array(report["confusion"]), labels, folder / "confusion.png")
    (folder / "README.md").write_text(card_of(recipe, report), encoding="utf-8")
    if recipe.name == "everyday-sounds":
        without_first(recipe, labels, found, folds[1][0], root)
    expected(folder, labels, root / INPUTS, root / "e2e/expected" / f"{recipe.name}.json")
    brief = ("accuracy", "accuracyByGroup", "accuracyBySpeaker", "meanAveragePrecision", "calibration")
    print(json.dumps({key: report[key] for key in brief} | {"falseAlarms": report["falseAlarms"]["all"]}, indent=1))


def without_first(recipe: Recipe, labels: list[str], found: dict, scorer, root: Path) -> None:
    """The cross-validation's first model, so that end-to-end tests can use clips that it never heard.

    Its calibration, too, comes from the other three folds only.
    """
    folded_in(scorer.network, calibration_of([found[fold] for fold in FOLDS if fold != 1], labels,
                                             recipe.unknown_share))
    packaged(scorer, labels, root / "e2e/models" / f"{recipe.name}-without-fold-1")


def expected(folder: Path, labels: list[str], inputs: Path, target: Path) -> None:
    """What the published folder says to a few inputs through its own extractor, which cuts and pads by itself."""
    if not inputs.is_dir():
        return
    session, said = session_of(folder), {}
    for path in sorted(inputs.glob("*.wav")):
        wave, rate = soundfile.read(path, dtype="float32")
        if rate != 16000 or wave.ndim != 1:
            raise ValueError(f"{path.name} is not 16 kHz mono")
        logits, shape = heard(folder, session, wave)
        scores = sorted(zip(labels, sigmoid(logits.astype(np.float64)), strict=True), key=lambda pair: -pair[1])
        said[path.stem] = {
            "logits": [round(float(value), 6) for value in logits],
            "sigmoid": [{"label": label, "score": round(float(score), 6)} for label, score in scores],
            "feature_shape": shape,
        }
    save_json(target, said)


def rounded(value):
    """Four digits after the point are more than so few clips can tell; the calibration keeps six."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return round(value, 4) if isinstance(value, float) else value
