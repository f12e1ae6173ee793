"""One temperature and one bias for all logits, so that a score of 0.8 is right about eight times in ten.

Fitted on out-of-fold logits: clips with their label, and unknown windows with none. A common bias and temperature
don't change which label comes first.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize


@dataclass(frozen=True)
class Calibration:
    scale: float  # 1 / temperature
    bias: float

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        return self.scale * logits + self.bias


NONE = Calibration(1.0, 0.0)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -50, 50)))


def fitted(logits: np.ndarray, truths: np.ndarray, weights: np.ndarray) -> Calibration:
    """Least binary cross-entropy. `truths` [n, labels] may be NaN where a label must not be judged."""
    judged = ~np.isnan(truths)
    truth, weight = np.nan_to_num(truths), weights[:, None] * judged

    def loss(parameters: np.ndarray) -> float:
        moved = np.exp(parameters[0]) * logits + parameters[1]
        return float((weight * (np.logaddexp(0, moved) - truth * moved)).sum() / weight.sum())

    best = minimize(loss, np.zeros(2), method="Nelder-Mead").x
    return Calibration(float(np.exp(best[0])), float(best[1]))


def top_error(logits: np.ndarray, right: np.ndarray, weights: np.ndarray | None = None, bins: int = 10) -> float:
    """Expected calibration error of the first label: |accuracy - mean score| over ten equal-width bins of score."""
    weights = np.ones(len(logits)) if weights is None else weights
    top = sigmoid(logits).max(1)
    place = np.minimum((top * bins).astype(int), bins - 1)
    gaps = [abs((weights * (right - top))[place == b].sum()) for b in range(bins)]
    return float(sum(gaps) / weights.sum())


def brier(logits: np.ndarray, labels: np.ndarray) -> float:
    """Mean over clips of the squared errors summed over labels."""
    return float(np.square(sigmoid(logits) - np.eye(logits.shape[1])[labels]).sum(1).mean())


def folded_in(network, calibration: Calibration) -> None:
    """Moves the calibration into the classifier's weights, in place."""
    network.classifier.weight.data *= calibration.scale
    network.classifier.bias.data.mul_(calibration.scale).add_(calibration.bias)
