"""Command `standing exemption`: exemptions of one holder from a rule, with a reason and an end (articles 1 and 7)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import ValidationError
from rich.text import Text

from cli.accounts.accounts import instant
from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.accounts.exemptions import MOST_SEATS, Allowance, Exemption, ExemptionBody, MoreAccounts, OwnName, Terms
from models.evidence import Evidence, EvidenceKind
from models.instants import shown
from regulation.accounts import exemptions as rules

if TYPE_CHECKING:
    from ledger.store.database import Database
    from ledger.streams import records


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Exemptions for one holder: more accounts than the quota, or a protected name.",
)


_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the exemption (`standing exemption list`).")]

T = TypeVar("T")


@app.command()
def grant(
    exemption: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the exemption.")],
    *,
    until: Annotated[
        str, typer.Option(metavar="TIME", help="End of the exemption: a day such as 2027-03-01, or an instant.")
    ],
    reason: Annotated[str, typer.Option(help="The reason.")],
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="An account of the holder.")] = None,
    holder: Annotated[str | None, typer.Option(metavar="REF", help="The holder, as accounts show it (`h_…`).")] = None,
    accounts: Annotated[
        int | None, typer.Option(min=1, max=MOST_SEATS, help="Number of accounts beyond the quota.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A protected name that is the holder's own.")] = None,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Evidence for the name; repeatable.")
    ] = None,
) -> None:
    """Grant a holder more accounts than the quota, or a protected name of its own."""
    from ledger.store.database import Database

    if (account is None) == (holder is None):
        raise CliError("the holder is missing: give --account ACCOUNT or --holder REF")
    if (accounts is None) == (name is None):
        raise CliError("the exemption allows nothing: give --accounts N or --name NAME")
    end = instant(until)

    async def done(database: Database) -> Exemption:
        to = holder or await _holder_of(database, account or "")
        allows: Allowance = MoreAccounts(seats=accounts) if accounts else OwnName(name=name or "")
        pieces = tuple(Evidence(kind=EvidenceKind.TEXT, text=text) for text in evidence or ())
        terms = Terms(holder=to, allows=allows, until=end, reason=reason, evidence=pieces)
        return await _enter(database, exemption, "grant_exemption", rules.grant(terms))

    try:
        granted = _with(done)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CliError(wrong) from None
    _say(f"{granted.id} holds until {shown(granted.terms.until)}.")


@app.command()
def revoke(exemption: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Revoke an exemption. Accounts that were opened under it stay open."""
    _with(lambda database: _enter(database, exemption, "revoke_exemption", rules.revoke(reason)))
    _say(f"{exemption} holds no longer.")


@app.command("list")
def list_exemptions(
    *,
    every: Annotated[bool, typer.Option("--all", help="Include exemptions that have ended.")] = False,
) -> None:
    """List exemptions, oldest first."""
    from ledger.streams import records

    now = clock.now()
    found = _with(lambda database: connect.every(lambda after: records.listing(database, rules.EXEMPTION, after=after)))
    rows = [filed.state for filed in found if every or rules.holds(filed.state, now)]
    if not rows:
        out.print("No exemptions.")
        return
    table = listing("id", "holder", "allows", "until", "reason")
    for row in rows:
        ends = Text(shown(row.terms.until), style="" if rules.holds(row, now) else "dim strike")
        table.add_row(row.id, row.terms.holder, _allowed(row), ends, row.terms.reason)
    out.print(table)


def _allowed(exemption: Exemption) -> str:
    allows = exemption.terms.allows
    return f"{allows.seats} more accounts" if isinstance(allows, MoreAccounts) else f"the name {allows.name}"


async def _holder_of(database: "Database", account: str) -> str:
    from ledger.accounts import reading

    standing = await reading.standing_of(database, account)
    if standing is None:
        raise CliError(f"there is no account {account!r}", FAULTS)
    return standing.holder


async def _enter(
    database: "Database", exemption: str, operation: str, decide: "records.Decide[Exemption, ExemptionBody]"
) -> Exemption:
    from ledger.streams import records
    from ledger.streams.records import Command

    actor = await acting.actor(database, operation)
    command = Command(rules.EXEMPTION, exemption, decide, actor=actor, now=clock.now())
    entered = await records.execute(database, command)
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else f"there is no exemption {exemption!r}", FAULTS)
    return entered.state


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _with(work: "Callable[[Database], Awaitable[T]]") -> T:
    from settings import load_settings

    async def working() -> T:
        async with connect.database(load_settings()) as database:
            return await work(database)

    return asyncio.run(working())
