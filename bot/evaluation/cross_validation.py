"""The intents of nlu/ by cross-validation: each example is read by a model that learnt from the other folds only.

Folds, and not the exact leave-one-out that kernel ridge gives for nothing: calibration and doubt are fitted on those very
left-out answers, so only examples that a whole training has not seen tell how good they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML
from sklearn.model_selection import StratifiedKFold

from bot.evaluation.cases import Case
from bot.evaluation.errors import CasesFaulty
from bot.evaluation.intervals import SEED
from bot.evaluation.progress import Progress, silently
from nlu.components.intents.model import Reading
from nlu.components.intents.settings import IntentSettings
from nlu.components.pipeline import Pipeline
from nlu.components.sentences import opened, paths_in
from nlu.components.text import wording

FOLDS = 5
_READER = "nlu.components.rasa_intents.IntentReader"


def examples_in(root: Path) -> tuple[Case, ...]:
    """The examples of nlu/, each wording once: told again in another file it would be known to the model that is tested."""
    files = map(opened, paths_in(root / "nlu"))
    found = {wording(sentence.text): sentence for file in files for sentence in file.sentences}
    return tuple(Case(text=each.text, language=each.language, intent=each.intent) for each in found.values())


def settings_in(root: Path) -> IntentSettings:
    """What config.yml sets for the intents. Raises UnderstandingError."""
    config = YAML(typ="safe").load(root / "config.yml")
    return IntentSettings.of(next(dict(part) for part in config["pipeline"] if part["name"] == _READER))


def cross_validated(
    cases: Sequence[Case], settings: IntentSettings, *, folds: int = FOLDS, progress: Progress = silently
) -> list[Reading]:
    """What each example is taken for; the folds hold every intent alike and are the same at each call. Raises CasesFaulty."""
    texts, intents = [case.text for case in cases], [case.intent for case in cases]
    if min((intents.count(intent) for intent in set(intents)), default=0) < folds:
        raise CasesFaulty(f"Some intent has fewer than {folds} examples in nlu/; take fewer --folds.")
    parted = list(StratifiedKFold(folds, shuffle=True, random_state=SEED).split(texts, intents))
    found: dict[int, Reading] = {}
    for known, asked in progress(parted, "training a fold"):
        model = Pipeline.train_on([texts[p] for p in known], [intents[p] for p in known], settings=settings)
        found.update(zip(map(int, asked), model.predict([texts[p] for p in asked]), strict=True))
    return [found[place] for place in range(len(cases))]
