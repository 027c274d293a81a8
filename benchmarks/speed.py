"""Times single messages through a saved model in a process of its own, and measures that process's memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

MESSAGES = 1000
_WARM_UPS = 100


def in_a_fresh_process(model: Path, *, texts: list[str], folder: Path, count: int = MESSAGES) -> dict[str, float]:
    """parse_p50_ms, parse_p95_ms, rss_mb: 100 warm-ups, then `count` single messages."""
    sample = folder / "sample.json"
    sample.write_text(json.dumps(texts), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.speed", str(model), str(sample), str(count)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def measured(model: Path, *, texts: list[str], count: int) -> dict[str, float]:
    """The same in this process."""
    from nlu.components.pipeline import Pipeline

    pipeline = Pipeline.load(model)
    for place in range(min(_WARM_UPS, count)):
        pipeline.predict([texts[place % len(texts)]])
    times = sorted(_seconds(pipeline, texts[place % len(texts)]) for place in range(count))
    return {
        "parse_p50_ms": 1000 * times[len(times) // 2],
        "parse_p95_ms": 1000 * times[int(len(times) * 0.95)],
        "rss_mb": _resident_megabytes(),
    }


def _seconds(pipeline: Any, text: str) -> float:
    start = time.perf_counter()
    pipeline.predict([text])
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
    sample = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    json.dump(measured(Path(sys.argv[1]), texts=sample, count=int(sys.argv[3])), sys.stdout)
