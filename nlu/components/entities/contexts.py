"""Decides by the words around it whether a name is a cluster, a term, a trade, or something that is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nlu.components.entities import cues
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

NEAR = 6
"""Words around an everyday word that decide whether it is a cluster."""

LONGEST_ALONE = 14
"""Words of a message in which a word may still stand alone."""

LONGEST_LEAD = 8
"""Words before a name among which those that lead to it are looked for."""

SHORTEST_OFFER = 5
"""Words and signs of a sentence that may name something without saying that it is offered or needed ("storage space?")."""

OTHER_MEANINGS = frozenset(("contribution_type", "item", "sector", "company_size", "cluster"))
"""What a glossary term may be besides: then it is one only where its meaning is asked for."""

NEAREST_COUNT = 12
"""Characters between a quantity and the good that it counts."""

_QUOTES = frozenset("\"'«»“”„‘’「」『』《》")


def _has(words: tuple[str, ...], name: str) -> bool:
    return cues.has(words, "contexts", name)


def _is_led(before: tuple[str, ...], leading: str, small: str) -> bool:
    """Whether a leading phrase ("what is") ends these words, with nothing but small words ("exactly a") behind it."""
    leads, links = cues.phrases("contexts", leading), cues.singles("contexts", small)
    for end in range(len(before), 0, -1):
        if any(before[max(0, end - size) : end] in leads for size in range(1, 6)):
            return True
        if before[end - 1] not in links:
            return False
    return False


@dataclass(frozen=True)
class Context:
    """One text, the ends of its quantities and the tokens inside its places."""

    writing: Writing
    counted_ends: frozenset[int]
    inside_places: frozenset[int]

    def is_in_a_place(self, name: Found) -> bool:
        """ "Manta", where the port is meant, is no blanket; "UNICEF" in a place's name stays what it is."""
        inside = self.inside_places.issuperset(range(name.first, name.end))
        return inside and not any(meaning.kind == "agency" for meaning in name.meanings)

    def is_trade(self, name: Found) -> bool:
        """ "we produce weapons", "a textile company", "we are a bank": a word of goods tells the company's trade."""
        before = self.writing.norms(name.first - LONGEST_LEAD, name.first)
        led = any(_is_led(before, leading, "trade_links") for leading in ("trade_words", "trade_leads"))
        if led or _has(self.writing.norms(name.end, name.end + 2), "trade_words"):
            return True
        return _has(self.writing.norms(name.end, name.end + NEAR), "trade_wishes")

    def is_where_things_are(self, name: Found) -> bool:
        """ "in our warehouse in Izmir": a place of storage, not storage on offer."""
        if self.writing.norms(name.first, name.end) not in cues.phrases("contexts", "storage"):
            return False
        return not _has(self._sentence(name), "storage_offered")

    def is_cluster(self, name: Found, raw: str, *, is_item: bool) -> bool:
        """Whether a cluster's name means the cluster: an everyday word ("water") only in the right company or alone."""
        if not self._is_among(name, "everyday_clusters"):
            return True
        if self.is_counted(name) or self._is_a_trade(name) or self._is_of_a_company(name) or self._is_a_camp(name):
            return False
        if raw.isupper() and len(raw) <= 4:
            return True
        if _has(self.writing.norms(name.end, name.end + 2), "beside") or self.is_alone(name):
            return True
        if self._is_among(name, "places_of_use"):
            return _has(self._near(name, 4, 2), "cluster")
        if _has(self._near(name, NEAR, NEAR), "cluster") or self._has_attached(name, "cluster"):
            return True
        if is_item:
            return False
        if _has(self._near(name, NEAR, NEAR), "cluster_asked"):
            return True
        return self._after_for(name) or self._is_a_name(name, raw) or (raw.islower() and self._speaks_of_clusters)

    @cached_property
    def _speaks_of_clusters(self) -> bool:
        return _has(self.writing.words, "cluster_words")

    def _is_of_a_company(self, name: Found) -> bool:
        """ "отдел логистики", "diplômée en logistique", "we work in logistics": a company's or a person's trade."""
        before = self.writing.norms(name.first - 3, name.first)
        if self._is_asked_who(name):
            return False
        return _has(before, "own_trades") or _has(self.writing.norms(name.end, name.end + 2), "own_trades_behind")

    def _is_asked_who(self, name: Found) -> bool:
        """ "кто у вас занимается логистикой": in the same sentence before the name."""
        words = self.writing.norms(name.first - NEAR, name.first)
        ends = [at for at, word in enumerate(words) if word in cues.SENTENCE_ENDS]
        return _has(words[ends[-1] + 1 :] if ends else words, "who_asked")

    def _is_a_camp(self, name: Found) -> bool:
        """ "Zaatari camp": one camp beside its name."""
        is_one = set(self.writing.norms(name.first, name.end)) <= cues.singles("hazards", "camps")
        return is_one and not self.inside_places.isdisjoint((name.first - 1, name.end))

    def _is_a_name(self, name: Found, raw: str) -> bool:
        """ "lo que pide Nutrición": written large inside a sentence, where no other word around is."""
        if self.writing.language == "en" or not raw[:1].isupper() or raw.isupper() or name.first == 0:
            return False
        around = self.writing.tokens[name.first - 1 : name.first] + self.writing.tokens[name.end : name.end + 1]
        return all(token.kind == "word" and not token.raw[:1].isupper() for token in around[:1]) and not any(
            token.kind == "word" and token.raw[:1].isupper() for token in around[1:]
        )

    def _has_attached(self, name: Found, group: str) -> bool:
        """Whether a cue stands near with something written onto it, in Arabic: "لمنسق المأوى"."""
        near = self.writing.tokens[max(0, name.first - NEAR) : name.first]
        cues_of = cues.singles("contexts", group)
        return any(
            form in cues_of and len(form) > 3 for token in near if token.raw[:1] > "\u0600" for form in token.forms[1:]
        )

    def is_term(self, name: Found, meaning: Meaning, by_kind: Mapping[str, Meaning]) -> bool:
        """Whether a glossary term is meant: a coalition or fund always, anything else where its meaning is asked for."""
        is_everyday = self._is_among(name, "everyday_terms")
        if meaning.value in word_list("contexts")["terms_of_their_own"] and (meaning.exact or not is_everyday):
            return True
        if self._is_asked_otherwise(name) or (self._is_among(name, "in_pairs") and not self._has_a_pair(name)):
            return False
        if self._is_defined(name):
            return True
        if self._is_in_a_title(name) or _has(self._near(name, NEAR, 0), "consequence"):
            return False
        if self._is_near_a_definition(name):
            return "item" not in by_kind or self.is_alone(name) or _has(self.writing.words, "definition")
        if self._asks_for_meanings and (not is_everyday or self._is_quoted(name)):
            return True
        if is_everyday:
            return self._is_only_asked(name) and "cluster" not in by_kind
        return not by_kind.keys() & OTHER_MEANINGS and (self._is_whole(name) or self._is_only_asked(name))

    def _is_in_a_title(self, name: Found) -> bool:
        """ "our CSR manager", "chargée de RSE": what a person works on."""
        if self.writing.norms(name.end, name.end + 1) in cues.phrases("contexts", "own_trades_behind"):
            return True
        before = self.writing.norms(name.first - 3, name.first)
        return any(before[-size:] in cues.phrases("contexts", "titles") for size in (1, 2, 3))

    def _is_quoted(self, name: Found) -> bool:
        """ "on me parle de « consignataire »"."""
        text = self.writing.text
        before, after = text[: name.start_in(self.writing)].rstrip(), text[name.end_in(self.writing) :].lstrip()
        return before[-1:] in _QUOTES and after[:1] in _QUOTES

    def _is_asked_otherwise(self, name: Found) -> bool:
        """ "what does the screening look like"."""
        after = self.writing.norms(name.end, name.end + 3)
        return any(after[:size] in cues.phrases("contexts", "asked_besides") for size in range(1, len(after) + 1))

    def _has_a_pair(self, name: Found) -> bool:
        """ "is a vendor the same as a partner": words that are a term only beside another of them."""
        return not cues.singles("contexts", "in_pairs").isdisjoint(self.writing.norms(name.end, name.end + NEAR))

    def is_said_small(self, name: Found, raw: str) -> bool:
        """ "el logo del pma": an acronym in small letters that begins the message or follows an article or preposition."""
        if normal(raw) not in cues.singles("contexts", "small_acronyms"):
            return False
        before = self.writing.norms(name.first - 1, name.first)
        if self.writing.norms(name.end, name.end + 1) == self.writing.norms(name.first, name.end):
            return False
        return not before or not cues.singles("contexts", "before_small_acronyms").isdisjoint(before)

    @cached_property
    def _asks_for_meanings(self) -> bool:
        """Whether the message asks what words mean: "same thing?", "c'est quoi", "差在哪"."""
        return _has(self.writing.words, "meaning_asked")

    def _is_only_asked(self, name: Found) -> bool:
        """ "AoR??", "cluster???": a question mark right behind a name that begins its sentence or message, or follows a colon."""
        after = self.writing.norms(name.end, name.end + 1)
        before = self.writing.norms(name.first - 1, name.first)
        return after in (("?",), ("؟",), ("？",)) and (not before or before[0] in ".:?!،")

    def is_counted(self, name: Found) -> bool:
        """Whether a quantity stands right before a name."""
        start = self.writing.tokens[name.first].start
        return not self.counted_ends.isdisjoint(range(start - NEAREST_COUNT, start + 1))

    def is_offered(self, name: Found, kind: str) -> bool:
        """Whether a kind of contribution is spoken of as one: not the UN's own staff, data on record, who pays the freight."""
        if kind == "data" and self._is_private:
            return False
        if kind == "staff" and self._are_others(name):
            return False
        words = self._sentence(name)
        if _has(words, "not_offered"):
            return False
        return len(words) <= SHORTEST_OFFER or self.is_counted(name) or _has(words, "offered_words")

    def is_about_a_job(self, name: Found) -> bool:
        """ "driver position", "cherche un poste de chauffeur": a person looks for work."""
        return _has(self._sentence(name), "job_words")

    def is_money_for_us(self, name: Found) -> bool:
        """ "they want money", "we need funds for our school": money that is asked for, not given."""
        words = self._sentence(name)
        return cues.has(words, "giving", "not_giving") and not cues.has(words, "giving", "giving")

    @cached_property
    def _is_private(self) -> bool:
        return _has(self.writing.words, "private_data")

    def _are_others(self, name: Found) -> bool:
        """ "your staff", "UN staff", "a staff member", "our employees collected"."""
        before = set(self.writing.norms(name.first - 2, name.first))
        after = self.writing.norms(name.end, name.end + 4)
        return not before.isdisjoint(cues.singles("contexts", "not_ours")) or _has(after, "staff_does")

    def _sentence(self, name: Found) -> tuple[str, ...]:
        return cues.sentence_around(self.writing, name.start_in(self.writing), name.end_in(self.writing))

    def is_explained(self, name: Found) -> bool:
        """Whether it is asked what an organization's name means: "what is UNGM", "ICRC vs IFRC"."""
        return self._is_defined(name) or self._is_near_a_definition(name)

    def _is_defined(self, name: Found) -> bool:
        """ "what is a cluster", "que recouvre le terme earmarking"."""
        return _is_led(self.writing.norms(name.first - LONGEST_LEAD, name.first), "what_is", "small_words")

    def _is_near_a_definition(self, name: Found) -> bool:
        """ "the meaning of CERF", "SDG vs ESG"."""
        return _has(self._near(name, NEAR + 3, NEAR + 2), "definition")

    def _near(self, name: Found, before: int, after: int) -> tuple[str, ...]:
        """The words around a name; the name itself as a sign between them."""
        return (
            *self.writing.norms(name.first - before, name.first),
            "|",
            *self.writing.norms(name.end, name.end + after),
        )

    def _is_among(self, name: Found, group: str) -> bool:
        plain = tuple(token.forms[-1] for token in self.writing.tokens[name.first : name.end])
        listed = cues.spellings("contexts", group)
        # In Arabic "for" and "in" are written onto the word: "للمدارس".
        bare = words_of(name.text_in(self.writing)) if name.skip else plain
        return not listed.isdisjoint((self.writing.norms(name.first, name.end), plain, bare))

    def _is_a_trade(self, name: Found) -> bool:
        """ "a water company": the word tells the company's trade."""
        after = self.writing.norms(name.end, name.end + 2)
        return not cues.singles("contexts", "trades").isdisjoint(after)

    def is_alone(self, name: Found) -> bool:
        """Whether the message is the name and small words: "Insurance.", to the question for the company's sector."""
        if self.writing.size > LONGEST_ALONE:
            return False
        rest = set(range(len(self.writing.tokens))) - set(range(name.first, name.end)) - self.inside_places
        fillers = cues.singles("contexts", "fillers")
        return all(self.writing.tokens[at].kind == "sign" or self.writing.words[at] in fillers for at in rest)

    def _is_whole(self, name: Found) -> bool:
        """ "ESG?": the name is the message."""
        inside = range(name.first, name.end)
        return all(t.kind == "sign" for at, t in enumerate(self.writing.tokens) if at not in inside)

    def _after_for(self, name: Found) -> bool:
        return not cues.singles("contexts", "for_words").isdisjoint(self.writing.norms(name.first - 2, name.first))
