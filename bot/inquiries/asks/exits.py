"""People the assistant is not for, and vendors: the right door is named, nothing is opened (2.6)."""

from __future__ import annotations

from bot.inquiries.asks.ground import answer_about, answer_sources, country_of, said
from bot.inquiries.inquiry import Asking
from bot.inquiries.records import EmergencyNumber
from bot.inquiries.spoken import Part, Spoken, mark, plain


def leave_by(asking: Asking) -> Spoken:
    """Name the right door for an ask that is not for this assistant: selling, jobs, grants."""
    topic = asking.heard.intent
    answer = answer_about(asking, topic)
    if answer is None:
        return said(asking, Part(key="no_confirmed_answer"), kind="exit")
    return said(
        asking,
        Part(key=answer.key, sources=answer_sources(asking, answer)),
        kind="exit",
        records=[mark("answers", answer)],
    )


def danger(asking: Asking) -> Spoken:
    """A person in danger: first and short, with the emergency number on record if there is one, and no question."""
    country = asking.heard.first("country") or country_of(asking)
    numbers = [
        plain(number)
        for number in asking.work.records.all(EmergencyNumber)
        if number.country == country and country and number.is_published
    ]
    part = Part(key="seek_help", values={"numbers": numbers, "country": country})
    return said(asking, part, kind="exit", about="seek_help", flags=("safety",))
