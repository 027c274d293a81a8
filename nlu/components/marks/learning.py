"""Learns marks from messages in which people marked what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.e5 import Seen
from nlu.components.entities.proposal import Proposal
from nlu.components.marks.marked import ALL, MarkedMessage
from nlu.components.marks.model import COMPANY, OTHERS, Marks
from nlu.components.marks.network import Network
from nlu.components.marks.signs import Judged, main_directions, signs
from nlu.components.marks.words import touched, words_in
from nlu.components.text import wording
from nlu.components.threads import one_thread

# Words that stand fewer times in ordinary messages are not kept: they say no more than unknown ones.
_RARE = 2


def learn(
    messages: Sequence[MarkedMessage],
    *,
    ordinary: Iterable[str],
    propose: Callable[[str], Proposal],
    see_all: Callable[[Sequence[str]], Iterable[Seen]],
) -> Marks:
    """The marks of these messages; `ordinary` ones tell how common a word is.

    `propose` gives what the lists see in a text, `see_all` what the encoder makes of wordings. The order of the messages does not
    matter, nor on how many cores this runs.
    """
    messages = sorted(messages, key=lambda message: (message.text, message.extent))
    counts = _counted(ordinary, messages)
    texts = list(dict.fromkeys(wording(message.text) for message in messages))
    seen = dict(zip(texts, see_all(texts), strict=True))
    with one_thread():
        directions = main_directions(np.concatenate([each.rows for each in seen.values()]))
        lots = [
            signs(propose(message.text), see=seen.__getitem__, directions=directions, counts=counts)
            for message in messages
        ]
        everything = list(zip(messages, lots, strict=True))
        whole = [pair for pair in everything if pair[0].extent == ALL]
        with ThreadPoolExecutor(max_workers=2) as threads:
            companies, others = threads.map(_network, (everything, whole), (COMPANY, OTHERS))
        return Marks(companies, others, directions, counts)


def _network(judged: Sequence[tuple[MarkedMessage, Judged]], names: Sequence[str]) -> Network:
    there = [(message, lot) for message, lot in judged if lot.words]
    rows = np.concatenate([lot.rows for _, lot in there])
    return Network.trained_on(rows, np.concatenate([_targets(message, lot, names) for message, lot in there]))


def _counted(ordinary: Iterable[str], messages: Sequence[MarkedMessage]) -> dict[str, int]:
    """How often each word stands in ordinary messages and outside the companies of marked ones."""
    named = {message.text: [mark for mark in message.marks if mark.name == "company"] for message in messages}
    counts: Counter[str] = Counter()
    for text in dict.fromkeys([*ordinary, *named]):
        words = words_in(text)
        inside = {place for mark in named.get(text, ()) for place in touched(words, mark.start, mark.end)}
        counts.update(text[start:end].lower() for place, (start, end) in enumerate(words) if place not in inside)
    return {word: count for word, count in sorted(counts.items()) if count >= _RARE}


def _targets(message: MarkedMessage, lot: Judged, names: Sequence[str]) -> NDArray[np.int8]:
    """A row a word, a column a name: 1 where the word is marked so."""
    places = {name: place for place, name in enumerate(names)}
    told = np.zeros((len(lot.words), len(names)), dtype=np.int8)
    for mark in message.marks:
        words = touched(lot.words, mark.start, mark.end)
        if mark.name in places:
            told[words, places[mark.name]] = 1
        elif mark.name == "company" and names is COMPANY and words:
            told[words[0], 0], told[words[1:], 1] = 1, 1
    return told
