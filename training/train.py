"""python training/train.py everyday-sounds --manifest ../shared/audio/manifest.csv

Manifest -> features -> four cross-validated networks and a final one -> ONNX folder, card, report. Networks are kept
in training/runs/NAME (ignored by git), so a stopped run goes on where it was; delete the folder to start anew.
"""

import argparse
import math
import multiprocessing
import time
from dataclasses import asdict, replace
from pathlib import Path

import torch

from batches import Norm
from data import labels_of, read_clips
from fit import average, fitted
from network import Network
from recipes import RECIPES, Recipe
from scoring import Scorer

ROOT = Path(__file__).resolve().parent.parent
TASKS = ("fold-1", "fold-2", "fold-3", "fold-4", "final")


def run_file(name: str, task: str) -> Path:
    return ROOT / "training" / "runs" / name / f"{task}.pt"


def train(job: tuple[str, str, Path, float]) -> None:
    """One network on one thread: two such processes use two cores better than one process with two threads."""
    name, task, manifest, minutes = job
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # decaying tails can be slow
    recipe, clips = RECIPES[name], read_clips(manifest)
    labels = labels_of(clips, recipe.groups, recipe.extra_labels)
    fold = TASKS.index(task) + 1  # the final one's fold, 5, holds no clip
    started, start = time.perf_counter(), None
    if task == "final" and recipe.final_steps:
        start, _ = trained(recipe, "fold-1")
        recipe = replace(recipe, steps=recipe.final_steps)
    heard = [clip for clip in clips if clip.fold != fold]

    def log(line: str) -> None:
        print(f"{name} {task}: {line}", flush=True)

    network, norm, steps = fitted(recipe, heard, labels, seed=fold, log=log,
                                  start=(start.network, start.norm) if start else None, minutes=minutes)
    if second := recipe.for_second():
        other, _, more = fitted(second, heard, labels, seed=fold + 20, log=log, start=(network, norm), minutes=minutes)
        average(network, other, decay=0.5)
        steps += more
    path = run_file(name, task)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": network.state_dict(), "norm": asdict(norm), "steps": steps,
                "seconds": time.perf_counter() - started}, path)


def trained(recipe: Recipe, task: str) -> tuple[Scorer, dict]:
    """A kept network, ready to score, and what it took: steps and seconds."""
    kept = torch.load(run_file(recipe.name, task), weights_only=True)
    network = Network(recipe.shape).eval().requires_grad_(False)
    network.load_state_dict(kept["weights"])
    return Scorer(recipe, network, Norm(**kept["norm"])), {"steps": kept.get("steps", recipe.steps),
                                                                  "seconds": round(kept["seconds"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=RECIPES)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2, help="networks trained at the same time, one thread each")
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=TASKS)
    parser.add_argument("--minutes", type=float, default=math.inf,
                        help="at most so long a network; the report gives the steps that were taken")
    parser.add_argument("--only-train", action="store_true", help="leave the report and the folder for a later call")
    arguments = parser.parse_args()
    jobs = [(arguments.name, task, arguments.manifest, arguments.minutes) for task in arguments.tasks
            if not run_file(arguments.name, task).exists()]
    with multiprocessing.get_context("spawn").Pool(arguments.jobs) as pool:
        pool.map(train, [job for job in jobs if job[1] != "final"], chunksize=1)
        pool.map(train, [job for job in jobs if job[1] == "final"])  # may start from fold 1's network
    if not arguments.only_train:
        from finish import finished

        finished(RECIPES[arguments.name], arguments.manifest, ROOT)


if __name__ == "__main__":
    main()
