"""Where and how to give money: channels from the records alone, never an account or a tax effect made up (behaviour 8)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.inquiries.asks.ground import answer_about, answer_sources, country_of, emergency_of, said
from bot.inquiries.inquiry import Asking
from bot.inquiries.records import CashChannel
from bot.inquiries.spoken import Button, Part, Spoken, mark, plain, source_of

MOST_CHANNELS = 4


def cash_channels(asking: Asking) -> Spoken:
    """Where money can be given, the emergency's own channels first; receipts, minimums and crypto by published answer."""
    channels = channels_for(asking)
    detail = answer_about(asking, "ask_cash_channels")
    parts = [channels_part(asking, channels)]
    if detail:
        parts.append(Part(key=detail.key, sources=answer_sources(asking, detail)))
    marks = [mark("cash_channels", channel) for channel in channels]
    return said(asking, *parts, about="ask_cash_channels", records=marks)


def channels_part(asking: Asking, channels: Sequence[CashChannel]) -> Part:
    """The channels as one message."""
    values = {
        "channels": [_shown(channel) for channel in channels],
        "country": country_of(asking),
        "agency": asking.inquiry.agency,
    }
    key = "ask_cash_channels.found" if channels else "ask_cash_channels.none"
    sources = tuple(source_of(channel, channel.name) for channel in channels)
    buttons = () if channels else (Button(title="button.person", intent="talk_to_human"),)
    return Part(key=key, values=values, sources=sources, buttons=buttons)


def _shown(channel: CashChannel) -> dict[str, object]:
    named = ("name", "country", "agency", "url", "currencies")
    return {name: plain(getattr(channel, name)) for name in named}


def channels_for(asking: Asking) -> list[CashChannel]:
    """Published channels in order of closeness: the emergency, the country, the agency, then worldwide ones."""
    emergency = emergency_of(asking)
    country, agency, day = country_of(asking), asking.inquiry.agency, asking.now.date()
    published = [
        channel for channel in asking.work.records.all(CashChannel) if channel.is_published and channel.is_valid_on(day)
    ]
    ranked = [
        (_closeness(channel, emergency.key if emergency else "", country, agency), channel) for channel in published
    ]
    fitting = sorted((pair for pair in ranked if pair[0] is not None), key=lambda pair: (pair[0] or 0, pair[1].key))
    return [channel for _, channel in fitting][:MOST_CHANNELS]


def _closeness(channel: CashChannel, emergency: str, country: str, agency: str) -> int | None:
    if channel.emergency:
        return 0 if channel.emergency == emergency else None
    if channel.country:
        return 1 if channel.country == country else None
    if channel.agency and agency:
        return 2 if channel.agency == agency else 4
    return 3
