"""Asserts that the lock holds both lines, a hash for everything, no address, and all that pyproject.toml asks for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
LINES = {"3.10": "the Rasa line (Python 3.10)", "3.11": "the other line (Python 3.11)"}
SPLIT = ("sqlalchemy", "pydantic", "fastapi", "starlette", "sqladmin")
ABSENT_FROM_3_11 = ("rasa", "rasa-sdk", "tensorflow")
ADDRESS = re.compile(r"://|^-|@ ", re.MULTILINE)


def main() -> int:
    """Print every complaint as `path: sentence`; 1 if there is any."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", _without_comments(lock))
    complaints = [*_addresses(lock), *_without_hashes(entries)]
    pins = {python: _pins(entries, python=python) for python in LINES}
    complaints += _missing(pins) + _lines_apart(pins)
    for complaint in complaints:
        print(f"requirements.txt: {complaint}; run `make lock` and look at what changed.")
    return 1 if complaints else 0


def _without_comments(lock: str) -> str:
    return "\n".join(line for line in lock.splitlines() if not line.lstrip().startswith("#"))


def _environment(python: str) -> dict[str, str]:
    return {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "extra": "dev",
    }


def _pins(entries: list[str], *, python: str) -> dict[str, str]:
    """The version of each package that the lock installs on this Python."""
    pins: dict[str, str] = {}
    for entry in entries:
        requirement = Requirement(entry.split("--hash", 1)[0].rstrip(" \\\n"))
        if requirement.marker is None or requirement.marker.evaluate(_environment(python)):
            pins[canonicalize_name(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return pins


def _wanted(python: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    return [each for each in wanted if each.marker is None or each.marker.evaluate(_environment(python))]


def _addresses(lock: str) -> list[str]:
    return ["it names an index, a file or a host"] if ADDRESS.search(_without_comments(lock)) else []


def _without_hashes(entries: list[str]) -> list[str]:
    return [f"{entry.split()[0]} has no hash" for entry in entries if "--hash=sha256:" not in entry]


def _missing(pins: dict[str, dict[str, str]]) -> list[str]:
    return [
        f"{LINES[python]} lacks {wanted}"
        for python in LINES
        for wanted in _wanted(python)
        if not wanted.specifier.contains(pins[python].get(canonicalize_name(wanted.name), "0"), prereleases=True)
    ]


def _lines_apart(pins: dict[str, dict[str, str]]) -> list[str]:
    together = [name for name in SPLIT if pins["3.10"].get(name) == pins["3.11"].get(name)]
    strays = [name for name in ABSENT_FROM_3_11 if name in pins["3.11"] or name not in pins["3.10"]]
    return [f"{name} is not parted into two lines" for name in together] + [
        f"{name} belongs on the Rasa line and on no other" for name in strays
    ]


if __name__ == "__main__":
    sys.exit(main())
