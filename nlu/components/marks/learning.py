"""Learns marks from messages in which people marked what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.e5 import Seen
from nlu.components.entities.proposal import Proposal
from nlu.components.marks.claims import Claims, claims_in
from nlu.components.marks.confirmed import Confirmed
from nlu.components.marks.marked import ALL, MarkedMessage
from nlu.components.marks.model import COMPANY, OTHERS, Marks
from nlu.components.marks.network import Network, Rows, Standard
from nlu.components.marks.signs import Signs, main_directions, signs_of
from nlu.components.marks.words import Span, touched, words_in
from nlu.components.text import wording
from nlu.components.threads import one_thread

# Words that stand fewer times in ordinary messages are not kept: they say no more than unknown ones.
_RARE = 2
# By so many messages the encoder's main directions are found: each third tells them as well as all.
_EVERY = 3
# Claims are few beside words: to learn them more often costs little (docs/decisions/0013).
_TIMES_OVER_CLAIMS = 5


def learn(
    messages: Sequence[MarkedMessage],
    *,
    ordinary: Iterable[str],
    propose: Callable[[str], Proposal],
    see_all: Callable[[Sequence[str]], Iterable[Seen]],
) -> Marks | None:
    """The marks of these messages; `ordinary` ones tell how common a word is.

    None where no message is marked whole, or the lists claim nothing in any of these.

    `propose` gives what the lists see in a text, `see_all` what the encoder makes of wordings. The order of the messages does not
    matter, nor on how many cores this runs.
    """
    messages = sorted(messages, key=lambda message: (message.text, message.extent))
    counts = _counted(ordinary, messages)
    texts = list(dict.fromkeys(wording(message.text) for message in messages))
    seen = dict(zip(texts, see_all(texts), strict=True))
    with one_thread():
        directions = main_directions(np.concatenate([each.rows for each in list(seen.values())[::_EVERY]]))
        read = [
            _Read(message, proposal, signs)
            for message in messages
            for proposal in [propose(message.text)]
            if (signs := signs_of(proposal, see=seen.__getitem__, directions=directions, counts=counts))
        ]
        # Those marked whole stand first, so that both networks for words learn from one and the same rows.
        read.sort(key=lambda one: one.message.extent != ALL)
        whole = [one for one in read if one.message.extent == ALL]
        claimed = [(one.message, claims) for one in whole if (claims := claims_in(one.proposal, one.signs)).candidates]
        if not claimed:
            return None
        confirmed, rows, right = _judged_by_people(claimed)
        words = np.concatenate([one.signs.rows() for one in read])
        of_words, of_claims = Standard.set_for(words), Standard.set_for(rows)
        with ThreadPoolExecutor(max_workers=2) as threads:
            companies = threads.submit(Network.trained_on, words, _named(read, COMPANY), standard=of_words)
            named = _named(whole, OTHERS)
            others = threads.submit(Network.trained_on, words[: len(named)], named, standard=of_words)
            told = threads.submit(Network.trained_on, rows, right, standard=of_claims, times=_TIMES_OVER_CLAIMS)
        return Marks(companies.result(), others.result(), told.result(), directions, counts, confirmed)


@dataclass(frozen=True)
class _Read:
    message: MarkedMessage
    proposal: Proposal
    signs: Signs


def _named(read: Sequence[_Read], names: Sequence[str]) -> NDArray[np.int8]:
    return np.concatenate([_targets(one.message, one.signs.words, names) for one in read])


def _judged_by_people(
    claimed: Sequence[tuple[MarkedMessage, Claims]],
) -> tuple[Confirmed, Rows, NDArray[np.int8]]:
    """How often claims were right, a row for each that was made, and whether it was right."""
    right = [_right(message, claims) for message, claims in claimed]
    confirmed = Confirmed.of([(m.text, c.candidates, yes) for (m, c), yes in zip(claimed, right, strict=True)])
    rows = [
        np.concatenate([claims.rows, confirmed.rows(message.text, claims.candidates, without=yes)], axis=1)
        for (message, claims), yes in zip(claimed, right, strict=True)
    ]
    return confirmed, np.concatenate(rows), np.concatenate(right).astype(np.int8)[:, None]


def _right(message: MarkedMessage, claims: Claims) -> NDArray[np.bool_]:
    return np.asarray([message.says(claim.entity, claim.value) for claim in claims.candidates], dtype=np.bool_)


def _counted(ordinary: Iterable[str], messages: Sequence[MarkedMessage]) -> dict[str, int]:
    """How often each word stands in ordinary messages and outside the companies of marked ones."""
    named = {message.text: [mark for mark in message.marks if mark.entity == "company"] for message in messages}
    counts: Counter[str] = Counter()
    for text in dict.fromkeys([*ordinary, *named]):
        words = words_in(text)
        inside = {place for mark in named.get(text, ()) for place in touched(words, mark.start, mark.end)}
        counts.update(text[start:end].lower() for place, (start, end) in enumerate(words) if place not in inside)
    return {word: count for word, count in sorted(counts.items()) if count >= _RARE}


def _targets(message: MarkedMessage, there: Sequence[Span], names: Sequence[str]) -> NDArray[np.int8]:
    """A row a word, a column a name: 1 where the word is marked so."""
    places = {name: place for place, name in enumerate(names)}
    told = np.zeros((len(there), len(names)), dtype=np.int8)
    for mark in message.marks:
        words = touched(there, mark.start, mark.end)
        if mark.name in places:
            told[words, places[mark.name]] = 1
        elif mark.entity == "company" and names is COMPANY and words:
            told[words[0], 0], told[words[1:], 1] = 1, 1
    return told
