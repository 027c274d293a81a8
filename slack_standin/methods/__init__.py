"""Every Web API method that the stand-in answers, by name."""

from __future__ import annotations

from collections.abc import Mapping

from slack_standin.call import Method
from slack_standin.methods import account, chat, conversations, membership, reactions, users, views

METHODS: Mapping[str, Method] = {
    **account.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **membership.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
