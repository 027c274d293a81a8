"""What can go wrong in understanding a message; each docstring is the sentence that people read.

UnderstandingError
|- WeightsMissing
|- WeightsChanged
|- TooFewExamples
|- ModelOfAnotherVersion
`- ListFaulty
"""

from __future__ import annotations


class UnderstandingError(Exception):
    """The messages cannot be understood; see the log for the cause."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or (self.__doc__ or ""))


class WeightsMissing(UnderstandingError):
    """The weights of a sentence encoder are missing; run `make prepare` to install them."""


class WeightsChanged(UnderstandingError):
    """The weights of a sentence encoder are not the ones this project was measured with; reinstall them by `make prepare`."""


class TooFewExamples(UnderstandingError):
    """There is nothing to learn from: training needs at least two intents with two examples each."""


class ModelOfAnotherVersion(UnderstandingError):
    """The model was trained by another version of this pipeline; train again with `make prepare`."""


class ListFaulty(UnderstandingError):
    """A list of names cannot be read; `focalpoint check` says which line."""
