"""What focal points can do with the one request of these tests."""

from __future__ import annotations

from .cast import ANA, MONDAY

REFERENCE = "FP-2026-00001"

SAID = {
    "claim": {},
    "reply": {"text": "Which diameter?"},
    "ask_more": {"text": "Which diameter?"},
    "note": {"text": "They gave pumps in 2024."},
    "reassign": {"desk": "cluster-wsh", "reason": "not for this country"},
    "accept_to_talk": {},
    "decline": {"reason": "The wells are too deep for these pumps."},
    "resolve": {},
    "hand_back": {},
}
"""Every act with what a person says in it."""

STATUS_BEFORE = {"hand_back": "claimed"}
COMPANY_HEARS_OF = tuple(act for act in SAID if act != "note")


def does(handling, act, *, by=ANA, identity="press-1", now=MONDAY, **said):
    return getattr(handling, act)(reference=REFERENCE, by=by, identity=identity, now=now, **{**SAID[act], **said})
