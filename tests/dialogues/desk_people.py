"""The person at the desk in a transcript: acts on the conversation's latest request by the same verbs as Slack does."""

from __future__ import annotations

from datetime import datetime

from bot.inquiries import directory
from bot.wiring import House
from tests.dialogues.transcript import Act


def act_of_the_desk(house: House, act: Act, *, conversation: str, at: datetime) -> str:
    """Let the main member of the request's desk act; returns what the company reads of it."""
    with house.works() as work:
        request = work.requests.of_conversation(conversation)[-1]
        member = directory.desk_with_key(work.records, request.desk).members[0]
    words = {"reason" if act.name == "decline" else "text": act.words} if act.words else {}
    getattr(house.handling, act.name)(
        reference=request.reference,
        by=member.slack_user,
        identity=f"{request.reference}:{act.name}:{at.isoformat()}",
        now=at,
        **words,
    )
    with house.works() as work:
        latest = work.conversations.messages(conversation)[-1]
    return latest.text
