"""Makes src/scores/evaluation/evaluation-vectors.json: labelled sets with scikit-learn's figures (written with 1.9.1).

    pip install numpy scikit-learn
    python bench/reference/evaluation_vectors.py
    npx biome check --write src/scores/evaluation/evaluation-vectors.json
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    confusion_matrix,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

OUTPUT = Path(__file__).parents[2] / "src" / "scores" / "evaluation" / "evaluation-vectors.json"


def make_set(name: str, seed: int, shares: list[float], items: int, skill: float, levels: int | None = None,
             never: tuple[int, ...] = ()) -> dict:
    """`shares`: how often each label is true (0 = absent); `skill`: how far the truth's logit stands out; `levels`:
    scores are rounded to that many steps, which makes ties; `never`: labels that score too low to be predicted."""
    random = np.random.default_rng(seed)
    labels = len(shares)
    truth = random.choice(labels, size=items, p=np.array(shares) / sum(shares))
    logits = random.normal(size=(items, labels))
    logits[np.arange(items), truth] += skill
    logits[:, list(never)] -= 50
    scores = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    scores = np.round(scores * levels) / levels if levels else np.round(scores, 6)
    return {"name": name, "labels": labels, "truth": truth.tolist(), "scores": scores.ravel().tolist(),
            "figures": figures(truth, scores)}


def figures(truth: np.ndarray, scores: np.ndarray) -> dict:
    labels = np.arange(scores.shape[1])
    predicted = scores.argmax(axis=1)
    by_label = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    precisions = [average_precision_score(truth == c, scores[:, c]) if (truth == c).any() else None for c in labels]
    ks = [k for k in (1, 2, 3, 5) if k < len(labels) and len(labels) > 2]
    return {
        "accuracy": accuracy_score(truth, predicted),
        "topK": [{"k": k, "accuracy": top_k_accuracy_score(truth, scores, k=k, labels=labels)} for k in ks],
        "meanAveragePrecision": float(np.mean([value for value in precisions if value is not None])),
        "averagePrecision": precisions,
        **{name: values.tolist() for name, values in zip(("precision", "recall", "f1", "support"), by_label)},
        **{average: averaged(truth, predicted, average) for average in ("macro", "weighted")},
        "confusion": confusion_matrix(truth, predicted, labels=labels).tolist(),
    }


def averaged(truth: np.ndarray, predicted: np.ndarray, average: str) -> dict:
    """Over the labels that occur in truth or prediction: scikit-learn's default, no `labels`."""
    values = precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
    return dict(zip(("precision", "recall", "f1"), map(float, values)))


def main() -> None:
    long_tail = [1 / (rank + 1) for rank in range(22)]
    long_tail[17] = long_tail[21] = 0.0
    sets = [
        make_set("two labels", 1, [1, 3], 25, 1.0),
        make_set("three labels", 2, [1, 1, 1], 40, 1.5),
        make_set("three labels, one item", 3, [1, 1, 1], 1, 0.0),
        make_set("ten labels, imbalanced, many ties", 4, [20, 10, 5, 2, 1, 1, 1, 1, 1, 0.5], 60, 1.5, levels=10),
        make_set("ten labels, nothing but ties", 5, [1] * 10, 20, 0.0, levels=1),
        make_set("22 labels, two absent, three never predicted", 6, long_tail, 90, 2.0, never=(2, 17, 20)),
        make_set("22 labels, always right", 7, [1] * 22, 30, 40.0),
    ]
    OUTPUT.write_text(json.dumps({"sets": sets}) + "\n")


if __name__ == "__main__":
    main()
