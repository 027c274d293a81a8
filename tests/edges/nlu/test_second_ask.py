"""Two asks in one message: both are found, and the right one comes first."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from nlu.components.intents.model import Reading
from nlu.components.second_asks import SecondAsks
from nlu.components.second_asks.chances import Chances, Read, Told, learn_chances
from nlu.components.second_asks.learning import Asking, set_aside
from nlu.components.second_asks.parts import Part, parts_of


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
    assert parts_of("We have 300 tents in Nairobi. Who pays the freight?") == [
        Part("We have 300 tents in Nairobi.", is_sentence=True),
        Part("Who pays the freight?", is_sentence=True),
    ]
    assert [part.text for part in parts_of("we have 300 tents, btw who pays the freight")] == [
        "we have 300 tents",
        "who pays the freight",
    ]
    assert [part.text for part in parts_of("我们有三百顶帐篷。运费谁付？")] == ["我们有三百顶帐篷。", "运费谁付?"]
    assert parts_of("tents and blankets") == []


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


def _told(text: str, intents: set[str], whole: Reading, **parts: Reading) -> Told:
    there = [Part(part.replace("_", " "), is_sentence=True) for part in parts]
    return Told(Read(text, whole, there, list(parts.values())), intents, 1.0)


def _messages() -> list[Told]:
    offer, freight = _reading("offer_contribution"), _reading("ask_shipping")
    weak = _reading("ask_shipping", confidence=0.3, assurance=0.2)
    two = [
        _told(f"offer {n} freight", {"offer_contribution", "ask_shipping"}, offer, offer=offer, freight=freight)
        for n in range(9)
    ]
    one = [_told(f"offer {n} more", {"offer_contribution"}, offer, offer=offer, more=weak) for n in range(9)]
    return [*two, *one]


def test_what_is_likely_is_learnt_from_messages_of_which_all_asks_are_told() -> None:
    asks = {"offer_contribution", "ask_shipping"}
    two, one = _messages()[0], _messages()[-1]

    chances = learn_chances(_messages(), asks=asks)

    assert chances is not None
    assert chances.of(two.read, asks=asks)["ask_shipping"] > 0.5 > chances.of(one.read, asks=asks)["ask_shipping"]
    again = Chances.from_dict(json.loads(json.dumps(chances.as_dict())))
    assert again.of(two.read, asks=asks) == chances.of(two.read, asks=asks)


def test_without_messages_that_ask_two_things_there_is_nothing_to_learn() -> None:
    assert learn_chances(_messages()[9:], asks={"offer_contribution", "ask_shipping"}) is None


def test_learnt_chances_decide_where_there_are_some() -> None:
    chances = learn_chances(_messages(), asks={"offer_contribution", "ask_shipping"})
    reader = KeywordReader(ask_shipping="freight", offer_contribution="tents")

    found = SecondAsks(reader, least=0.5, chances=chances).read("We have 300 tents. Who pays the freight?")

    assert (found.reading.name, found.also) == ("offer_contribution", ("ask_shipping",))


def test_those_set_aside_stand_for_all_of_their_kind() -> None:
    two = [
        Asking(f"We have {count} tents. Who pays the freight?", "offer_contribution", ("ask_shipping",))
        for count in range(900)
    ]
    one = [Asking(f"We have {count} tents. They are new.", "offer_contribution", ()) for count in range(700)]

    aside = set_aside([*two, *one, Asking("We have tents", "offer_contribution", ())])

    assert len(aside.two) < 900 and len(aside.one) < 700
    assert len(aside.two) * aside.weight_of_two == 900
    assert len(aside.one) * aside.weight_of_one == 700


def test_where_nobody_asks_two_things_nothing_is_set_aside() -> None:
    aside = set_aside([Asking("We have tents. They are new.", "offer_contribution", ())])

    assert (aside.two, aside.one) == ((), ())


@pytest.mark.parametrize("bias", [5.0, -5.0])
def test_a_whole_that_wavers_between_what_its_clauses_are_sure_of_asks_both_however_rare(bias: float) -> None:
    clauses = KeywordReader(offer_contribution="tents", ask_shipping="freight")
    torn = Reading(
        (("offer_contribution", 0.6), ("ask_shipping", 0.3), ("out_of_scope", 0.1)), 0.4, 0.5, "out_of_scope"
    )

    def read(texts: Sequence[str]) -> list[Reading]:
        return [torn if "tents" in text and "freight" in text else clauses([text])[0] for text in texts]

    asks = SecondAsks(read, least=0.25, chances=Chances((0.0,) * 18, bias, {}))
    found = asks.read("we have family tents in Nairobi, who pays the freight here")

    assert not found.reading.is_unsure
    assert (found.reading.name, found.also) == ("offer_contribution", ("ask_shipping",))
