"""Things that go wrong on purpose: refusals, errors, silences and answers lost on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatch
from typing import Literal, get_args

from slack_standin.errors import SlackError
from slack_standin.records import JSON

Kind = Literal["ratelimited", "server_error", "time_out", "late_answer", "drop_request", "drop_answer", "error"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True)
class Fault:
    """What the next `times` calls of matching methods meet.

    ratelimited   429 with Retry-After, nothing done
    server_error  500, nothing done
    time_out      nothing done, no answer for `seconds`
    late_answer   done, but the answer comes after `seconds`
    drop_request  nothing done, connection cut
    drop_answer   done, connection cut: the caller cannot know
    error         {"ok": false, "error": word}, nothing done
    """

    kind: Kind
    method: str = "*"
    times: int = 1
    retry_after: int = 1
    seconds: float = 60.0
    word: str = "internal_error"

    def as_json(self) -> JSON:
        """The fault as the control API shows it."""
        return {"kind": self.kind, "method": self.method, "times": self.times}


class Faults:
    """The faults that are waiting; the oldest that fits a call is used first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    @property
    def waiting(self) -> list[Fault]:
        """What is still to come."""
        return list(self._waiting)

    def add(self, fault: Fault) -> None:
        """Put a fault in wait; raises SlackError invalid_fault for an unknown kind."""
        if fault.kind not in KINDS or fault.times < 1:
            raise SlackError("invalid_fault", allowed=list(KINDS))
        self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything go right again."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        for index, fault in enumerate(self._waiting):
            if fnmatch(method, fault.method):
                self._use(index, fault)
                return fault
        return None

    def _use(self, index: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._waiting[index]
        else:
            self._waiting[index] = replace(fault, times=fault.times - 1)
