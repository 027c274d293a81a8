"""What can go wrong in the rules, each with the sentence that people read.

    InquiryError
    ├── UnknownReference     a request that does not exist, or is somebody else's
    ├── UnknownRecord        a record that is not there
    ├── MoveNotAllowed       the request's state does not allow it
    ├── AlreadyClaimed       somebody else was first
    ├── NotAMember           the person is not of this desk
    ├── ReasonMissing        a decline without a reason
    ├── NothingSaid          an empty reply
    ├── DuplicateIdentity    the same identity with another content
    ├── StaleTime            a turn that would go back in time
    ├── RetryLater           a notice that cannot be delivered now
    └── Undeliverable        a notice that can never be delivered as it is

The docstring is the message.
"""

from __future__ import annotations


class InquiryError(Exception):
    """The request could not be handled."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class UnknownReference(InquiryError):
    """There is no request with this reference that you can see; check the reference."""


class UnknownRecord(InquiryError):
    """There is no record with this key; check the key."""


class MoveNotAllowed(InquiryError):
    """This request is in a state that does not allow it; look at its card again."""


class AlreadyClaimed(InquiryError):
    """Somebody else has already taken this request; the card shows who."""

    def __init__(self, by: str = "") -> None:
        super().__init__(f"{by} has already taken this request." if by else "")
        self.by = by


class NotAMember(InquiryError):
    """Only members of this request's desk can do this; ask an administrator to add you."""


class ReasonMissing(InquiryError):
    """A decline needs a reason that the company can read; add one."""


class NothingSaid(InquiryError):
    """There is nothing to send; write at least one word."""


class DuplicateIdentity(InquiryError):
    """This message identity was used for another text; send the message under a new identity."""


class StaleTime(InquiryError):
    """The time given lies before the conversation's last turn; time may not go back."""


class RetryLater(InquiryError):
    """This cannot be delivered now; it stays in the outbox and is tried again."""

    def __init__(self, message: str = "", *, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class Undeliverable(InquiryError):
    """This can never be delivered as it is; it is kept for inspection."""
