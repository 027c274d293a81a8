"""Tables for people on stdout: as wide as the terminal, and wide enough for all columns where there is none."""

from __future__ import annotations

import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

WIDE = 200


def table_of(*headers: str, title: str = "") -> Table:
    """An empty table with these columns; the first column names its row and is never cut."""
    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left")
    for place, header in enumerate(headers):
        table.add_column(header, no_wrap=place == 0)
    return table


def tell(table: Table) -> None:
    """Print a table."""
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
