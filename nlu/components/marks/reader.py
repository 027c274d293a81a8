"""The reader of entities with marks as its judge."""

from __future__ import annotations

from functools import partial

from nlu.components.encoders import e5, shared
from nlu.components.entities import EntityReader, Lists
from nlu.components.marks.model import Marks


def reader_with(marks: Marks | None, lists: Lists | None = None) -> EntityReader:
    """A reader of these lists, or of those in force; without marks or their encoder the lists alone are read.

    Raises WeightsMissing, WeightsChanged.
    """
    path = e5.installed()
    if marks is None or path is None:
        return EntityReader(lists)
    return EntityReader(lists, judge=partial(marks.judge, see=shared.sentence(path).see))
