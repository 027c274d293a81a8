"""What can go wrong in an evaluation; the first argument is the sentence that people read.

EvaluationError
|- CasesFaulty
|  `- CasesMissing
`- WorseModel
"""

from __future__ import annotations


class EvaluationError(Exception):
    """The evaluation cannot be made."""


class CasesFaulty(EvaluationError):
    """The messages of the evaluation cannot be read; the sentence names file and message."""


class CasesMissing(CasesFaulty):
    """There are no messages to evaluate on; the sentence names the folder."""


class WorseModel(EvaluationError):
    """A model that is worse than the live one is not made live; the sentence says where it is worse."""
