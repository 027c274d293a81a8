"""Two asks in one message: both are found, and the right one comes first."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.components.clauses import clauses
from nlu.components.intents.model import Reading
from nlu.components.second_ask import SecondAsks


def _reading(name: str, confidence: float = 0.9, assurance: float = 0.9) -> Reading:
    return Reading(((name, confidence), ("out_of_scope", 1 - confidence)), assurance, 0.5, "out_of_scope")


class KeywordReader:
    """Takes a message for the first intent whose word is in it."""

    def __init__(self, **words: str) -> None:
        self._words = words

    def __call__(self, texts: Sequence[str]) -> list[Reading]:
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        name = next((name for name, word in self._words.items() if word in text), None)
        return _reading(name) if name else _reading("greet", confidence=0.3, assurance=0.2)


def test_sentences_and_joined_clauses_are_parted() -> None:
    assert clauses("We have 300 tents in Nairobi. Who pays the freight?") == [
        "We have 300 tents in Nairobi.",
        "Who pays the freight?",
    ]
    assert clauses("我们有三百顶帐篷。运费谁付？") == ["我们有三百顶帐篷。", "运费谁付?"]
    assert clauses("tents and blankets") == []


def test_a_question_beside_an_offer_comes_second() -> None:
    asks = SecondAsks(KeywordReader(ask_shipping="freight", offer_contribution="tents"), least=0.5)

    found = asks.read("Who pays the freight? We have 300 tents in Nairobi.")

    assert found.reading.name == "offer_contribution"
    assert found.also == ("ask_shipping",)


def test_a_status_question_comes_before_the_complaint() -> None:
    asks = SecondAsks(KeywordReader(complain="useless", check_status="offer"), least=0.5)

    found = asks.read("This is really useless. What became of our offer?")

    assert found.reading.name == "check_status"
    assert found.also == ("complain",)


def test_one_ask_in_two_sentences_has_no_second() -> None:
    asks = SecondAsks(KeywordReader(offer_contribution="tents"), least=0.5)

    assert asks.read("We have tents in Nairobi. The tents are new.").also == ()


def test_small_talk_is_never_a_second_ask() -> None:
    asks = SecondAsks(KeywordReader(offer_contribution="tents", greet="morning"), least=0.5)

    assert asks.read("Good morning to you all. We have tents in Nairobi.").also == ()
