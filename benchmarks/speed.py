"""Times messages through a saved model in a process of its own, and measures that process's memory."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.processes import answer

T = TypeVar("T")

MESSAGES = 1000
_WARM_UPS = 100


def in_a_fresh_process(model: Path, *, texts: Sequence[str], folder: Path, count: int = MESSAGES) -> dict[str, float]:
    """parse_p50_ms, parse_p95_ms, rss_mb: 100 warm-ups, then `count` single messages. Raises ProcessFailed."""
    return answer("benchmarks.speed", model, sample(texts, folder=folder), count)


def with_a_batch(model: Path, *, texts: Sequence[str], folder: Path, count: int = MESSAGES) -> dict[str, float]:
    """The same, and from another fresh process batch_per_second: `count` messages in one call. Raises ProcessFailed."""
    single = in_a_fresh_process(model, texts=texts, folder=folder, count=count)
    return {**single, **answer("benchmarks.speed", model, folder / "sample.json", count, "--batch")}


def sample(texts: Sequence[str], *, folder: Path) -> Path:
    """The messages to time, as a file that the process reads."""
    path = folder / "sample.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    return path


def measured(parse: Callable[[str], object], *, texts: Sequence[str], count: int) -> dict[str, float]:
    """parse_p50_ms, parse_p95_ms and rss_mb in this process."""
    for place in range(min(_WARM_UPS, count)):
        parse(texts[place % len(texts)])
    times = sorted(_seconds(parse, texts[place % len(texts)]) for place in range(count))
    return {
        "parse_p50_ms": 1000 * times[len(times) // 2],
        "parse_p95_ms": 1000 * times[int(len(times) * 0.95)],
        "rss_mb": _resident_megabytes(),
    }


def throughput(parse: Callable[[Sequence[str]], object], *, texts: Sequence[str], count: int) -> dict[str, float]:
    """batch_per_second in this process: all messages in one call, after a smaller one to warm up."""
    lot = [texts[place % len(texts)] for place in range(count)]
    parse(lot[:_WARM_UPS])
    return {"batch_per_second": count / _seconds(parse, lot)}


def main(arguments: list[str] | None = None) -> None:
    """What the fresh process does: one JSON object on stdout."""
    from nlu.components.pipeline import Pipeline

    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("sample", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--batch", action="store_true", help="all in one call instead of one by one")
    chosen = parser.parse_args(arguments)
    predict = Pipeline.load(chosen.model).predict
    texts = json.loads(chosen.sample.read_text(encoding="utf-8"))
    if chosen.batch:
        json.dump(throughput(predict, texts=texts, count=chosen.count), sys.stdout)
    else:
        json.dump(measured(lambda text: predict([text]), texts=texts, count=chosen.count), sys.stdout)


def _seconds(parse: Callable[[T], object], given: T) -> float:
    start = time.perf_counter()
    parse(given)
    return time.perf_counter() - start


def _resident_megabytes() -> float:
    """What the process holds now; its highest mark where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


if __name__ == "__main__":
    main()
