"""`focalpoint`: the command line. Names each command and where it lives, so that none pays for another's imports."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

COMMANDS = {
    "chat": "bot.commands.chat:chat",
    "serve": "bot.commands.running:serve",
    "worker": "bot.commands.running:worker",
    "parse": "bot.commands.conversing:parse",
    "reply": "bot.commands.conversing:reply",
    "route": "bot.commands.conversing:route",
    "train": "bot.commands.model:train",
    "prepare": "bot.commands.model:prepare",
    "evaluate": "bot.commands.evaluating:evaluate",
    "models": "bot.commands.promoting:list_models",
    "promote": "bot.commands.promoting:promote",
    "rollback": "bot.commands.promoting:rollback",
    "benchmark": "bot.commands.benchmark:benchmark",
    "check": "bot.commands.records:check",
    "import": "bot.commands.records:import_records",
    "export": "bot.commands.records:export_records",
    "demo": "bot.commands.records:demo",
    "doctor": "bot.commands.doctor:doctor",
    "slack-standin": "bot.commands.running:standin",
}


class Commands(click.Group):
    """Finds a command by name and imports it only then."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "--version", package_name="focalpoint", message="%(prog)s %(version)s")
def focalpoint() -> None:
    """Answers companies that want to help in an emergency, and brings the rest to the right focal point in Slack."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what people can mend is one sentence on stderr, exit 1; wrong use is exit 2."""
    from bot.commands.failures import told

    with told():
        focalpoint(args=list(arguments) if arguments is not None else None, prog_name="focalpoint")


if __name__ == "__main__":
    main()
