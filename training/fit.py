"""Training of one network: AdamW, a warm-up and a cosine, and an average of the weights, which is what is kept.

The number of steps is fixed beforehand; no clip of the test fold is looked at to choose anything.
"""

import math
import time

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from batches import Batches, Norm
from data import Clip
from network import Network
from recipes import Recipe


def loss_of(logits: Tensor, targets: Tensor, rank_weight: float) -> Tensor:
    """Sigmoid cross-entropy, summed over labels, and a softmax one among windows that hold any label.

    The first makes scores mean what they say one by one; the second sharpens which label comes first.
    """
    each = functional.binary_cross_entropy_with_logits(logits, 0.005 + 0.985 * targets, reduction="none").sum(1)
    total = targets.sum(1)
    held = total > 0
    share = targets[held] / total[held, None]
    rank = -(share * functional.log_softmax(logits[held], 1)).sum(1)
    return each.mean() + rank_weight * rank.sum() / len(logits)


def rate_at(progress: float, peak: float) -> float:
    """Linear warm-up over the first 5 % of the training, then half a cosine to nothing. Progress from 0 to 1."""
    if progress < 0.05:
        return peak * (progress + 1e-3) / 0.05
    return peak * 0.5 * (1 + np.cos(np.pi * (progress - 0.05) / 0.95))


def fitted(recipe: Recipe, clips: list[Clip], labels: list[str], seed: int, log=print,
           start: tuple[Network, Norm] | None = None, minutes: float = math.inf) -> tuple[Network, Norm, int]:
    """Trains on `clips` alone: the averaged network, in evaluation mode, its normalisation, the steps taken.

    With `start` it goes on from a network trained before, at half the rate. `minutes` shortens the whole schedule
    where the machine is too busy for all steps in that time; then the seed alone doesn't repeat the result.
    """
    torch.manual_seed(seed)
    batches = Batches(recipe, clips, labels, seed)
    network, peak = Network(recipe.shape).to(memory_format=torch.channels_last), recipe.peak_rate
    if start:
        network.load_state_dict(start[0].state_dict())
        norm, peak = start[1], peak / 2
    else:
        sample = torch.cat([batches.draw(None)[0] for _ in range(20)])
        norm = Norm(round(float(sample.mean()), 4), round(float(sample.std()), 4))
    kept = Network(recipe.shape).requires_grad_(False).eval()
    kept.load_state_dict(network.state_dict())
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=recipe.peak_rate)
    started, seen = time.perf_counter(), 0.0
    for step in range(recipe.steps):
        progress = max(step / recipe.steps, (time.perf_counter() - started) / 60 / minutes)
        if progress >= 1:
            return kept, norm, step
        for group in optimiser.param_groups:
            group["lr"] = rate_at(progress, peak)
        features, targets = batches.draw(norm)
        with torch.autocast("cpu", torch.bfloat16):
            logits, _ = network(features)
        loss = loss_of(logits.float(), targets, recipe.rank_weight)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        average(kept, network, min(recipe.average, (step + 1) / (step + 20)))
        seen += float(loss.detach())
        if (step + 1) % 250 == 0:
            took = (time.perf_counter() - started) / (step + 1)
            log(f"step {step + 1}/{recipe.steps}: loss {seen / 250:.3f}, {1000 * took:.0f} ms a step")
            seen = 0.0
    return kept, norm, recipe.steps


@torch.no_grad()
def average(kept: Network, network: Network, decay: float) -> None:
    """Moves `kept` towards `network`, weights and batch statistics alike."""
    for mean, now in zip(kept.state_dict().values(), network.state_dict().values(), strict=True):
        if mean.dtype.is_floating_point:
            mean.lerp_(now, 1 - decay)
        else:
            mean.copy_(now)
