"""Command `standing certification`: applications with materials, verified by a person, and outcomes (article 2)."""

import asyncio
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer
from pydantic import ValidationError

from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.accounts.facts import Materials
from models.accounts.standing import RestrictionKind
from models.cases.cases import Case
from models.cases.subjects import CertificationApplied
from models.evidence import Evidence, EvidenceKind
from models.instants import shown
from models.words.privileges import Field
from regulation.cases.reducer import CASE

if TYPE_CHECKING:
    from ledger.accounts.applications import Application
    from ledger.accounts.due import Due
    from ledger.cases.cases import EnteredCase
    from ledger.store.pages import Page


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Certifications: apply, list applications and their outcomes, list what is due (article 2).",
)

MOST: Final = 500

_Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")]
_DAY: Final = ["%Y-%m-%d"]


@app.command()
def apply(
    account: _Account,
    field: Annotated[Field, typer.Argument(help="The field to be certified in.")],
    *,
    valid_from: Annotated[datetime, typer.Option(formats=_DAY, help="First day of validity on the certificate.")],
    valid_until: Annotated[datetime, typer.Option(formats=_DAY, help="Last day of validity on the certificate.")],
    service: Annotated[str, typer.Option(help="Service qualification, shown on the homepage.")] = "",
    professional: Annotated[str, typer.Option(help="Professional qualification, shown on the homepage.")] = "",
    background: Annotated[str, typer.Option(help="Professional background, shown on the homepage.")] = "",
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Link to a document, http or https; repeatable."),
    ] = None,
) -> None:
    """Submit materials. This opens a case; the field opens when a person approves it."""
    from ledger.accounts.applications import Application

    if valid_until < valid_from:
        raise CliError("--valid-until lies before --valid-from")
    try:
        applied = CertificationApplied(
            field=field,
            valid_from=valid_from.date(),
            valid_until=valid_until.date(),
            materials=Materials(
                service_qualification=service,
                professional_qualification=professional,
                professional_background=background,
            ),
        )
        pieces = tuple(Evidence(kind=EvidenceKind.DOCUMENT, link=link) for link in document or ())
    except ValidationError as error:
        wrong = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors())
        raise CliError(f"{wrong} (a document's address begins with http:// or https://)") from None
    entered = asyncio.run(_submit(Application(account, applied, pieces)))
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else "nothing was submitted", FAULTS)
    due = shown(entered.state.opening.due_at)
    out.print(
        f"Case {entered.state.id}, to be decided by {due}: see `standing certification list {account}`.",
        markup=False,
        soft_wrap=True,
    )


@app.command("list")
def list_applications(account: _Account) -> None:
    """List an account's applications and their outcomes."""
    rows = asyncio.run(_listed(account))
    if not rows:
        out.print("No applications.")
        return
    table = listing("case", "field", "valid", "status", "outcome", "reason")
    for case in rows:
        applied, decision = case.opening.subject, case.decision
        if not isinstance(applied, CertificationApplied):
            continue
        table.add_row(
            case.id,
            applied.field.value,
            f"{applied.valid_from} to {applied.valid_until}",
            case.status.value,
            "" if decision is None else decision.ruling.outcome.value,
            case.reason if decision is None else decision.ruling.reason,
        )
    out.print(table)


@app.command("due")
def due_(
    *,
    field: Annotated[Field | None, typer.Option(help="Only this field.")] = None,
    after: Annotated[str, typer.Option(metavar="ACCOUNT", help="Start after this account.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="Number of accounts to list.")] = 100,
) -> None:
    """List accounts that declared a field and are not certified in it, with since when and why."""
    page = asyncio.run(_due(field, after, limit))
    if not page and page.next is None:
        out.print("No certifications are due.")
        return
    table = listing("account", "name", "field", "since", "why", "certification")
    for one in page:
        lacking = one.field
        last = lacking.certification or ""
        table.add_row(one.account, one.name, lacking.field.value, shown(lacking.since), _WHY[lacking.why], last)
    out.print(table)
    if page.next is not None:
        out.print(f"There may be more: --after {page.next.key[0]}", markup=False)


_WHY: Final = {
    RestrictionKind.WITHHELD: "never certified",
    RestrictionKind.EXPIRY: "expired",
    RestrictionKind.CANCELLATION: "taken away",
}


async def _due(field: Field | None, after: str, most: int) -> "Page[Due]":
    from ledger.accounts import due
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        place = due.BY_ACCOUNT.behind(after or None)
        return await due.uncertified(database, clock.now(), field=field, after=place, most=most)


async def _submit(application: "Application") -> "EnteredCase":
    from ledger.cases.cases import CaseCommand
    from ledger.streams import records
    from settings import load_settings

    case = f"cert-{secrets.token_hex(8)}"
    async with connect.database(load_settings()) as database:
        now, actor = clock.now(), await acting.actor(database, "apply_for_certification")
        command = CaseCommand(CASE, case, application.decide(now), actor=actor, now=now)
        return await records.execute(database, command, application.enter)


async def _listed(account: str) -> list[Case]:
    from ledger.accounts import reading
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        if await reading.standing_of(database, account) is None:
            raise CliError(f"there is no account {account!r}", FAULTS)
        found = await connect.every(
            lambda after: records.listing(database, CASE, label="certification", account=account, after=after)
        )
    return [filed.state for filed in found]
