"""Command `standing lexicon`: protected names and the rows that say what is held; import, search, retire, switch."""

import asyncio
import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import in_words
from models.screening.lexicon import MOST_NAMES, RECORD, LexiconBody, LexiconState, ListedName
from models.screening.screening import Lexicon, ProtectedKind
from regulation.screening import lexicon as rules
from regulation.screening.lexicon import LEXICON

if TYPE_CHECKING:
    from ledger.streams.records import Act, Decide, Entered


app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Lexicon: protected names, and the rows that say what is held."
)

COLUMNS: Final = ("kind", "name", "aliases", "plain", "level", "id")
_SAID_WRONG: Final = 20


@app.command()
def show() -> None:
    """Show the version in force, the number of names of each kind, and the rows of what is held."""
    from screening.holding import ROWS, in_force

    lexicon, state = asyncio.run(_read())
    counts = Counter(name.kind for name in lexicon.names)
    out.print(f"lexicon {lexicon.version}: {len(lexicon.names):,} names", markup=False)
    for kind, count in sorted(counts.items()):
        out.print(f"  {count:>6,}  {kind.value}", markup=False)
    for listed in state.lists if state else ():
        out.print(f"  imported: {listed.source} of {listed.listed_on}, {listed.names:,} names", markup=False)
    if state and state.retired:
        out.print(f"  retired: {state.retired:,}", markup=False)
    out.print(f"  preset: {lexicon.preset}", markup=False)
    on = in_force(lexicon.switched, lexicon.preset)
    table = _table("row", "", "what is held", "held", "not held")
    for name, row in ROWS.items():
        stands = Text("on", "green") if name in on else Text("off", "dim")
        table.add_row(name, stands, f"{row.what}\n{row.what_zh}", row.held, row.clear)
    out.print(table)


@app.command("list")
def list_names(
    *,
    kind: Annotated[ProtectedKind | None, typer.Option(help="Only names of this kind.")] = None,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="Only names that contain this text.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Number of lines, at most.")] = 100,
) -> None:
    """List protected names in force, by identifier."""
    from ledger.screening import lexicon as ledger

    lexicon, _ = asyncio.run(_read())
    found = ledger.listed(lexicon, kind=kind, search=search)
    table = _table("id", "kind", "name", "aliases", "held alone", "source")
    for name in found[:limit]:
        table.add_row(
            name.id,
            name.kind.value,
            name.name,
            " ".join(name.aliases),
            " ".join(name.plain),
            f"{name.source}, {name.listed_on}",
        )
    out.print(table)
    if len(found) > limit:
        out.print(f"… and {len(found) - limit:,} more: ask for them with --limit, or --search", markup=False)


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
    from ledger.screening import lexicon as ledger

    on = (listed_on or clock.now()).date()
    names = [rules.protected(listed, source.strip(), on) for listed in _read_file(file)]
    if not source.strip():
        raise CliError("--source is blank: name the list")
    if wrong := rules.faults(names):
        _refuse(file, [f"line {at + 2}: {message}" for at, message in wrong])
    _tell(asyncio.run(_changed("import_protected_names", rules.nothing, ledger.importing(names, source.strip(), on))))


@app.command()
def retire(
    entries: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Identifiers of the names (`standing lexicon list`).")
    ],
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
) -> None:
    """Retire protected names: all that are given, or none when one is not in force."""
    from ledger.screening import lexicon as ledger

    _tell(asyncio.run(_changed("retire_protected_names", rules.nothing, ledger.retiring(entries, reason.strip()))))


@app.command()
def switch(
    row: Annotated[str, typer.Argument(metavar="ROW", help="Name of the row (`standing lexicon show`).")],
    to: Annotated[str, typer.Argument(metavar="on|off")],
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
) -> None:
    """Switch a row of what is held on or off."""
    if to not in {"on", "off"}:
        raise CliError(f"a row is switched on or off, not {to!r}")
    _tell(asyncio.run(_changed("switch_screening_row", rules.switch(row, on=to == "on", reason=reason.strip()))))


@app.command()
def preset(
    name: Annotated[str, typer.Argument(metavar="balanced|literal")],
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
) -> None:
    """Set all rows to a preset. All accounts are then screened again."""
    _tell(asyncio.run(_changed("choose_screening_preset", rules.choose(name, reason=reason.strip()))))


def _read_file(file: Path) -> list[ListedName]:
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
    names: list[ListedName] = []
    wrong: list[str] = []
    for number, row in enumerate(reader, start=2):
        try:
            names.append(ListedName.model_validate(dict(_values(row))))
        except ValidationError as error:
            wrong += [
                f"line {number}: {'.'.join(map(str, fault['loc'])) or 'the line'}: {fault['msg']}"
                for fault in error.errors(include_url=False)
            ]
    if wrong:
        _refuse(file, wrong)
    if not names or len(names) > MOST_NAMES:
        raise CliError(f"{file}: has {len(names):,} names; an import takes from 1 to {MOST_NAMES:,}")
    return names


def _table(*headings: str) -> Table:
    table = listing()
    for heading in headings:
        table.add_column(heading, overflow="fold")  # never cut: people copy the identifier
    return table


def _values(row: dict[Any, Any]) -> Iterator[tuple[str, object]]:
    for column, value in row.items():
        if column is None:
            yield "more values than columns", value
        elif column in {"aliases", "plain"}:
            yield column, tuple(part.strip() for part in (value or "").split("|") if part.strip())
        elif value:
            yield column, value


def _refuse(file: Path, wrong: list[str]) -> None:
    more = f"\n… and {len(wrong) - _SAID_WRONG:,} more" if len(wrong) > _SAID_WRONG else ""
    raise CliError(f"{file}: nothing was imported:\n" + "\n".join(wrong[:_SAID_WRONG]) + more, FAULTS)


def _tell(entered: "Entered[LexiconBody, LexiconState]") -> None:
    from ledger.screening import lexicon as ledger

    if entered.refusal is not None:
        raise CliError(entered.refusal.message, FAULTS)
    if not entered.entries:
        out.print("Nothing changed: it is already so.")
    for entry in entered.entries:
        said = entry.body.model_dump(mode="json", exclude={"type", "digest"}, exclude_defaults=True)
        out.print(f"{entry.body.type}: {in_words(said)}", markup=False, soft_wrap=True)
    out.print(f"lexicon {ledger.version_text(entered.version)}", markup=False)


async def _read() -> tuple[Lexicon, LexiconState | None]:
    from ledger.screening import lexicon as ledger
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings(), make=True) as database:
        return await ledger.read(database), (await records.state_of(database, LEXICON, RECORD)).state


async def _changed(
    operation: str, decide: "Decide[LexiconState, LexiconBody]", act: "Act[LexiconBody, LexiconState] | None" = None
) -> "Entered[LexiconBody, LexiconState]":
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    async with connect.database(load_settings(), make=True) as database:
        return await records.execute(
            database,
            Command(LEXICON, RECORD, decide, actor=await acting.actor(database, operation), now=clock.now()),
            act,
        )
