"""How well a model does on some messages: the figures of a benchmark with their intervals, for each language and for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.evaluation.cases import LANGUAGES, Case
from bot.evaluation.intervals import Places, Score, resampled, resampled_error, share
from bot.evaluation.outcomes import OUT_OF_SCOPE, Outcomes, auroc, ece, macro_f1, outcomes_of
from bot.evaluation.progress import Progress, silently
from bot.evaluation.readings import Heard
from nlu.components.intents.figures import figures
from nlu.components.intents.model import Reading
from nlu.components.second_asks import Asks

Scores = dict[str, dict[str, Score]]
"""The scores of each group of messages, by name."""

ALL, OTHERS = "all", "others"


def groups(cases: Sequence[Case]) -> dict[str, list[int]]:
    """The places of all messages, of each language's, and of all but the English ones."""
    found = {language: _places(cases, {language}) for language in LANGUAGES}
    named = {ALL: list(range(len(cases))), **{name: places for name, places in found.items() if places}}
    others = _places(cases, {*LANGUAGES} - {"en"})
    return {**named, OTHERS: others} if others and found["en"] else named


def intent_scores(cases: Sequence[Case], readings: Sequence[Reading], *, progress: Progress = silently) -> Scores:
    """Each group's scores of the intents; `readings` are those by which the messages are answered."""
    found = groups(cases)
    return {
        name: _of_intents([cases[place].intent for place in found[name]], [readings[place] for place in found[name]])
        for name in progress(list(found), "working out intervals")
    }


def values(cases: Sequence[Case], readings: Sequence[Reading]) -> dict[str, dict[str, float | None]]:
    """The figures of each group alone, without intervals: what is kept with a model."""
    return {
        name: _figures([cases[place].intent for place in places], [readings[place] for place in places])
        for name, places in groups(cases).items()
    }


def second_ask_scores(cases: Sequence[Case], asks: Sequence[Asks]) -> Scores:
    """Each group's precision and recall of second asks."""
    return {name: _of_second_asks([(cases[p], asks[p]) for p in places]) for name, places in groups(cases).items()}


def language_scores(cases: Sequence[Case], heard: Sequence[Heard]) -> Scores:
    """Each group's share of messages whose language was told rightly."""
    right = [case.language == read.language for case, read in zip(cases, heard, strict=True)]
    return {
        name: {"language": share(sum(right[place] for place in places), len(places))}
        for name, places in groups(cases).items()
    }


def joined(*parts: Scores) -> Scores:
    """Scores of the same groups as one."""
    return {name: {key: score for part in parts for key, score in part[name].items()} for name in parts[0]}


def as_plain(scores: Mapping[str, Mapping[str, Score]]) -> dict[str, dict[str, Any]]:
    """For JSON."""
    return {name: {key: score.as_dict() for key, score in group.items()} for name, group in scores.items()}


def _places(cases: Sequence[Case], languages: set[str]) -> list[int]:
    return [place for place, case in enumerate(cases) if case.language in languages]


def _of_intents(truth: Sequence[str], readings: Sequence[Reading]) -> dict[str, Score]:
    found = _figures(truth, readings)
    (outcomes,) = outcomes_of(truth, readings)
    inside = int(outcomes.inside.sum())
    outside = len(truth) - inside

    def drawn(figure: Callable[[Outcomes], float], name: str) -> Score:
        return resampled(_anew(figure, outcomes), found[name], messages=len(truth), of=inside)

    return {
        "accuracy": _share(found["accuracy"], inside),
        "macro_f1": drawn(macro_f1, "macro_f1"),
        "accuracy_at_threshold": _share(found["accuracy_at_threshold"], inside),
        "oos_recall": _share(found["oos_recall"], outside),
        "in_scope_refused": _share(found["in_scope_refused"], inside),
        "in_scope_sent_away": _share(found["in_scope_sent_away"], inside),
        "auroc": drawn(auroc, "auroc"),
        "ece": resampled_error(_anew(ece, outcomes), found["ece"], messages=len(truth), of=inside),
    }


def _figures(truth: Sequence[str], readings: Sequence[Reading]) -> dict[str, float | None]:
    """A benchmark's, and the share of in-scope messages that are told for sure that this is the wrong place."""
    found = figures(readings, truth, out_of_scope=OUT_OF_SCOPE, threshold=readings[0].threshold)
    inside = [reading for reading, intent in zip(readings, truth, strict=True) if intent != OUT_OF_SCOPE]
    away = sum(reading.name == OUT_OF_SCOPE and not reading.is_unsure for reading in inside)
    return {**found, "in_scope_sent_away": away / len(inside) if inside else None}


def _anew(figure: Callable[[Outcomes], float], outcomes: Outcomes) -> Callable[[Places], float]:
    return lambda places: figure(outcomes.at(places))


def _share(value: float | None, of: int) -> Score:
    return share(round((value or 0.0) * of), of)


def _of_second_asks(pairs: Sequence[tuple[Case, Asks]]) -> dict[str, Score]:
    right = sum(len({*case.also} & {*asks.also}) for case, asks in pairs)
    told, meant = (
        sum(counts) for counts in zip(*((len(asks.also), len(case.also)) for case, asks in pairs), strict=True)
    )
    return {"second_ask_precision": share(right, told), "second_ask_recall": share(right, meant)}
