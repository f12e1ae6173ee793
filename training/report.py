"""Out-of-fold outcomes -> the figures of the report. Every clip was scored by the model that never saw it."""

from collections import defaultdict

import numpy as np

from calibrate import NONE, Calibration, brier, fitted, sigmoid, top_error


def truths_of(outcome: dict, labels: list[str], share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits, truths (NaN where an unknown sound's own label is not judged) and weights of one fold.

    Without the recordings: every fold tests the same nine, so a fit that saw them would be tested on what it saw.
    """
    fitting = [one["group"] != "recordings" for one in outcome["unknown"]]
    unknown = [one for one, fits in zip(outcome["unknown"], fitting, strict=True) if fits]
    clip_truth = np.array([[float(label == clip["label"]) for label in labels] for clip in outcome["clips"]])
    other_truth = np.array([[np.nan if label in one["own"] else 0.0 for label in labels]
                            for one in unknown])
    logits = np.concatenate([outcome["clip_logits"], outcome["unknown_logits"][fitting]])
    weight = share * len(clip_truth) / len(other_truth)
    weights = np.concatenate([np.ones(len(clip_truth)), np.full(len(other_truth), weight)])
    return logits, np.concatenate([clip_truth, other_truth]), weights


def calibration_of(outcomes: list[dict], labels: list[str], share: float) -> Calibration:
    parts = [truths_of(outcome, labels, share) for outcome in outcomes]
    return fitted(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def mixture_error(outcomes: list[dict], calibrations: list[Calibration], labels: list[str],
                  share: float) -> float:
    """Calibration error of the first label among clips and unknown sounds, at the weights of the fit."""
    logits, right, weights = [], [], []
    for outcome, calibration in zip(outcomes, calibrations, strict=True):
        values, truth, weight = truths_of(outcome, labels, share)
        first = truth[np.arange(len(values)), values.argmax(1)]
        logits.append(calibration(values))
        right.append(first == 1)
        weights.append(weight * ~np.isnan(first))  # an unknown sound's own label is not judged
    return top_error(np.concatenate(logits), np.concatenate(right), np.concatenate(weights))


def average_precision(scores: np.ndarray, truth: np.ndarray) -> float:
    """Mean of the precision at the rank of every true clip."""
    ranked = truth[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())


def false_alarms(outcomes: list[dict], logits: list[np.ndarray], labels: list[str]) -> dict:
    """Share of unknown windows that raise a foreign label to 0.5 or more; `strict` grants no label to any sound."""
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    blamed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome, values in zip(outcomes, logits, strict=True):
        for one, scores in zip(outcome["unknown"], sigmoid(values), strict=True):
            raised = {label for label, score in zip(labels, scores, strict=True) if score >= 0.5}
            entry = (bool(raised - set(one["own"])), bool(raised))
            for group in (one["group"], *([one["source"]] if one["group"] == "recordings" else [])):
                rows[group].append(entry)
            for label in raised - set(one["own"]):
                blamed[one["source"] if one["group"] == "recordings" else one["group"]][label] += 1
    groups = {name: {"windows": len(found), "rate": float(np.mean([a for a, _ in found])),
                     "strict": float(np.mean([b for _, b in found])), "raised": dict(blamed.get(name, {}))}
              for name, found in rows.items()}
    whole = [
        entry for name, found in rows.items() if not name.endswith(".ogg") for entry in found]
    return {"all": {"windows": len(whole), "rate": float(np.mean([a for a, _ in whole])),
                    "strict": float(np.mean([b for _, b in whole]))}, "groups": groups}


def summary(outcomes: list[dict], labels: list[str], share: float) -> dict:
    """All figures. Calibrated ones use a calibration fitted on the other folds only."""
    without = [calibration_of([o for o in outcomes if o is not left] or outcomes, labels, share)
               for left in outcomes]
    clips = [clip for outcome in outcomes for clip in outcome["clips"]]
    raw = np.concatenate([outcome["clip_logits"] for outcome in outcomes])
    calibrated = np.concatenate([c(o["clip_logits"]) for c, o in zip(without, outcomes, strict=True)])
    truth = np.array([labels.index(clip["label"]) for clip in clips])
    bare = np.concatenate([outcome["bare_logits"] for outcome in outcomes])
    first = raw.argmax(1)
    right = first == truth
    confusion = np.zeros((len(labels), len(labels)), int)
    np.add.at(confusion, (truth, first), 1)
    scores = sigmoid(calibrated)

    def accuracy(key: str) -> dict[str, float]:
        values = sorted({clip[key] for clip in clips if clip[key]})
        return {value: float(right[[clip[key] == value for clip in clips]].mean()) for value in values}

    final = calibration_of(outcomes, labels, share)
    recorded = np.array([clip["group"] != "made" for clip in clips])
    return {
        "labels": labels,
        "clips": len(clips),
        "accuracy": float(right.mean()),
        "accuracyWithoutSilenceAround": float((bare.argmax(1) == truth).mean()),
        "accuracyRecordedClips": float(right[recorded].mean()),
        "accuracyByFold": {str(o["fold"]): float((o["clip_logits"].argmax(1) == np.array(
            [labels.index(clip["label"]) for clip in o["clips"]])).mean()) for o in outcomes},
        "accuracyByGroup": accuracy("group"),
        "accuracyBySpeaker": accuracy("speaker"),
        "meanAveragePrecision": float(np.mean([average_precision(scores[:, i], truth == i)
                                               for i in range(len(labels))])),
        "recallAtHalf": float((scores[np.arange(len(truth)), truth] >= 0.5).mean()),
        "f1": {label: float(2 * confusion[i, i] / max(1, confusion[i].sum() + confusion[:, i].sum()))
               for i, label in enumerate(labels)},
        "confusion": confusion.tolist(),
        "falseAlarms": false_alarms(outcomes, [c(o["unknown_logits"]) for c, o in zip(without, outcomes, strict=True)],
                                    labels),
        "falseAlarmsUncalibrated": false_alarms(outcomes, [NONE(o["unknown_logits"]) for o in outcomes],
                                                labels)["all"],
        "calibration": {
            "unknownShare": share, "scale": final.scale, "bias": final.bias,
            "eceBefore": mixture_error(outcomes, [NONE] * len(outcomes), labels, share),
            "eceAfter": mixture_error(outcomes, without, labels, share),
            "eceClipsBefore": top_error(raw, right), "eceClipsAfter": top_error(calibrated, right),
            "brierBefore": brier(raw, truth), "brierAfter": brier(calibrated, truth),
        },
    }
