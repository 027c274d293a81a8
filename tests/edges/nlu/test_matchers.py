"""The two matchers find the same phrases in a row of words: overlapping ones, and none that ends inside a word."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.components.entities.matchers import UNKNOWN, Matcher, SpacyMatcher, Trie, Words

PHRASES = [("port",), ("port", "sudan"), ("sudan",), ("portland",), ("red", "cross")]


@pytest.fixture(params=[Trie, SpacyMatcher])
def matcher(request: pytest.FixtureRequest) -> Matcher:
    """Each of them, made of the same phrases."""
    made: Matcher = request.param(PHRASES)
    return made


def found_by(matcher: Matcher, words: Sequence[str]) -> set[tuple[Words, int]]:
    """The phrases, and where each begins."""
    return {(tuple(words[first:end]), first) for _, first, end in matcher.find(words)}


def test_overlapping_phrases_are_all_found_with_their_numbers(matcher: Matcher) -> None:
    found = sorted(matcher.find(["to", "port", "sudan", UNKNOWN]))

    assert found == [(0, 1, 2), (1, 1, 3), (2, 2, 3)]


def test_a_phrase_ends_where_a_word_does(matcher: Matcher) -> None:
    assert found_by(matcher, ["portland", "red", "crossing"]) == {(("portland",), 0)}


@pytest.mark.parametrize("made", [Trie, SpacyMatcher])
def test_no_phrases_find_nothing(made: type[Trie | SpacyMatcher]) -> None:
    assert list(made([]).find(["port"])) == []


_words = st.lists(st.sampled_from(["a", "b", "ab", "é", "中", UNKNOWN]), min_size=1, max_size=4)


@given(phrases=st.lists(_words.map(tuple), unique=True, max_size=8), words=st.lists(_words).map(lambda w: sum(w, [])))
def test_both_find_what_stands_there(phrases: list[Words], words: list[str]) -> None:
    known = [phrase for phrase in phrases if UNKNOWN not in phrase]
    there = {
        (number, first, first + len(phrase))
        for number, phrase in enumerate(known)
        for first in range(len(words))
        if tuple(words[first : first + len(phrase)]) == phrase
    }

    assert set(Trie(known).find(words)) == there
    assert set(SpacyMatcher(known).find(words)) == there
