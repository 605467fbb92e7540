"""Command `standing catalogue`: consequences of each violation, and validation of a platform's own catalogue file."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli.terminal import clock
from cli.terminal.console import CliError, listing, out
from documents import document
from documents.document import MalformedError
from models.instants import SHANGHAI
from models.words.violations import Category
from regulation.catalogue.overriding import catalogue_in
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.sanctions.consequence_words import english
from regulation.words.categories import CATEGORIES


def catalogue(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A catalogue file to check; default: the configured one.")
    ] = None,
    *,
    category: Annotated[Category | None, typer.Option(help="Only this category.")] = None,
) -> None:
    """Show the consequences of each violation, or check a platform's own catalogue file.

    Exit status: 0 it is right, 2 it is not (it says file, line, what is wrong, and what would be right).
    """
    from api.state.rulebook import rulebook_of
    from settings import load_settings

    rulebook = rulebook_of(load_settings()) if file is None else _read(file)
    now = clock.now().astimezone(SHANGHAI)
    table = listing("category", "art.", "", "what follows", "from")
    for one in Category if category is None else (category,):
        ladder = rulebook.catalogue.ladders[one].at(now)
        for place, step in enumerate(ladder, start=1):
            first = place == 1
            which = f"{place}" if place < len(ladder) or first else f"{place}+"
            table.add_row(
                one.value if first else "",
                str(CATEGORIES[one].article) if first else "",
                which,
                english(step),
                rulebook.catalogue.version(one, now) if first else "",
            )
    out.print(table)
    out.print(f"Counted: those of the last {rulebook.record_months.at(now)} months that were not overturned.")


def _read(file: Path) -> Rulebook:
    try:
        return replace(IN_FORCE, catalogue=catalogue_in(document.read(file)))
    except MalformedError as error:
        raise CliError(str(error)) from error
