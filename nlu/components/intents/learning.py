"""Learns an intent model from texts and labels: one kernel over meaning and spelling, and the doubt that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from nlu.components.errors import TooFewExamples
from nlu.components.intents.conjugate import Part, solved_together
from nlu.components.intents.doubt import Answers, Doubt, joined, learn_doubt
from nlu.components.intents.encoding import TextEncoder
from nlu.components.intents.meaning import MeaningKernel, Rows, View
from nlu.components.intents.ridge import Solution, solve
from nlu.components.intents.settings import IntentSettings
from nlu.components.intents.words import NgramRows

Matrix = NDArray[np.float64]
Places = NDArray[np.intp]
# So many examples are solved at once. Time grows with the cube: of more, parts are solved, and lead to the solution of all.
_MOST_AT_ONCE, _IN_A_PART = 16_000, 8_000
# With so many real out-of-scope examples, intents left out need not stand in for them.
_ENOUGH_OUTSIDERS = 50
# Examples of an intent that are at least so like one another are left out together: how would a new way of saying it be answered?
_WORDED_ALIKE = 0.5
# Examples whose spelling is compared with all others at once: more takes memory and no less time.
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Learnt:
    """All that a model consists of; `labels` gives the intent (a place in `intents`) of every known example."""

    intents: tuple[str, ...]
    labels: Places
    meaning: MeaningKernel
    ngrams: NgramRows
    weights: Rows
    ngram_weights: Rows
    doubt: Doubt


def learn(texts: Sequence[str], labels: Sequence[str], *, settings: IntentSettings, encoder: TextEncoder) -> Learnt:
    """Raises TooFewExamples. The order of the examples does not matter."""
    order = sorted(range(len(texts)), key=lambda place: (labels[place], texts[place]))
    texts, labels = [texts[place] for place in order], [labels[place] for place in order]
    intents = tuple(sorted(set(labels)))
    if len(intents) < 2 or len(texts) < 4:
        raise TooFewExamples
    codes = np.searchsorted(np.asarray(intents), np.asarray(labels))
    meaning = fitted_meaning(texts, settings=settings, encoder=encoder)
    ngrams = NgramRows()
    ngrams.fit(texts)
    spelling = ngrams.rows(texts)
    outside = intents.index(settings.out_of_scope) if settings.out_of_scope in intents else None
    parts = _parts(len(texts))
    targets = _targets(codes, len(intents))
    likeness = meaning.among_known()
    alike = [likeness[np.ix_(part, part)] for part in parts]
    # One matrix for both: where many examples are alike it takes gigabytes.
    kernel = _add_spelling(likeness, spelling, weight=settings.lexical_weight)
    weights, solutions = _solved(kernel, targets, ridge=settings.ridge, parts=parts)
    proofs = [
        _Proof(solution, among, codes[part], outside, meaning.known[0][part])
        for part, among, solution in zip(parts, alike, solutions, strict=True)
    ]
    doubt = _doubt(proofs, settings=settings)
    ngram_weights = np.asarray(settings.lexical_weight * (spelling.T @ weights), dtype=np.float32)
    return Learnt(intents, codes, meaning, ngrams, weights.astype(np.float32), ngram_weights, doubt)


def fitted_meaning(texts: Sequence[str], *, settings: IntentSettings, encoder: TextEncoder) -> MeaningKernel:
    """The kernel of meaning over these texts, each encoded once."""
    encoded = encoder.encode(texts)
    vectors, common, english = [*encoded.common], len(encoded.common), encoded.english
    weights = [settings.multilingual_weight, settings.sentence_weight][:common]
    components = [settings.components, settings.sentence_components][:common]
    if english.sum() >= 2:
        vectors += encoded.of_english
        weights += [settings.mean_weight, settings.highest_weight]
        components += [settings.components, settings.components]
    views = tuple(View.fitted(rows, components=width) for rows, width in zip(vectors, components, strict=True))
    known = tuple(view(rows) for view, rows in zip(views, vectors, strict=True))
    partial = ~english if len(vectors) > common else np.ones(len(texts), np.bool_)
    return MeaningKernel(views, tuple(weights), known, partial, common)


@dataclass(frozen=True)
class _Proof:
    """What the left-out answers are worked out from."""

    solution: Solution
    likeness: Rows
    codes: Places
    outside: int | None
    vectors: Rows

    def known(self) -> tuple[Answers, Places]:
        """Every example inside, left out by itself, and its intent."""
        inside = self._inside()
        likeness = self.likeness - 2 * np.eye(len(self.codes), dtype=np.float32)
        nearest = nearest_by_intent(likeness, self.codes, self.solution.targets.shape[1])
        return Answers(self.solution.left_out()[inside], nearest[inside], self.outside), self.codes[inside]

    def unfamiliar(self) -> tuple[Answers, Places]:
        """Every example inside, left out together with those of its intent that are worded much like it, and its intent.

        Other people word things otherwise than those who wrote the examples: a message is seldom as close as its next example.
        """
        wordings = [rows for intent in self.intents() for rows in self._wordings(intent)]
        answers = []
        for rows in wordings:
            likeness = self.likeness[rows].copy()
            likeness[:, rows] = 0.0
            nearest = nearest_by_intent(likeness, self.codes, self.solution.targets.shape[1])
            answers.append(Answers(self.solution.group_left_out(rows), nearest, self.outside))
        return joined(answers), np.concatenate([self.codes[rows] for rows in wordings])

    def _wordings(self, intent: int) -> list[Places]:
        rows = np.flatnonzero(self.codes == intent)
        if len(rows) < 3:
            return [rows[:1]]
        distance = 1 - self.likeness[np.ix_(rows, rows)].astype(np.float64)
        grouping = AgglomerativeClustering(
            n_clusters=None, distance_threshold=1 - _WORDED_ALIKE, affinity="precomputed", linkage="average"
        )
        found = grouping.fit_predict(distance)
        return [rows[found == wording] for wording in range(found.max() + 1) if (found != wording).any()]

    def outsiders(self) -> Answers:
        """Every out-of-scope example, left out by itself."""
        outside = ~self._inside()
        likeness = self.likeness - 2 * np.eye(len(self.codes), dtype=np.float32)
        nearest = nearest_by_intent(likeness, self.codes, self.solution.targets.shape[1])
        return Answers(self.solution.left_out()[outside], nearest[outside], self.outside)

    def without(self, groups: list[set[int]]) -> Answers:
        """Every example answered as if its whole group of intents were unknown."""
        return joined([self._without(group) for group in groups])

    def _without(self, group: set[int]) -> Answers:
        rows = np.flatnonzero(np.isin(self.codes, list(group)))
        scores = self.solution.group_left_out(rows)
        nearest = nearest_by_intent(self.likeness[rows], self.codes, scores.shape[1])
        scores[:, list(group)] = -1.0
        nearest[:, list(group)] = 0.0
        return Answers(scores, nearest, self.outside)

    def intents(self) -> list[int]:
        """The intents that have examples here, but for the outside."""
        return [int(code) for code in np.unique(self.codes) if code != self.outside]

    def themes(self) -> list[set[int]]:
        """Intents that lie close together, as groups: leaving a whole theme out shows how far-away messages look."""
        intents = self.intents()
        count = max(2, round(len(intents) ** 0.5))
        if len(intents) < 4:
            return []
        centres = np.stack([self.vectors[self.codes == code].mean(0) for code in intents])
        found = AgglomerativeClustering(n_clusters=count).fit_predict(centres)
        return [{intents[place] for place in np.flatnonzero(found == theme)} for theme in range(count)]

    def _inside(self) -> NDArray[np.bool_]:
        return np.asarray(self.codes != (-1 if self.outside is None else self.outside))


def nearest_by_intent(likeness: Rows, codes: Places, intents: int) -> Matrix:
    """The greatest likeness to an example of each intent, 0 where it has none; `codes` are in order."""
    nearest = np.zeros((len(likeness), intents), dtype=likeness.dtype)
    bounds = np.searchsorted(codes, np.arange(intents + 1))
    there = np.flatnonzero(np.diff(bounds))
    nearest[:, there] = np.maximum.reduceat(likeness, bounds[there], axis=1)
    return np.maximum(nearest, 0, out=nearest).astype(np.float64)


def _add_spelling(likeness: Rows, spelling: Any, *, weight: float) -> Rows:
    """The likeness of meaning with that of spelling added in place; what is alike both ways is worked out once."""
    for start in range(0, len(likeness), _ROWS_AT_ONCE):
        stop = start + _ROWS_AT_ONCE
        alike = (spelling[start:stop] @ spelling[start:].T).toarray() * np.float32(weight)
        likeness[start:stop, start:] += alike
        likeness[stop:, start:stop] += alike[:, _ROWS_AT_ONCE:].T
    return likeness


def _solved(kernel: Rows, targets: Matrix, *, ridge: float, parts: list[Places]) -> tuple[Matrix, list[Solution]]:
    """The weights of all examples, and the solution of each part: of the one that there is, or of those that lead to all."""
    solutions = [solve(kernel[np.ix_(part, part)], targets[part], ridge=ridge) for part in parts]
    if len(parts) == 1:
        return solutions[0].weights, solutions
    known = [Part(part, solution.inverse) for part, solution in zip(parts, solutions, strict=True)]
    return solved_together(kernel, targets, ridge=ridge, parts=known), solutions


def _doubt(proofs: list[_Proof], *, settings: IntentSettings) -> Doubt:
    answered = [answer for proof in proofs for answer in (proof.known(), proof.unfamiliar())]
    strange = _lot(proofs, lambda proof: [proof.outsiders()])
    if not strange or len(strange[0].scores) < _ENOUGH_OUTSIDERS:
        siblings = _lot(proofs, lambda proof: [proof.without([{intent} for intent in proof.intents()])])
        themes = _lot(proofs, lambda proof: [proof.without(proof.themes())] if proof.themes() else [])
        strange = [*siblings, *themes, *strange]
    return learn_doubt(
        known=joined([answers for answers, _ in answered]),
        truth=np.concatenate([truth for _, truth in answered]),
        strange=strange,
        strange_share=settings.out_of_scope_share,
        wrong_answer_cost=settings.wrong_answer_cost,
    )


def _lot(proofs: list[_Proof], answers: Callable[[_Proof], list[Answers]]) -> list[Answers]:
    found = [answer for proof in proofs for answer in answers(proof) if len(answer.scores)]
    return [joined(found)] if found else []


def _parts(count: int) -> list[Places]:
    parts = 1 if count <= _MOST_AT_ONCE else -(-count // _IN_A_PART)
    return [np.arange(part, count, parts) for part in range(parts)]


def _targets(codes: Places, intents: int) -> NDArray[np.float64]:
    return np.where(np.eye(intents, dtype=np.bool_)[codes], 1.0, -1.0)
