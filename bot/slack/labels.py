"""The short words on cards, buttons and forms; only focal points read them."""

from __future__ import annotations

from collections.abc import Mapping

STATUS: Mapping[str, str] = {
    "unclaimed": "Unclaimed",
    "claimed": "Claimed",
    "waiting_company": "Waiting for the company",
    "accepted_to_talk": "Ready to talk",
    "parked": "Parked",
    "declined": "Declined",
    "resolved": "Resolved",
    "withdrawn": "Withdrawn by the company",
    "linked": "Linked to another request",
    "deleted": "Deleted",
}

BUTTONS: Mapping[str, str] = {
    "claim": "Claim",
    "reply": "Reply",
    "ask_more": "Ask for more",
    "accept_to_talk": "Accept to talk",
    "decline": "Decline",
    "resolve": "Resolve",
    "hand_back": "Hand back",
    "reassign": "Reassign",
    "note": "Internal note",
    "details": "Details",
}
"""The moves and looks that a card offers, in the order in which it shows them."""

HISTORY: Mapping[str, str] = {
    "opened": "Opened",
    "claim": "Claimed",
    "reply": "Reply to the company",
    "ask_more": "Question to the company",
    "note": "Internal note",
    "reassign": "Reassigned",
    "accept_to_talk": "Accepted to talk",
    "decline": "Declined",
    "resolve": "Resolved",
    "hand_back": "Handed back",
    "hold_ended": "Hold ended after a long silence",
    "wrote": "The company wrote",
    "added": "The company added",
    "asked_along": "The same message also asked",
    "withdraw": "Withdrawn by the company",
    "reopen": "Reopened",
    "repeated": "The company asked again",
    "undeliverable": "A message could not be delivered",
}

TAKE_UP = "Take up"
CLOSE = "Close"
CANCEL = "Cancel"
SEND = "Send"

FAILED = "That did not work and nothing was changed. Please try again; the log of the service says why."
EXPIRED = "The form could not be opened in time. Please press the button again."
