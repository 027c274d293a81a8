"""The small world in which the rules are tried: stores in memory, a calendar and words that can be told what to do."""

from __future__ import annotations

import pytest

from bot.inquiries.handling import Handling
from bot.store.memory import InMemoryWorks

from .cast import FakeCalendar, FakeWords
from .talk import Talk, a_request, a_world, keep


@pytest.fixture
def works() -> InMemoryWorks:
    """The cast's world."""
    return a_world()


@pytest.fixture
def calendar() -> FakeCalendar:
    return FakeCalendar()


@pytest.fixture
def words() -> FakeWords:
    return FakeWords()


@pytest.fixture
def handling(works: InMemoryWorks, words: FakeWords, calendar: FakeCalendar) -> Handling:
    """The focal points' verbs, with Blue River's offer of pumps waiting at the water desk of Mozambique."""
    keep(works, a_request())
    return Handling(works=works, words=words, calendar=calendar)


@pytest.fixture
def talk(works: InMemoryWorks) -> Talk:
    """Blue River Textiles in a new conversation."""
    return Talk(works=works)
