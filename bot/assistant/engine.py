"""Rasa inside this process: the one file that imports it. Understands a text, and runs the dialogue with our actions."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.engine.exceptions import GraphComponentException
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.engine import make_url

from bot.assistant.models import ModelMissing, TrainingFailed
from bot.assistant.payloads import Payloads
from bot.assistant.readable import says_something, without_commands
from bot.assistant.words import RecordWords
from nlu.components.errors import UnderstandingError

log = logging.getLogger(__name__)

Recover = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""What answers in an action's place when it failed: the call in, a response of the action server's form out."""


@dataclass
class CollectedReplies(OutputChannel):
    """Keeps what the dialogue says in one turn: the messages as the words made them, and the outcome."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def name(cls) -> str:
        """The channel's name in the tracker."""
        return "focalpoint"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one message whole: text with its buttons and sources, or the outcome alone."""
        outcome = (message.get("custom") or {}).get("outcome")
        if outcome:
            self.outcomes.append(outcome)
        elif message.get("text"):
            self.messages.append(message)


class RecordAnswers(NaturalLanguageGenerator):
    """Rasa's generator of responses, fed from the published answers: an edit is live at once, without training."""

    def __init__(self, words: RecordWords, payloads: Payloads) -> None:
        self._words = words
        self._payloads = payloads

    async def generate(
        self, response_name: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """The answer under this key in the language of the company's latest message, with its buttons signed."""
        wanted = tracker.latest_message.metadata["language"]
        text, language = self._words.say(response_name, language=wanted, values=kwargs.get("values") or {})
        buttons = [
            {
                "title": self._words.text(choice["title"], language=wanted),
                "payload": self._payloads.sign(
                    {"intent": choice["intent"], "entities": choice["entities"]}, conversation=tracker.sender_id
                ),
            }
            for choice in kwargs.get("choices") or ()
        ]
        return {"text": text, "spoken_in": language, "signed": buttons}


class ActionsInProcess(EndpointConfig):
    """Rasa's action endpoint without a server: the call goes to rasa-sdk's executor in this process."""

    def __init__(self, actions: Sequence[Action], *, recover: Recover) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._recover = recover
        for action in actions:
            self._executor.register_action(action)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run one action. Rasa would swallow a failure and say nothing: here it is logged and answered."""
        call = kwargs["json"]
        try:
            result = await self._executor.run(call)
            return result.dict() if hasattr(result, "dict") else result
        except Exception:
            log.exception("The action %s failed.", call["next_action"])
            return await self._recover(call)


class Engine:
    """One loaded model with its tracker store and actions."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    def parse(self, text: str, *, at: str = "") -> dict[str, Any]:
        """Understand a text. One that begins with "/" is ordinary text, and one in which nothing is to be read is in doubt."""
        message = UserMessage(metadata={"at": at} if at else {})
        message.text = without_commands(text)  # given as an argument it would be stripped, and every position be wrong
        tracker = DialogueStateTracker.from_events("parse", [])
        parsed = {**self._agent.processor._parse_message_with_graph(message, tracker), "text": text}
        return parsed if says_something(text) else {**parsed, "unsure": True, "also": [], "entities": []}

    async def turn(
        self, *, conversation: str, text: str, parsed: Mapping[str, Any], metadata: Mapping[str, Any]
    ) -> CollectedReplies:
        """Run the dialogue on a message that was understood; what it says comes back in order."""
        replies = CollectedReplies()
        message = UserMessage(
            text=text,
            output_channel=replies,
            sender_id=conversation,
            parse_data=dict(parsed),
            input_channel=replies.name(),
            metadata=dict(metadata),
        )
        await self._agent.handle_message(message)
        return replies


def load(
    model: Path,
    *,
    actions: Sequence[Action],
    words: RecordWords,
    payloads: Payloads,
    database_url: str,
    recover: Recover,
) -> Engine:
    """Load a trained model and warm it: the first parse of a cold model takes over a second."""
    quiet()
    agent = Agent(
        generator=RecordAnswers(words, payloads),
        tracker_store=tracker_store(database_url),
        action_endpoint=ActionsInProcess(actions, recover=recover),
    )
    try:
        agent.load_model(str(model))
    except Exception as error:
        otherwise = f"The model cannot be loaded ({error}); run `make prepare`."
        raise ModelMissing(_cause(error) or otherwise) from error
    engine = Engine(agent)
    engine.parse("we have 300 tents in Nairobi")
    return engine


def _cause(error: BaseException) -> str:
    """What people can mend, out of the errors that Rasa wraps around it; "" where there is nothing of that kind."""
    told: BaseException | None = error
    while told is not None and not isinstance(told, UnderstandingError):
        told = told.__cause__
    return str(told or "")


def train(*, root: Path, folder: Path, name: str) -> Path:
    """Train on all of nlu/ and stories/; the same data gives the same model. Raises TrainingFailed."""
    from rasa.model_training import train as train_rasa

    quiet()
    try:
        with contextlib.redirect_stdout(sys.stderr):
            result = train_rasa(
                domain=str(root / "domain"),
                config=str(root / "config.yml"),
                # An importer of config.yml reads the examples: Rasa looks into every file that it is given, lists among them.
                training_files=str(root / "stories"),
                output=str(folder),
                fixed_model_name=name,
                force_training=True,
            )
    except (RasaException, GraphComponentException, UnderstandingError) as error:
        told = _cause(error) or (" ".join(str(error).split()) if isinstance(error, RasaException) else "")
        if not told:
            raise
        raise TrainingFailed(f"Training failed: {told} (`focalpoint check` looks at examples and rules.)") from error
    if not result.model:
        raise TrainingFailed(f"Training ended without a model (code {result.code}); the lines above say why.")
    return Path(result.model)


def tracker_store(database_url: str) -> TrackerStore:
    """Conversations live in the same database as everything else; "" keeps them in memory, for parsing alone."""
    if not database_url:
        return InMemoryTrackerStore(Domain.empty())
    url = make_url(database_url)
    return SQLTrackerStore(
        Domain.empty(),
        dialect=url.drivername,
        host=url.host,
        port=url.port,
        db=url.database or "rasa.db",
        username=url.username,
        password=url.password,
    )


def quiet() -> None:
    """Rasa logs people's words in debug lines, on stdout, unless structlog is told otherwise."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for name in ("rasa", "matplotlib", "tensorflow", "h5py"):
        logging.getLogger(name).setLevel(logging.WARNING)
