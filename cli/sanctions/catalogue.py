"""Command `standing catalogue`: consequences of each violation, and validation of a platform's own catalogue file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.terminal import asking
from cli.terminal.console import CliError, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.words import Category


def catalogue(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A catalogue file to check; default: the one in force.")
    ] = None,
    *,
    category: Annotated[Category | None, typer.Option(help="Only this category.")] = None,
) -> None:
    """Show the consequences of each violation, or check a platform's own catalogue file.

    Exit status: 0 it is right, 2 it is not (it says file, line, what is wrong, and what would be right).
    """
    answer = asking.get("/v1/catalogue") if file is None else _read(file)
    if category is not None:
        answer["categories"] = [one for one in answer["categories"] if one["category"] == category]
    show(answer, _drawn)


def _drawn(answer: Any) -> None:
    table = Table("category*", "art.", "", "what follows", "from", right=("art.",))
    for one in answer["categories"]:
        steps = one["steps"]
        for place, step in enumerate(steps, start=1):
            first = place == 1
            which = f"{place}" if place < len(steps) or first else f"{place}+"
            row = (one["category"], str(one["article"])) if first else ("", "")
            table.add(*row, which, step["en"], one["rules"] if first else "")
    print_table(table)
    say(f"Counted: those of the last {answer['record_months']} months that were not overturned.")


def _read(file: Path) -> Any:
    """Return the notice's catalogue with the entries of a file, as the API answers it; nothing is asked."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from api.sanctions.catalogue import shown
    from documents import document
    from documents.document import MalformedError
    from regulation.catalogue.overriding import catalogue_in
    from regulation.catalogue.rulebook import IN_FORCE

    try:
        rulebook = replace(IN_FORCE, catalogue=catalogue_in(document.read(file)))
    except MalformedError as error:
        raise CliError(str(error)) from error
    return shown(rulebook, datetime.now(UTC)).model_dump(mode="json")
