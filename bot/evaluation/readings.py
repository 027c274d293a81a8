"""What the messages of an evaluation are taken for, as `focalpoint parse` would: what is learnt, and what code and lists tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assistant.readable import without_commands
from bot.evaluation.archive import intent_model, languages, marks
from bot.evaluation.cases import Case, canonical
from bot.evaluation.progress import Progress, silently
from nlu.components.entities import current
from nlu.components.intents.model import Reading
from nlu.components.languages import LanguageReader
from nlu.components.marks.reader import reader_with
from nlu.components.second_asks import Asks, SecondAsks
from nlu.components.second_asks.parts import parts_of

_LOT = 128


@dataclass(frozen=True)
class Heard:
    """What is read besides intents: the language, and the entities as (type, canonical value)."""

    language: str
    entities: tuple[tuple[str, str], ...]


def asks_of(model: Path, cases: Sequence[Case], *, progress: Progress = silently) -> list[Asks]:
    """What each message asks according to a packed model. Raises ModelMissing.

    Many messages go through the encoders at once, which takes half the time; confidences then differ from those of `parse` in
    the fourth digit, because the small English encoder counts in whole numbers.
    """
    intents, settings, chances = intent_model(model)
    texts = [without_commands(case.text) for case in cases]
    parts = list(dict.fromkeys(part for text in texts for part in (text, *_parts(text))))
    lots = [parts[start : start + _LOT] for start in range(0, len(parts), _LOT)]
    known: dict[str, Reading] = {}
    for lot in progress(lots, f"reading {len(cases):,} messages"):
        known.update(zip(lot, intents.predict(lot), strict=True))
    asks = SecondAsks(lambda wanted: [known[part] for part in wanted], least=settings.second_ask, chances=chances)
    return [asks.read(text) for text in texts]


def heard(model: Path, cases: Sequence[Case], *, progress: Progress = silently) -> list[Heard]:
    """Language and entities of each message according to a packed model. Raises ModelMissing.

    Names come from the lists in force (`nlu.components.entities.use`).
    """
    reader, entities = LanguageReader(languages(model)), reader_with(marks(model), current())
    found = []
    for case in progress(cases, "reading entities"):
        text = without_commands(case.text)
        language = reader.read(text).language
        read = entities.read(text, language=language, at=case.at)
        found.append(Heard(language, tuple((entity["entity"], canonical(entity["value"])) for entity in read)))
    return found


def _parts(text: str) -> list[str]:
    return [part.text for part in parts_of(text)]
