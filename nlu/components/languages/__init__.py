"""Tells which of our seven languages a message is written in, also when it is short, mixed or in borrowed letters."""

from nlu.components.languages.learnt import LearntLanguages
from nlu.components.languages.reader import SUPPORTED, UNDECIDED, LanguageGuess, LanguageReader

__all__ = ["SUPPORTED", "UNDECIDED", "LanguageGuess", "LanguageReader", "LearntLanguages"]
