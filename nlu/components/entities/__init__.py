"""Reads countries, goods, amounts, dates, organizations and names out of a message; knows nothing of Rasa."""

from nlu.components.entities.current import current, use
from nlu.components.entities.lists import Lists
from nlu.components.entities.reader import EntityReader

__all__ = ["EntityReader", "Lists", "current", "use"]
