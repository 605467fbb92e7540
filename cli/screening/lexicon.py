"""Command `standing lexicon`: protected names and the rows that say what is held; import, search, retire, switch."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import SHANGHAI, in_words
from cli.terminal.words import ProtectedKind

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Lexicon: protected names, and the rows that say what is held."
)

COLUMNS: Final = ("kind", "name", "aliases", "plain", "level", "id")
_SAID_WRONG: Final = 20
_Reason = Annotated[str, typer.Option(help="The reason.")]


@app.command("show")
def show_lexicon() -> None:
    """Show the version in force, the number of names of each kind, and the rows of what is held."""
    show(asking.get("/v1/lexicon"), _drawn)


def _drawn(answer: Any) -> None:
    say(f"lexicon {answer['version']}: {sum(answer['names'].values()):,} names")
    for kind, count in sorted(answer["names"].items()):
        say(f"  {count:>6,}  {kind}")
    for listed in answer["lists"]:
        say(f"  imported: {listed['source']} of {listed['listed_on']}, {listed['names']:,} names")
    if answer["retired"]:
        say(f"  retired: {answer['retired']:,}")
    say(f"  preset: {answer['preset']}")
    table = Table("row*", "", "what is held", "held", "not held")
    for row in answer["rows"]:
        stands = ("on", "green") if row["on"] else ("off", "dim")
        table.add(row["row"], stands, row["what"], row["held"], row["clear"])
        table.add("", "", row["what_zh"], "", "")
    print_table(table)


@app.command("list")
def list_names(
    *,
    kind: Annotated[ProtectedKind | None, typer.Option(help="Only names of this kind.")] = None,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="Only names that contain this text.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Number of lines, at most.")] = 100,
) -> None:
    """List protected names in force, by identifier."""
    show(asking.every("/v1/lexicon/names", "names", most=limit, kind=kind, search=search), _names)


def _names(answer: Any) -> None:
    table = Table("id*", "kind", "name", "aliases", "held alone", "source")
    for name in answer["names"]:
        source = f"{name['source']}, {name['listed_on']}"
        aliases, plain = " ".join(name["aliases"]), " ".join(name["plain"])
        table.add(name["id"], name["kind"], name["name"], aliases, plain, source)
    print_table(table)
    if answer["next"] is not None:
        say("… and more: ask for them with --limit, or --search")


@app.command("import")
def import_names(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="UTF-8, values separated by commas or tabs, first line: kind,name and any of aliases,plain,level,id. "
            "Several aliases are separated by |.",
        ),
    ],
    *,
    source: Annotated[str, typer.Option(help="Source of the list, shown with each match.")],
    listed_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the list; default: today.")
    ] = None,
) -> None:
    """Import a list of protected names: all of it, or nothing when it has a fault."""
    if not source.strip():
        raise CliError("--source is blank: name the list")
    on = f"{listed_on or datetime.now(SHANGHAI):%Y-%m-%d}"
    names = _read_file(file)
    try:
        answer = asking.post("/v1/lexicon/imports", {"source": source.strip(), "listed_on": on, "names": names})
    except asking.RefusedError as error:
        faults = error.problem.get("errors") or ()
        if not any(fault["path"].startswith("body.names.") for fault in faults):
            raise
        raise CliError(f"{file}: nothing was imported:\n" + "\n".join(map(_line, faults)), FAULTS) from None
    show(answer, _tell)


@app.command()
def retire(
    entries: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Identifiers of the names (`standing lexicon list`).")
    ],
    *,
    reason: _Reason = "",
) -> None:
    """Retire protected names: all that are given, or none when one is not in force."""
    show(asking.post("/v1/lexicon/retirements", {"entries": entries, "reason": reason.strip()}), _tell)


@app.command()
def switch(
    row: Annotated[str, typer.Argument(metavar="ROW", help="Name of the row (`standing lexicon show`).")],
    to: Annotated[str, typer.Argument(metavar="on|off")],
    *,
    reason: _Reason = "",
) -> None:
    """Switch a row of what is held on or off."""
    if to not in {"on", "off"}:
        raise CliError(f"a row is switched on or off, not {to!r}")
    show(asking.post("/v1/lexicon/switches", {"row": row, "on": to == "on", "reason": reason.strip()}), _tell)


@app.command()
def preset(
    name: Annotated[str, typer.Argument(metavar="balanced|literal")],
    *,
    reason: _Reason = "",
) -> None:
    """Set all rows to a preset. All accounts are then screened again."""
    show(asking.post("/v1/lexicon/presets", {"preset": name, "reason": reason.strip()}), _tell)


def _read_file(file: Path) -> list[dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CliError(f"{file}: is not UTF-8: save it in that encoding") from error
    except OSError as error:
        raise CliError(f"{file}: {error.strerror}") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter="\t" if "\t" in first else ",")
    columns = set(reader.fieldnames or ())
    if not {"kind", "name"} <= columns <= set(COLUMNS):
        raise CliError(f"{file}: the first line must name the columns kind,name, and of {','.join(COLUMNS[2:])} any")
    names = [dict(_values(row)) for row in reader]
    if not names:
        raise CliError(f"{file}: has no names")
    return names


def _values(row: dict[Any, Any]) -> Iterator[tuple[str, object]]:
    for column, value in row.items():
        if column is None:
            yield "more values than columns", value
        elif column in {"aliases", "plain"}:
            yield column, [part.strip() for part in (value or "").split("|") if part.strip()]
        elif value:
            yield column, value


def _line(fault: Any) -> str:
    """Return a fault with the line of the file that has it."""
    place, _, field = fault["path"].removeprefix("body.names.").partition(".")
    line = f"line {int(place) + 2}" if place.isdigit() else place
    return f"{line}: {field}: {fault['message']}" if field else f"{line}: {fault['message']}"


def _tell(answer: Any) -> None:
    if not answer["entered"]:
        say("Nothing changed: it is already so.")
    for body in answer["entered"]:
        said = {name: value for name, value in body.items() if name not in {"type", "digest"} and value}
        say(f"{body['type']}: {in_words(said)}")
    say(f"lexicon {answer['version']}")
