"""The figures of an evaluation: those of a benchmark, with intervals, and only where there is enough to tell."""

from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation.cases import Case
from bot.evaluation.entities import LISTS_AND_PATTERNS, entity_scores
from bot.evaluation.intervals import Score, resampled_error, share
from bot.evaluation.mistakes import worst_mistakes
from bot.evaluation.outcomes import auroc, ece, macro_f1, outcomes_of
from bot.evaluation.readings import Heard
from bot.evaluation.scores import groups, intent_scores, language_scores, second_ask_scores, values
from nlu.components.intents.figures import figures
from nlu.components.intents.model import Reading
from nlu.components.second_asks import Asks

INTENTS = ("greet", "ask_term", "ask_needs", "out_of_scope")


def reading(name: str, *, assurance: float, confidence: float = 0.9) -> Reading:
    rest = (1 - confidence) / (len(INTENTS) - 1)
    others = tuple((other, rest) for other in INTENTS if other != name)
    return Reading(((name, confidence), *others), assurance, 0.5, "out_of_scope")


def case(intent: str, *, language: str = "en", text: str = "a message", **more: tuple[object, ...]) -> Case:
    return Case(text=text, language=language, intent=intent, **more)  # type: ignore[arg-type]


def at_random(messages: int, *, seed: int = 1) -> tuple[list[Case], list[Reading]]:
    """Messages in two languages, most of them read rightly."""
    chance = np.random.default_rng(seed)
    truth = [INTENTS[place] for place in chance.integers(4, size=messages)]
    told = [intent if chance.random() < 0.8 else INTENTS[chance.integers(4)] for intent in truth]
    readings = [
        reading(name, assurance=float(chance.random()), confidence=0.3 + 0.7 * float(chance.random())) for name in told
    ]
    return [case(intent, language="en" if place % 3 else "fr") for place, intent in enumerate(truth)], readings


def test_the_figures_are_those_of_a_benchmark() -> None:
    cases, readings = at_random(400)
    truth = [each.intent for each in cases]

    found = intent_scores(cases, readings)["all"]
    known = figures(readings, truth, out_of_scope="out_of_scope", threshold=0.5)

    same = ("accuracy", "accuracy_at_threshold", "macro_f1", "oos_recall", "in_scope_refused", "auroc", "ece")
    assert {name: found[name].value for name in same} == {name: pytest.approx(known[name]) for name in same}


def test_what_is_resampled_is_what_the_benchmark_tells() -> None:
    cases, readings = at_random(400)
    truth = [each.intent for each in cases]
    known = figures(readings, truth, out_of_scope="out_of_scope", threshold=0.5)

    (outcomes,) = outcomes_of(truth, readings)

    assert macro_f1(outcomes) == pytest.approx(known["macro_f1"])
    assert auroc(outcomes) == pytest.approx(known["auroc"])
    assert ece(outcomes) == pytest.approx(known["ece"])


def test_every_figure_lies_in_its_interval_and_comes_again_the_same() -> None:
    cases, readings = at_random(300)

    found = intent_scores(cases, readings)

    assert found == intent_scores(cases, readings)
    for score in (score for group in found.values() for score in group.values()):
        assert score.value is not None and score.low is not None and score.high is not None
        assert 0 <= score.low <= score.value <= score.high <= 1


def test_wilsons_interval_is_that_of_the_books() -> None:
    score = share(81, 263)  # Newcombe 1998, table 1

    assert (score.low, score.high) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))


def test_nothing_to_tell_is_told_as_nothing() -> None:
    found = intent_scores([case("greet"), case("ask_term")], [reading("greet", assurance=0.9)] * 2)["all"]

    assert found["oos_recall"] == Score(None, None, None, 0)
    assert found["auroc"].value is None
    assert found["accuracy"].value == 0.5
    assert resampled_error(lambda places: 0.0, None, messages=5, of=5).low is None


def test_languages_are_told_apart_and_all_but_english_together() -> None:
    cases = [case("greet"), case("greet", language="fr"), case("greet", language="zh")]

    assert groups(cases) == {"all": [0, 1, 2], "en": [0], "fr": [1], "zh": [2], "others": [1, 2]}
    assert set(groups(cases[1:])) == {"all", "fr", "zh"}


def test_the_kept_figures_are_the_evaluations() -> None:
    cases, readings = at_random(200)

    kept, told = values(cases, readings), intent_scores(cases, readings)

    assert kept["fr"]["accuracy"] == told["fr"]["accuracy"].value
    assert kept["all"]["in_scope_sent_away"] == told["all"]["in_scope_sent_away"].value


def test_a_second_ask_counts_by_its_name() -> None:
    cases = [case("ask_needs", also=("ask_term",)), case("ask_needs"), case("ask_needs", also=("greet", "ask_term"))]
    asks = [Asks(reading("ask_needs", assurance=0.9), also) for also in (("ask_term",), ("greet",), ("ask_term",))]

    found = second_ask_scores(cases, asks)["all"]

    assert (found["second_ask_precision"].value, found["second_ask_precision"].of) == (pytest.approx(2 / 3), 3)
    assert (found["second_ask_recall"].value, found["second_ask_recall"].of) == (pytest.approx(2 / 3), 3)


def test_a_language_is_right_or_wrong() -> None:
    found = language_scores([case("greet"), case("greet", language="fr")], [Heard("en", ()), Heard("en", ())])

    assert found["all"]["language"].value == 0.5
    assert found["fr"]["language"].value == 0.0


def test_entities_count_by_exact_type_and_value_and_too_few_are_not_judged() -> None:
    cases = [case("greet", entities=(("country", '"KEN"'), ("item", '"tent"')))] * 20
    cases += [case("greet", entities=(("company", '"Acme"'),))]
    told = [Heard("en", (("country", '"KEN"'), ("item", '"rice"')))] * 20 + [Heard("en", (("company", '"Acme"'),))]

    found = entity_scores(cases, told)["en"]

    assert found["country"].f1.value == 1.0
    assert found["item"].f1.value == 0.0
    assert found[LISTS_AND_PATTERNS].f1.value == 0.5
    assert found["company"].as_dict() == {"cases": 1, "f1": "too few"}
    assert found["country"].as_dict()["recall"]["of"] == 20


def test_the_same_value_twice_must_be_found_twice() -> None:
    cases = [case("greet", entities=(("country", '"KEN"'), ("country", '"KEN"')))] * 10

    once = entity_scores(cases, [Heard("en", (("country", '"KEN"'),))] * 10)["all"]["country"]

    assert (once.precision.value, once.recall.value) == (1.0, 0.5)


def test_the_worst_mistakes_stand_first_and_by_their_kind() -> None:
    cases = [
        case("greet", text="wrong"),
        case("greet", text="surely wrong"),
        case("out_of_scope", text="answered"),
        case("ask_term", text="refused"),
        case("ask_term", text="right"),
    ]
    readings = [
        reading("ask_term", assurance=0.6),
        reading("ask_term", assurance=0.9),
        reading("ask_term", assurance=0.8),
        reading("ask_term", assurance=0.2),
        reading("ask_term", assurance=0.9),
    ]

    found = worst_mistakes(cases, readings)

    assert [mistake["text"] for mistake in found["surely_wrong"]] == ["surely wrong", "wrong"]
    assert [mistake["text"] for mistake in found["out_of_scope_answered"]] == ["answered"]
    assert [mistake["text"] for mistake in found["in_scope_refused"]] == ["refused"]
