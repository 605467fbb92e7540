"""Command `standing emblem`: bank of protected emblems, and screening of pictures against it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.accounts.commands import Refusal
from models.instants import shown
from models.names import LINE_LENGTH
from models.screening.emblems import Emblem

if TYPE_CHECKING:
    from ledger.screening.recognition import Recogniser
    from ledger.store.database import Database

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Emblems: the bank of protected emblems, and screening of pictures (article 1).",
)

T = TypeVar("T")

_File = Annotated[Path, typer.Argument(metavar="FILE", help="PNG, JPEG or WebP.")]
_READ_AT_MOST: Final = 64 * 1024 * 1024


@app.command()
def add(
    file: _File,
    *,
    name: Annotated[str, typer.Option(help="Name of the emblem's owner, as reviewers read it.")],
    id_: Annotated[str | None, typer.Option("--id", help="Identifier; default: derived from the picture.")] = None,
) -> None:
    """Add an emblem to the bank: the emblem alone, in the best resolution. Repeating it changes nothing."""
    from ledger.screening import emblems

    said = " ".join(name.split())
    if not said or len(said) > LINE_LENGTH:
        raise CliError(f"--name must have 1 to {LINE_LENGTH} characters: name the body whose emblem it is")
    content = _read(file)
    given = id_ or emblems.usual_id(content)

    async def added(database: "Database", recogniser: "Recogniser") -> Emblem | Refusal:
        actor = await acting.actor(database, "add_emblem")
        header, described = await recogniser.described(given, content)
        return await emblems.add(
            database, described, name=said, header=header, content=content, actor=actor, now=clock.now()
        )

    kept = _unless_refused(_with(added, file))
    _say(f"{kept.id} is in the bank: {kept.name}, {kept.width} × {kept.height} {kept.media_type}.")


@app.command("list")
def list_emblems() -> None:
    """List all emblems, retired ones included, oldest first."""
    from ledger.screening import emblems

    rows = _with(lambda database, _: emblems.listed(database))
    if not rows:
        _say("No emblems yet: add one with `standing emblem add FILE --name NAME`.")
        return
    table = listing("id", "name", "pixels", "added", "retired")
    for row in rows:
        table.add_row(
            row.id,
            row.name,
            f"{row.width} × {row.height}",
            shown(row.added_at),
            "" if row.retired_at is None else f"{shown(row.retired_at)} {row.reason}".strip(),
            style=None if row.retired_at is None else "dim",
        )
    out.print(table)


@app.command()
def retire(
    emblem: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the emblem (`standing emblem list`).")],
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
) -> None:
    """Retire an emblem: it is no longer searched for, and stays in the list."""
    from ledger.screening import emblems

    async def retired(database: "Database", _: "Recogniser") -> Emblem | Refusal:
        actor = await acting.actor(database, "retire_emblem")
        return await emblems.retire(database, emblem, reason.strip(), actor=actor, now=clock.now())

    _say(f"{_unless_refused(_with(retired)).id} is retired.")


@app.command()
def screen(
    file: _File,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON, as the API answers.")] = False,
) -> None:
    """Search a picture for the bank's emblems. Nothing is recorded. Exit status 1: there is a match to review."""
    from regulation.screening.emblems import in_words

    content = _read(file)
    found = _with(lambda _, recogniser: recogniser.screened(content), file)
    if as_json:
        _say(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
    else:
        _say(f"{found.outcome}: {len(found.matches)} of {found.emblems} emblems (version {found.bank} of the bank)")
        for match in found.matches:
            _say(f"  {in_words(match)}")
    if found.matches:
        raise typer.Exit(FAULTS)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _READ_AT_MOST:
            raise CliError(f"{file} has {file.stat().st_size:,} bytes: too large for an avatar")
        return file.read_bytes()
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _unless_refused(found: Emblem | Refusal) -> Emblem:
    if isinstance(found, Refusal):
        raise CliError(found.message, FAULTS)
    return found


def _with(work: "Callable[[Database, Recogniser], Awaitable[T]]", file: Path | None = None) -> T:
    from emblems.images import ImageError
    from emblems.readers import BusyError, ReadersLostError
    from ledger.screening.recognition import Recogniser
    from settings import load_settings

    settings = load_settings()

    async def working() -> T:
        async with connect.database(settings, make=True) as database:
            recogniser = Recogniser(database, settings.pictures())
            try:
                return await work(database, recogniser)
            finally:
                await recogniser.close()

    try:
        return asyncio.run(working())
    except ImageError as error:
        raise CliError(f"{file}: {error}") from None
    except (BusyError, ReadersLostError) as error:
        raise CliError(str(error)) from None
