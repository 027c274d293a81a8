"""The object of `parse`: all fields, always, with the best guess in our own names."""

from __future__ import annotations

from nlu.components.understanding import Understanding


def test_everything_is_told_and_the_ranking_ends_after_five() -> None:
    ranking = [{"name": f"intent_{place}", "confidence": 0.1} for place in range(9)]
    entity = {"entity": "country", "value": "KEN", "text": "Kenya", "start": 3, "end": 8, "extractor": "x"}
    parsed = {"language": "en", "intent": ranking[0], "intent_ranking": ranking, "unsure": True, "also": ["ask_term"]}

    told = Understanding.of({**parsed, "entities": [entity]}).as_dict()

    assert set(told) == {"language", "intent", "unsure", "also", "ranking", "entities"}
    assert len(told["ranking"]) == 5
    assert told["unsure"] is True
    assert told["entities"] == [{"entity": "country", "value": "KEN", "text": "Kenya", "start": 3, "end": 8}]


def test_a_parse_that_says_nothing_still_has_every_field() -> None:
    told = Understanding.of({"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": []}).as_dict()

    assert told["intent"]["name"] == "out_of_scope"
    assert told["language"] == "und"
    assert told["also"] == told["entities"] == []
