"""`check`, `import`, `export`, `demo`: the records in files and in the database."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.settings import from_environment
from bot.wiring import KNOWLEDGE, House

PATH = click.Path(exists=True, path_type=Path)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Complaints as JSON.")
def check(as_json: bool) -> None:
    """Every record, sentence, rule and example against every other; complaints as `path: sentence`, exit 1 if any."""
    from bot.checking import complaints

    found = complaints(Path())
    if as_json:
        click.echo(json.dumps([asdict(complaint) for complaint in found], ensure_ascii=False, indent=2))
    else:
        for complaint in found:
            click.echo(str(complaint))
    if found:
        sys.exit(1)
    if not as_json:
        click.echo("Every record, sentence, rule and example fits every other.")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--dry-run", is_flag=True, help="Check and count, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def import_records(files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Insert or update records from YAML or CSV files; checked whole before anything is written, deletes nothing."""
    from bot.store.transfer import import_files

    house = _house()
    report = import_files(house.engine, files, now=house.clock(), calendar=house.calendar, dry_run=dry_run)
    _told({kind: asdict(counts) for kind, counts in report.kinds.items()}, as_json=as_json)
    if dry_run and not as_json:
        click.echo("Nothing was written (dry run).")


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def export_records(folder: Path, as_json: bool) -> None:
    """Write every record into an empty folder, one file a kind."""
    from bot.store.export import export_folder

    counts = export_folder(_house().engine, folder)
    _told({kind: {"written": number} for kind, number in counts.items()}, as_json=as_json)


@click.command()
@click.option("--load", "verb", flag_value="load", help="Load the demonstration records.")
@click.option("--remove", "verb", flag_value="remove", help="Take them away; nothing else is touched.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def demo(verb: str | None, as_json: bool) -> None:
    """The demonstration records: invented people and "[Demo]" names."""
    from bot.store.shipped import load_demo, remove_demo

    if verb is None:
        raise click.UsageError("Say --load or --remove.")
    house = _house()
    if verb == "remove":
        _told({kind: {"removed": number} for kind, number in remove_demo(house.engine).items()}, as_json=as_json)
        return
    release = load_demo(house.engine, KNOWLEDGE, now=house.clock(), calendar=house.calendar)
    _told({kind: asdict(counts) for kind, counts in release.kinds.items()}, as_json=as_json)


def _house() -> House:
    """The house with a database that is there and of this release."""
    house = House(from_environment())
    house.works()
    return house


def _told(counts: Mapping[str, Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts))
        return
    for kind, numbers in counts.items():
        told = ", ".join(f"{number} {verb}" for verb, number in numbers.items() if number) or "nothing"
        click.echo(f"{kind}: {told}")
