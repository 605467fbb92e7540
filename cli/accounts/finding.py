"""Command `standing accounts`: accounts by filters that combine; lists, counts, files, and lists of identifiers."""

from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.lists import By, Most, answer
from cli.terminal import asking
from cli.terminal.console import CliError, Commands, out, say, show
from cli.terminal.files import FileForm, OutFile
from cli.terminal.tables import Table
from cli.terminal.values import TIME, facts, instant, when
from cli.terminal.words import (
    AccountKind,
    AccountSort,
    AccountStatus,
    Category,
    Field,
    RestrictionKind,
    Uncertified,
)

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Accounts: find them by filters that combine, show one; counts and files of them.",
)

_COLOURS: Final = {"active": "green", "banned": "red", "denied": "red", "closed": "dim", "held": "yellow"}


@app.command("list")
def list_accounts(
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="Part of the name, beginning of the identifier, or h_….")
    ] = None,
    *,
    status: Annotated[AccountStatus | None, typer.Option(help="Status.")] = None,
    network: Annotated[str | None, typer.Option(help="Identifier of a network, or the name it shows.")] = None,
    holder: Annotated[str | None, typer.Option(metavar="h_…", help="Reference of the holder.")] = None,
    kind: Annotated[AccountKind | None, typer.Option(help="Kind of holder.")] = None,
    field: Annotated[Field | None, typer.Option(help="Field declared at registration.")] = None,
    restriction: Annotated[RestrictionKind | None, typer.Option(help="Under a restriction of this kind.")] = None,
    article: Annotated[
        int | None, typer.Option(min=1, max=13, help="Under a restriction that rests on this article.")
    ] = None,
    opened: Annotated[
        str | None, typer.Option("--open", metavar="PRIVILEGE", help="This privilege is open, such as publish.")
    ] = None,
    closed: Annotated[str | None, typer.Option("--closed", metavar="PRIVILEGE", help="This one is closed.")] = None,
    category: Annotated[Category | None, typer.Option(help="With a standing violation of this category.")] = None,
    uncertified: Annotated[Uncertified | None, typer.Option(help="Declared this field, not certified in it.")] = None,
    certification_ends_before: Annotated[
        str | None, typer.Option(metavar="DAY", help="A certification ends before this day, and none follows.")
    ] = None,
    registered_since: Annotated[str | None, typer.Option(metavar="TIME", help="Registered then or later.")] = None,
    registered_before: Annotated[str | None, typer.Option(metavar="TIME", help="Registered earlier.")] = None,
    changed_since: Annotated[str | None, typer.Option(metavar="TIME", help="Changed then or later.")] = None,
    boundary_before: Annotated[
        str | None, typer.Option(metavar="TIME", help="The next automatic change lies before this time.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help=f"As it will be then, if nothing else happens. {TIME}")
    ] = None,
    sort: Annotated[AccountSort | None, typer.Option(help="Order; default: relevance with TEXT, else account.")] = None,
    by: By = None,
    form: FileForm = None,
    out_file: OutFile = None,
    ids: Annotated[bool, typer.Option("--ids", help="Print identifiers alone, one a line: for `bulk start`.")] = False,
    most: Most = 100,
) -> None:
    """List accounts that pass every filter. Counted by status, restriction, article, kind, field or uncertified."""
    if opened is not None and closed is not None:
        raise CliError("--open and --closed name one privilege each: give one of them")
    wanted: dict[str, Any] = {
        "q": text,
        "status": status,
        "network": network,
        "holder": holder,
        "kind": kind,
        "field": field,
        "restriction": restriction,
        "article": article,
        "privilege": opened or closed,
        "open": None if closed is None else "false",
        "category": category,
        "uncertified": uncertified,
        "certification_ends_before": certification_ends_before,
        "registered_since": _time(registered_since),
        "registered_before": _time(registered_before),
        "changed_since": _time(changed_since),
        "boundary_before": _time(boundary_before),
        "at": _time(at),
    }
    if ids:
        _identifiers(wanted, most)
        return
    answer("accounts", wanted, _table, sort=sort, by=by, form=form, out_file=out_file, most=most)


@app.command("show")
def show_account(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")],
) -> None:
    """Show an account: its holder, status and fields. `standing timeline` draws its privileges."""
    show(asking.get(f"/v1/accounts/{asking.segment(account)}"), _drawn)


def _drawn(found: Any) -> None:
    style = _COLOURS.get(found["status"], "")
    out.print(Text.assemble((found["account"], "bold"), "  ", (found["status"], style), f"  {found['name']}"))
    facts(
        {
            "holder": f"{found['holder']} ({found['kind']})",
            "network": found["mcn"],
            "fields": ", ".join(found["fields"]),
            "registered": when(found["registered_at"]),
            "closed": when(found["closed_at"]),
            "version": found["version"],
        },
        width=10,
    )


def _identifiers(wanted: dict[str, Any], most: int) -> None:
    found = asking.every("/v1/accounts", "accounts", most=most, **wanted, sort="account")
    if found.get("next") is not None:
        raise CliError(f"more than {most:,} accounts pass the filters: give a larger --limit, or narrow them")
    for account in found["accounts"]:
        say(account["account"])


def _table(_: str, rows: Any) -> Table:
    table = Table("account*", "name", "status", "next change", "registered")
    for row in rows:
        boundary = row["next_boundary"]
        table.add(
            row["account"],
            row["name"],
            (row["status"], _COLOURS.get(row["status"], "")),
            when(boundary["at"], whole=True) if boundary else "–",
            when(row["registered_at"], whole=True)[:10],
        )
    return table


def _time(text: str | None) -> str | None:
    return None if text is None else instant(text)
