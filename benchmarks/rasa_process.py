"""Trains, times and tests a configuration as a Rasa model: the one file here that imports Rasa, run in a process of its own.

`train FOLDER` makes a model of config.yml and examples.json there; `test FOLDER COUNT` reads sample.json with it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any

import structlog

from benchmarks.speed import measured
from bot.assistant.spared import spare_tensorflow

_MODEL = "model"
_TOLD = ("intent_ranking", "assurance", "threshold")


def trained() -> dict[str, float]:
    """train_seconds, from the data's file to the model's file."""
    from rasa.model_training import train_nlu  # what is timed does not carry it in memory

    start = time.perf_counter()
    model = train_nlu(config="config.yml", nlu_data="examples.json", output=".", fixed_model_name=_MODEL)
    seconds = time.perf_counter() - start
    if not model:
        raise SystemExit("Rasa ended without a model; the lines above say why.")
    return {"train_seconds": seconds}


def tested(count: int) -> dict[str, Any]:
    """`speed`: parse_p50_ms, parse_p95_ms and rss_mb through Rasa's own Agent; `readings`: what each message was taken for."""
    from rasa.core.agent import Agent

    agent = Agent.load(f"{_MODEL}.tar.gz")
    loop = asyncio.new_event_loop()

    def parse(text: str) -> dict[str, Any]:
        return dict(loop.run_until_complete(agent.parse_message(text)))

    texts = json.loads(Path("sample.json").read_text(encoding="utf-8"))
    speed = measured(parse, texts=texts, count=count)
    readings = [{name: value for name, value in parse(text).items() if name in _TOLD} for text in texts]
    return {"speed": speed, "readings": readings}


def main(arguments: list[str] | None = None) -> None:
    """One JSON object on stdout; what Rasa prints there goes to stderr."""
    parser = argparse.ArgumentParser(prog="benchmarks.rasa_process", description=__doc__)
    parser.add_argument("task", choices=("train", "test"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=0)
    chosen = parser.parse_args(arguments)
    os.chdir(chosen.folder)  # Rasa reuses what it once trained under .rasa of the current folder: here is nothing
    spare_tensorflow(Path("config.yml"))  # as the service does; the stock configuration needs it and gets it
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with contextlib.redirect_stdout(sys.stderr):
        result = trained() if chosen.task == "train" else tested(chosen.count)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
