"""Command `standing emblem`: bank of protected emblems, and screening of pictures against it."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import when

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Emblems: the bank of protected emblems, and screening of pictures (article 1).",
)

_File = Annotated[Path, typer.Argument(metavar="FILE", help="PNG, JPEG or WebP.")]
_READ_AT_MOST: Final = 64 * 1024 * 1024
_BEGINNINGS: Final = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


@app.command()
def add(
    file: _File,
    *,
    name: Annotated[str, typer.Option(help="Name of the emblem's owner, as reviewers read it.")],
    id_: Annotated[str | None, typer.Option("--id", help="Identifier; default: derived from the picture.")] = None,
) -> None:
    """Add an emblem to the bank: the emblem alone, in the best resolution. Repeating it changes nothing."""
    said = " ".join(name.split())
    if not said:
        raise CliError("--name is empty: name the body whose emblem it is")
    kept = _sent("/v1/emblems", file, name=said, id=id_)
    pixels = f"{kept['width']} × {kept['height']}"
    show(kept, lambda kept: say(f"{kept['id']} is in the bank: {kept['name']}, {pixels} {kept['media_type']}."))


@app.command("list")
def list_emblems() -> None:
    """List all emblems, retired ones included, oldest first."""
    show(asking.get("/v1/emblems"), _listed)


def _listed(answer: Any) -> None:
    if not answer["emblems"]:
        say("No emblems yet: add one with `standing emblem add FILE --name NAME`.")
        return
    table = Table("id*", "name", "pixels", "added", "retired")
    for row in answer["emblems"]:
        retired = "" if row["retired_at"] is None else f"{when(row['retired_at'])} {row['reason']}".strip()
        pixels = f"{row['width']} × {row['height']}"
        style = "dim" if retired else ""
        table.add(row["id"], row["name"], pixels, when(row["added_at"]), retired, style=style)
    print_table(table)


@app.command()
def retire(
    emblem: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the emblem (`standing emblem list`).")],
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
) -> None:
    """Retire an emblem: it is no longer searched for, and stays in the list."""
    state = asking.post(f"/v1/emblems/{asking.segment(emblem)}/retirement", {"reason": reason.strip()})
    show(state, lambda state: say(f"{state['id']} is retired."))


@app.command()
def screen(file: _File) -> None:
    """Search a picture for the bank's emblems. Nothing is recorded. Exit status 1: there is a match to review."""
    answer = _sent("/v1/emblems/screenings", file)
    show(answer, _screened)
    if answer["matches"]:
        raise typer.Exit(FAULTS)


def _screened(answer: Any) -> None:
    of = f"{len(answer['matches'])} of {answer['emblems']} emblems (version {answer['bank']} of the bank)"
    say(f"{answer['outcome']}: {of}")
    for one in answer["matches"]:
        features = f"{one['inliers']} features agree"
        how = features if one["how"] == "features" else "a part of the picture looks alike"
        say(f"  like the emblem {one['name']} ({one['emblem']}): {how}, likeness {one['likeness']:.2f}")


def _sent(path: str, file: Path, **query: Any) -> Any:
    content = _read(file)
    form = next((form for begin, form in _BEGINNINGS.items() if content.startswith(begin)), "image/png")
    try:
        return asking.request("POST", path, query=query, content=content, content_type=form).json()
    except asking.RefusedError as error:
        if error.code in {"unusable-image", "body-too-large"}:
            raise CliError(f"{file}: {error}") from None
        raise


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _READ_AT_MOST:
            raise CliError(f"{file} has {file.stat().st_size:,} bytes: too large for an avatar")
        return file.read_bytes()
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None
