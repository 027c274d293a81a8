"""What the documents name exists: commands and their options, settings, make targets, files, links, the table of moves."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from bot.__main__ import COMMANDS, focalpoint
from bot.inquiries.request import MOVES
from bot.service import STANDIN_PORT
from bot.settings import QUIET
from bot.slack.scopes import EVENTS, SCOPES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
IDS = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]

SETTING = re.compile(r"\b(?:FOCALPOINT|SLACK)_[A-Z][A-Z_]*[A-Z]\b")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
CALL = re.compile(r"(?:^|[\s`|(])(?:\.venv/bin/)?focalpoint((?: [^`|\n)]+)?)")
NOT_READ_YET = {"SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}
OF_THE_TESTS = {"FOCALPOINT_TEST_POSTGRES_URL"}

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)


def read_settings() -> set[str]:
    """The settings that the program reads: the names in bot/settings.py's code, its sentences left out."""
    tree = ast.parse((ROOT / "bot" / "settings.py").read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in texts if SETTING.fullmatch(text)}


def code_in(path: Path) -> str:
    """What stands in a document as code."""
    return "\n".join(CODE.findall(path.read_text(encoding="utf-8")))


def calls_in(path: Path) -> Iterator[list[str]]:
    """The calls of the program in a document: command and arguments."""
    for found in CALL.findall(code_in(path)):
        words = shlex.split(found.replace("\\", ""), comments=True)
        if words:
            yield words


@every_document
def test_every_command_and_option_that_is_named_exists(path: Path) -> None:
    context = click.Context(focalpoint)

    for name, *arguments in calls_in(path):
        command = focalpoint.get_command(context, name.rstrip(".,;:"))  # type: ignore[attr-defined]
        assert command is not None or name.startswith("-"), f"there is no command {name!r}"
        known = {"--help", "--version", *(opt for p in (command.params if command else ()) for opt in p.opts)}
        assert {word for word in arguments if word.startswith("--")} <= known, f"{name} {arguments}"


@every_document
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(SETTING.findall(path.read_text(encoding="utf-8")))

    assert named <= read_settings() | NOT_READ_YET | OF_THE_TESTS


@every_document
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set(TARGET.findall(code_in(path))) <= targets


@every_document
def test_every_link_leads_somewhere(path: Path) -> None:
    inside = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/slack-setup.md"])
def test_every_file_and_folder_that_is_named_exists(name: str) -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    words = re.findall(r"`([\w./<>-]+)`", (ROOT / name).read_text(encoding="utf-8"))

    paths = [word for word in words if word.split("/")[0] in folders and "/" in word and "<" not in word]

    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert paths or name == "docs/slack-setup.md"


def test_every_command_is_in_some_document_or_in_the_help_alone() -> None:
    named = {words[0].rstrip(".,;:") for path in DOCUMENTS for words in calls_in(path)}

    assert set(COMMANDS) - named <= {"train", "prepare", "reply"}


def test_the_page_of_settings_lists_exactly_those_that_the_program_reads() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert rows == read_settings()
    assert all(name in page for name in (*NOT_READ_YET, *QUIET))
    assert f"port {STANDIN_PORT}" in page


def test_the_sample_of_settings_lists_what_people_may_set() -> None:
    sample = (ROOT / ".env.sample").read_text(encoding="utf-8")

    named = set(SETTING.findall(sample))

    assert named - NOT_READ_YET <= read_settings()
    assert read_settings() - named == {"FOCALPOINT_DEMO"}
    assert all(line.startswith("#") or not SETTING.match(line) for line in sample.splitlines())


def test_the_table_of_moves_is_the_one_that_the_rules_keep() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("| move | who | from | to |\n")[2].partition("\n\n")[0]

    shown = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table.splitlines()[1:]]

    assert shown == [(move.name, move.actor, ", ".join(move.sources), move.target) for move in MOVES]


def test_the_manifest_asks_for_what_the_program_needs_and_the_setup_page_explains_it() -> None:
    manifest = YAML(typ="safe").load(ROOT / "manifest.yml")
    page = (ROOT / "docs" / "slack-setup.md").read_text(encoding="utf-8")

    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(SCOPES)
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert all(f"`{name}`" in page for name in (*SCOPES, *EVENTS))


def test_the_readme_begins_with_one_sentence_and_a_transcript_and_stays_short() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 150
    assert lines[0].startswith("# ")
    assert "company: " in "\n".join(lines[:10])
    assert any(line == "## I want to ..." for line in lines)


def test_decisions_are_numbered_once_and_half_a_page_each() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    numbers = [path.name[:4] for path in paths]

    assert len(set(numbers)) == len(numbers) > 5
    assert all(number.isdecimal() for number in numbers)
    assert [path.name for path in paths if len(path.read_text("utf-8").splitlines()) > 60] == []


def test_changes_are_told() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert "## " in text
