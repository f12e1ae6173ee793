"""The confusion matrix as a small picture: rows are what was played, columns what came first."""

from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
from matplotlib import pyplot


def confusion_picture(confusion: np.ndarray, labels: list[str], path: Path) -> None:
    side = 2.2 + 0.24 * len(labels)
    figure, axes = pyplot.subplots(figsize=(side, side), dpi=110, layout="constrained")
    share = confusion / confusion.sum(1, keepdims=True)
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*np.nonzero(confusion), strict=True):
        axes.text(column, row, confusion[row, column], ha="center", va="center", fontsize=7,
                  color="white" if share[row, column] > 0.5 else "black")
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=8)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_xlabel("first label")
    axes.set_ylabel("clip")
    figure.savefig(path, pil_kwargs={"optimize": True}, metadata={"Software": None})
    pyplot.close(figure)
