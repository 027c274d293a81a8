"""What the rules say on the shipped records, said with the shipped answers: nothing is missing, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.words import RecordWords
from bot.calendars import PublicHolidays
from bot.inquiries.asks import verbs
from bot.inquiries.conversation import Conversation
from bot.inquiries.inquiry import Asking, Heard, Inquiry
from bot.inquiries.ports import Records
from bot.inquiries.records import RequestRecord
from bot.inquiries.spoken import plain
from bot.store.loading import load
from bot.store.memory import InMemoryWorks
from bot.store.shipped import DEMO_FOLDER, shipped_paths

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)

Said = tuple[str, str, Mapping[str, Any]]
"""A message of a company: its intent, its text, its entities by name."""

EARTHQUAKE = {"country": "HTI", "crisis": "hti-earthquake-2026"}
FULLY_NAMED = {"country": "MOZ", "cluster": "WSH", "agency": "UNICEF", "item": "water_pump", "sector": "tobacco"}
TALKS: Mapping[str, Sequence[Said]] = {
    "goods offered in an emergency are kept for later, asked about and taken back": (
        ("offer_contribution", "we have blankets", {"item": "blanket", **EARTHQUAKE}),
        ("affirm", "yes", {}),
        ("inform", "4000 of them", {"quantity": {"value": 4000, "unit": "piece"}}),
        ("inform", "in Rotterdam", {"place": {"name": "Rotterdam", "country": "NLD"}}),
        ("inform", "now", {"date": "2026-11-24"}),
        ("inform", "Acme, me@acme.example", {"company": "Acme", "email": "me@acme.example"}),
        ("check_status", "any news?", {}),
        ("update_request", "please add the packing list", {}),
        ("update_request", "please cancel my offer", {}),
        ("cancel", "stop", {}),
    ),
    "a thing that is never taken and one that fits a need": (
        ("offer_contribution", "formula", {"item": "infant_formula", "country": "MOZ"}),
        ("offer_contribution", "pumps", {"item": "water_pump", "country": "MOZ"}),
        ("help", "what can you do?", {}),
    ),
    "an agreement that is not on file": (
        ("activate_agreement", "our agreement with WFP", {"agency": "WFP", "company": "Acme", **EARTHQUAKE}),
        ("talk_to_human", "a person please", {}),
    ),
    "an unknown reference and an unknown word": (
        ("check_status", "FP-2026-99999?", {"reference": "FP-2026-99999"}),
        ("ask_term", "what is a flux capacitor", {}),
        ("not_sure", "hm", {}),
        ("not_sure", "hmm", {}),
        ("deny", "no", {}),
        ("inform", "we are Acme", {"company": "Acme"}),
    ),
    **{f"{intent}, nothing named": ((intent, "hello there", {}),) for intent in (*verbs.ASKS, *verbs.TURNS)},
    **{f"{intent}, all named": ((intent, "hello there", FULLY_NAMED),) for intent in verbs.ASKS},
    **{f"{intent}, in an emergency": ((intent, "hello there", EARTHQUAKE),) for intent in verbs.ASKS},
}


@pytest.fixture(scope="module")
def works() -> InMemoryWorks:
    """The stores with every shipped and demonstration record but the requests."""
    records = load([*shipped_paths(KNOWLEDGE), KNOWLEDGE / DEMO_FOLDER]).records()
    return InMemoryWorks(record for record in records if not isinstance(record, RequestRecord))


def heard(message: Said) -> Heard:
    """Return the message as the model would have understood it."""
    intent, text, named = message
    entities = [{"entity": name, "value": value, "text": "", "start": 0, "end": 0} for name, value in named.items()]
    return Heard(intent=intent, text=text, entities=tuple(entities), ranking=("ask_needs", "ask_term", "thank"))


def words_on(records: Records) -> RecordWords:
    """Return the sentences as these records hold them."""
    return RecordWords(lambda: records)


def sentences(works: InMemoryWorks, name: str) -> Iterator[str]:
    """Yield every sentence and title that the company reads in one talk."""
    inquiry = Inquiry()
    with works() as work:
        work.conversations.add(
            Conversation(id=name, channel="web", address=name, language="en", created_at=NOW, token_hash="")
        )
    for place, message in enumerate(TALKS[name]):
        with works() as work:
            conversation = work.conversations.get(name)
            assert conversation is not None
            asking = Asking(
                work=work,
                heard=heard(message),
                inquiry=inquiry,
                conversation=conversation,
                now=NOW + timedelta(minutes=place),
                calendar=PublicHolidays(),
                identity=f"{name}:{place}",
            )
            spoken = verbs.answer(asking)
            inquiry = spoken.inquiry
            words = words_on(work.records)
            for part in spoken.parts:
                yield words.text(part.key, language="en", values=plain(part.values))
                yield from (words.text(button.title, language="en") for button in part.buttons)


@pytest.mark.parametrize("name", TALKS)
def test_every_sentence_of_a_talk_can_be_said(works: InMemoryWorks, name: str) -> None:
    said = list(sentences(works, name))

    assert said and all(text and "None" not in text and "{" not in text for text in said), said
