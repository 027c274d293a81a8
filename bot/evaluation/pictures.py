"""The two pictures of an evaluation: what is taken for what, and whether confidence can be relied on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from sklearn.metrics import confusion_matrix

from bot.evaluation.cases import Case
from bot.evaluation.outcomes import outcomes_of
from nlu.components.intents.model import Reading

BINS = 15
"""As many as the calibration error has."""


def draw_confusion(path: Path, cases: Sequence[Case], readings: Sequence[Reading]) -> None:
    """A square for each intent meant (down) and taken for (across); the darker, the larger its share of those meant."""
    meant, told = [case.intent for case in cases], [reading.name for reading in readings]
    names = sorted({*meant, *told})
    counts = confusion_matrix(meant, told, labels=names)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    figure = Figure(figsize=(4 + 0.3 * len(names), 3.5 + 0.3 * len(names)), layout="constrained")
    axes = figure.add_subplot(title="Meant (down) and taken for (across): number of messages")
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    for row, column in np.argwhere(counts):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=7, color=colour)
    figure.savefig(path, dpi=110)


def draw_reliability(path: Path, cases: Sequence[Case], readings: Sequence[Reading]) -> None:
    """How often the best guess is right where it is so confident, in bins of equal mass; on the line it can be relied on."""
    (outcomes,) = outcomes_of([case.intent for case in cases], readings)
    confidence, right = outcomes.confidence[outcomes.inside], outcomes.right[outcomes.inside]
    order = np.argsort(confidence, kind="stable")
    bins = [places for places in np.array_split(order, BINS) if len(places)]
    said, was = [confidence[p].mean() for p in bins], np.asarray([right[p].mean() for p in bins])
    noise = [1.96 * np.sqrt(share * (1 - share) / len(p)) for share, p in zip(was, bins, strict=True)]
    figure = Figure(figsize=(6, 6), layout="constrained")
    axes = figure.add_subplot(xlabel="confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.errorbar(said, was, yerr=noise, fmt="o", capsize=3)
    axes.set_title(f"{len(confidence):,} messages in scope, {len(bins)} bins of equal mass")
    figure.savefig(path, dpi=110)
