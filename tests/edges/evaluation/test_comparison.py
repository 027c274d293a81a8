"""Two models on the same messages: chance is not taken for a difference, and a real loss is found and named."""

from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation.cases import Case
from bot.evaluation.comparison import Comparison, compared
from nlu.components.intents.model import Reading
from nlu.components.second_asks import Asks

INTENTS = ("greet", "ask_term", "ask_needs", "ask_contact", "out_of_scope")
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")


def cases_of(messages: int) -> list[Case]:
    return [
        Case(text=f"message {place}", language=LANGUAGES[place % 7], intent=INTENTS[place % 5])
        for place in range(messages)
    ]


def asks_of(cases: list[Case], *, seed: int, right: float, worse_in: str = "") -> list[Asks]:
    """A model that takes this share of messages for what they are, half of that in one language."""
    chance = np.random.default_rng(seed)
    return [_asks(case.intent, chance, right=right / 2 if case.language == worse_in else right) for case in cases]


def _asks(intent: str, chance: np.random.Generator, *, right: float) -> Asks:
    name = intent if chance.random() < right else INTENTS[chance.integers(5)]
    confidence = float(chance.uniform(0.5, 1.0))
    rest = tuple((other, (1 - confidence) / 4) for other in INTENTS if other != name)
    assurance = float(chance.uniform(0.0, 0.6) if name == "out_of_scope" else chance.uniform(0.4, 1.0))
    return Asks(Reading(((name, confidence), *rest), assurance, 0.5, "out_of_scope"), ())


def verdicts(comparison: Comparison) -> dict[tuple[str, str], str]:
    return {(change.measure, change.group): change.verdict for change in comparison.changes}


def test_a_model_is_no_better_and_no_worse_than_itself() -> None:
    cases = cases_of(350)
    asks = asks_of(cases, seed=1, right=0.8)

    found = compared(cases, before=asks, after=asks)

    assert set(verdicts(found).values()) == {"same"}
    assert (found.worse, found.lost, found.won) == ((), (), ())


def test_of_equally_good_models_hardly_one_is_called_worse() -> None:
    cases = cases_of(350)

    pairs = [
        compared(cases, before=asks_of(cases, seed=s, right=0.8), after=asks_of(cases, seed=s + 100, right=0.8))
        for s in range(6)
    ]

    assert sum(bool(pair.worse) for pair in pairs) <= 1


def test_a_worse_model_is_found_out_and_where_it_is_worse_is_named() -> None:
    cases = cases_of(700)

    found = compared(
        cases,
        before=asks_of(cases, seed=1, right=0.9),
        after=asks_of(cases, seed=2, right=0.9, worse_in="ar"),
    )

    told = verdicts(found)
    assert told[("accuracy", "ar")] == "worse"
    assert told[("accuracy", "fr")] == "same"
    assert {message["language"] for message in found.lost} >= {"ar"}


def test_what_is_worse_one_way_is_better_the_other_way() -> None:
    cases = cases_of(700)
    poor, good = asks_of(cases, seed=1, right=0.6), asks_of(cases, seed=2, right=0.9)

    forth, back = compared(cases, before=poor, after=good), compared(cases, before=good, after=poor)

    assert verdicts(forth)[("accuracy", "all")] == "better"
    assert verdicts(back)[("accuracy", "all")] == "worse"
    assert len(forth.won) == len(back.lost) > len(forth.lost)


def test_sure_but_tiny_differences_count_for_nothing() -> None:
    cases = [Case(text=f"message {place}", language="en", intent="greet") for place in range(4000)]
    right = Asks(Reading((("greet", 0.9), ("ask_term", 0.1)), 0.9, 0.5, "out_of_scope"), ())
    wrong = Asks(Reading((("ask_term", 0.9), ("greet", 0.1)), 0.9, 0.5, "out_of_scope"), ())

    some = compared(cases, before=[right] * 4000, after=[wrong] * 20 + [right] * 3980)
    more = compared(cases, before=[right] * 4000, after=[wrong] * 60 + [right] * 3940)

    assert verdicts(some)[("accuracy", "en")] == "same"
    assert verdicts(more)[("accuracy", "en")] == "worse"


def test_refusing_more_of_what_is_in_scope_is_worse() -> None:
    cases = [Case(text=f"message {place}", language="en", intent="greet") for place in range(200)]
    sure = Asks(Reading((("greet", 0.9), ("ask_term", 0.1)), 0.9, 0.5, "out_of_scope"), ())
    unsure = Asks(Reading((("greet", 0.9), ("ask_term", 0.1)), 0.3, 0.5, "out_of_scope"), ())

    found = compared(cases, before=[sure] * 200, after=[unsure] * 40 + [sure] * 160)

    assert verdicts(found)[("in_scope_refused", "all")] == "worse"
    assert verdicts(found)[("accuracy", "all")] == "same"
    assert not any(change.measure == "auroc" for change in found.changes)


@pytest.mark.parametrize("also", [("ask_term",), ()])
def test_second_asks_are_compared_too(also: tuple[str, ...]) -> None:
    cases = [Case(text=f"m{place}", language="en", intent="greet", also=("ask_term",)) for place in range(60)]
    reading = Reading((("greet", 0.9), ("ask_term", 0.1)), 0.9, 0.5, "out_of_scope")

    found = compared(cases, before=[Asks(reading, ("ask_term",))] * 60, after=[Asks(reading, also)] * 60)

    assert verdicts(found)[("second_ask_f1", "all")] == ("same" if also else "worse")
