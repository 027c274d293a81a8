"""Which model answers: the live one is loaded beside the one that serves and takes over between turns; none is dropped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.assistant import models
from bot.assistant.models import Model, ModelMissing
from bot.assistant.turns import Assistant, Dialogue

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""Between two looks at which model is live; loading it takes some three seconds more."""

# While a model loads, a turn waits so long for the interpreter each time that it has given way to the database or an encoder; a
# turn does so hundreds of times, and by Python's usual 5 ms companies would wait for seconds.
_SWITCH_SECONDS = 0.0002


@dataclass
class Serving:
    """The assistant with the model that serves, None until the first is loaded; `failure` tells why there is none.

    `load` loads a model and warms it, `build` makes an assistant that speaks by it; `model` is the id of the one that serves.
    The one before it stays loaded, so that going back takes no longer than a look.
    """

    folder: Path
    load: Callable[[Model], Dialogue]
    build: Callable[[Dialogue], Assistant]
    announce: Callable[[str], None]
    assistant: Assistant | None = None
    failure: str = ""
    model: str = ""
    look_seconds: float = LOOK_SECONDS
    _before: dict[str, Dialogue] = field(default_factory=dict)

    async def follow(self, stop: asyncio.Event) -> None:
        """Load the live model, and each that becomes it; one that cannot be loaded is told once and the old one stays."""
        tried: str | None = None
        while not stop.is_set():
            wanted = _live_id(self.folder)
            if wanted not in (tried, self.model or None):
                await self._change()
            tried = wanted
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), self.look_seconds)

    async def _change(self) -> None:
        try:
            model = models.loadable(self.folder)
            known = self._before.get(model.id)
            dialogue = await self._loaded(model) if known is None else known
        except ModelMissing as error:
            self._failed(str(error))
        except Exception as error:
            log.exception("The model could not be loaded.")
            self._failed(str(error) or type(error).__name__)
        else:
            self._take(model, dialogue)

    async def _loaded(self, model: Model) -> Dialogue:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        try:
            return await asyncio.to_thread(self.load, model)
        finally:
            sys.setswitchinterval(usual)

    def _take(self, model: Model, dialogue: Dialogue) -> None:
        if self.assistant is None:
            self.assistant = self.build(dialogue)
            self.announce("The assistant is ready.")
        else:
            self._before = {self.model: self.assistant.dialogue}
            self.assistant.dialogue = dialogue
            self.announce(f"The model {model.id} answers from now on.")
        self.model, self.failure = model.id, ""

    def _failed(self, sentence: str) -> None:
        self.failure = sentence
        if self.assistant is None:
            self.announce(f"The assistant cannot answer: {sentence}")
        else:
            log.error("The model %s goes on answering, for the live one does not load: %s", self.model, sentence)


def _live_id(folder: Path) -> str:
    """The id of the live model; "" where there is none or it cannot be told."""
    try:
        return models.standing(folder).id
    except ModelMissing:
        return ""
