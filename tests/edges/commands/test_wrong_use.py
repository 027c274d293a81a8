"""Every command explains itself, and wrong use is told with exit code 2."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.__main__ import COMMANDS
from tests.edges.commands.conftest import ROOT, Program


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(bare: Program, command: str) -> None:
    ran = bare(command, "--help")

    assert ran.code == 0
    assert ran.out.startswith(f"Usage: focalpoint {command}")
    assert len(ran.out.splitlines()) > 4


def test_the_program_lists_every_command_in_its_help(bare: Program) -> None:
    ran = bare("--help")

    assert ran.code == 0
    assert all(f"  {command} " in ran.out for command in COMMANDS)


def test_the_program_tells_its_version(bare: Program) -> None:
    ran = bare("--version")

    assert (ran.code, ran.out.split()[0]) == (0, "focalpoint")


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("parse", "unexpected"),
        ("reply", "--unknown"),
        ("import",),
        ("import", "no-such-file.yml"),
        ("export",),
        ("demo",),
        ("serve", "--port", "many"),
        ("slack-standin", "--seed", "no-such-file.yml"),
    ],
)
def test_wrong_use_is_told_with_code_two(bare: Program, arguments: tuple[str, ...]) -> None:
    ran = bare(*arguments)

    assert ran.code == 2
    assert ran.out == ""
    assert "Error: " in ran.err
    assert "Traceback" not in ran.err


def test_the_module_is_the_program_and_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "try:\n    main(['--help'])\n"
        "finally:\n    print(sorted({'rasa', 'tensorflow', 'slack_bolt'} & set(sys.modules)), file=sys.stderr)"
    )

    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    as_module = subprocess.run([sys.executable, "-m", "bot", "--version"], cwd=ROOT, capture_output=True, text=True)

    assert ran.stderr.splitlines()[-1] == "[]"
    assert as_module.stdout.startswith("focalpoint ")
