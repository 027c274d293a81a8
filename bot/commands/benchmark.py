"""`benchmark`: trains the intent pipeline on a data folder and tells how well it does, as one JSON object."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with train.csv and test.csv (columns text,label; `oos` is out of scope).",
)
@click.option("--pipeline", type=click.Path(exists=True, path_type=Path), help="Another config.yml than the project's.")
def benchmark(data: Path, pipeline: Path | None) -> None:
    """Train an intent pipeline on DIR/train.csv, test it on DIR/test.csv, print one JSON object."""
    from benchmarks.data import DataFaulty
    from benchmarks.processes import ProcessFailed
    from benchmarks.run import CONFIG
    from benchmarks.run import benchmark as measured
    from nlu.components.errors import UnderstandingError

    try:
        click.echo(json.dumps(measured(data=data, pipeline=pipeline or CONFIG)))
    except (DataFaulty, ProcessFailed, UnderstandingError) as error:
        raise click.ClickException(str(error)) from error
