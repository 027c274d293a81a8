"""How good a model is on a test set: the figures of `focalpoint benchmark`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, matthews_corrcoef, roc_auc_score

from nlu.components.intents.model import Reading

_MASSES = 15


def figures(
    readings: Sequence[Reading], truth: Sequence[str], *, out_of_scope: str, threshold: float
) -> dict[str, Any]:
    """Accuracies and the rest; what needs out-of-scope messages is None where the test has none."""
    labels = np.asarray(truth, dtype=object)
    best = np.asarray([reading.best_inside for reading in readings], dtype=object)
    assurance = np.asarray([reading.assurance for reading in readings])
    refused = (assurance < threshold) | np.asarray([reading.name == out_of_scope for reading in readings])
    final = np.where(refused, out_of_scope, best)
    inside = labels != out_of_scope
    confidence = np.asarray([_confidence(reading) for reading in readings])
    right = best == labels
    return {
        "accuracy": _mean(right[inside]),
        "accuracy_at_threshold": _mean((final == labels)[inside]),
        "macro_f1": _macro_f1(labels[inside], best[inside]),
        "mcc": float(matthews_corrcoef(list(labels), list(final))),
        "oos_recall": _mean(refused[~inside]),
        "in_scope_refused": _mean(refused[inside]),
        **_separation(assurance, inside),
        "ece": calibration_error(confidence[inside], right[inside]),
        "threshold": threshold,
    }


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float | None:
    """Expected calibration error over 15 bins of equal mass; None for nothing."""
    if not len(confidence):
        return None
    order = np.argsort(confidence, kind="stable")
    bins = zip(np.array_split(confidence[order], _MASSES), np.array_split(right[order], _MASSES), strict=True)
    gaps = [len(said) * abs(float(was.mean()) - float(said.mean())) for said, was in bins if len(said)]
    return float(sum(gaps) / len(confidence))


def _separation(assurance: NDArray[np.float64], inside: NDArray[np.bool_]) -> dict[str, Any]:
    if inside.all() or not inside.any():
        return {"auroc": None, "fpr95": None}
    limit = np.quantile(assurance[inside], 0.05)
    return {"auroc": float(roc_auc_score(inside, assurance)), "fpr95": _mean(assurance[~inside] >= limit)}


def _confidence(reading: Reading) -> float:
    return next(value for name, value in reading.ranking if name == reading.best_inside)


def _macro_f1(truth: NDArray[Any], best: NDArray[Any]) -> float | None:
    if not len(truth):
        return None
    return float(f1_score(list(truth), list(best), labels=sorted(set(truth)), average="macro", zero_division=0))


def _mean(values: NDArray[np.bool_]) -> float | None:
    return float(values.mean()) if len(values) else None
