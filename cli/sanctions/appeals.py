"""Command `standing appeals`: at most one appeal per action, opened within the window, decided by another person."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.cases import decided
from cli.sanctions.violations import Account, Action, Links, Reason, lasting, statements
from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import built
from models.cases.cases import CaseKind, CaseStatus, Outcome, Ruling
from models.cases.queue import CaseFilters
from models.cases.subjects import Appealed, DurationTerms
from models.instants import shown
from models.words.sanctions import Basis
from regulation.cases.cases import open_case, opening
from regulation.cases.reducer import CASE, current

if TYPE_CHECKING:
    from ledger.cases.cases import EnteredCase
    from ledger.store.database import Database

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Appeals against decisions about an account.")

_WAITING: Final = (CaseStatus.OPEN, CaseStatus.CLAIMED)
_RULINGS: Final = {"upheld": Outcome.UPHELD, "reduced": Outcome.REDUCED, "overturned": Outcome.OVERTURNED}


@app.command("list")
def list_appeals(
    *,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only appeals of this account.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Include decided appeals.")] = False,
) -> None:
    """List undecided appeals, the most urgent first."""
    from ledger.cases import queue
    from ledger.cases.queue import Queued
    from ledger.store.database import Database

    now = clock.now()
    statuses = tuple(CaseStatus) if everything else _WAITING
    filters = CaseFilters(status=statuses, kind=(CaseKind.APPEAL,), account=account)

    async def found(database: Database) -> list[Queued]:
        return await connect.every(lambda after: queue.listed(database, filters, now=now, sort="urgency", after=after))

    rows = connect.run(found)
    if not rows:
        out.print("No appeals.")
        return
    table = listing("account", "action", "status", "due", "it says", "case")
    for row in rows:
        case = current(row.state, now)
        subject = case.opening.subject
        action, says = (subject.action, subject.says) if isinstance(subject, Appealed) else ("", "")
        outcome = "" if case.decision is None else f": {case.decision.ruling.outcome.value}"
        table.add_row(
            case.opening.account or "",
            action,
            f"{case.status.value}{outcome}",
            shown(case.opening.due_at),
            says if len(says) <= 40 else f"{says[:39]}…",
            case.id,
        )
    out.print(table)


@app.command("open")
def open_appeal(
    account: Account,
    action: Action,
    says: Annotated[str, typer.Argument(metavar="WHY", help="Grounds of the appeal, in the account's own words.")],
    *,
    evidence: Links = None,
) -> None:
    """Appeal on the account's behalf: once per action, within the appeal window."""
    from ledger.cases.cases import CaseCommand
    from ledger.sanctions import appeals
    from ledger.streams import records
    from settings import load_settings

    if not says.strip():
        raise CliError("the grounds are empty: say in the account's own words why the action is wrong")
    statements(account, action)
    links = built(Basis, evidence=tuple(evidence or ())).evidence
    bare = open_case(opening(CaseKind.APPEAL, clock.now(), account=account))
    act = appeals.opening_of(account, action, says.strip(), links, load_settings().appeal_window)

    async def opened(database: "Database") -> "EnteredCase":
        actor = await acting.actor(database, "appeal_action")
        command = CaseCommand(CASE, appeals.appeal_id(account, action), bare, actor=actor, now=clock.now())
        return await records.execute(database, command, act)

    entered = connect.run(opened)
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else "it was not opened", FAULTS)
    _say(f"{entered.record} is open, to be decided until {shown(entered.state.opening.due_at)}.")


@app.command()
def decide(
    account: Account,
    action: Action,
    ruling: Annotated[str, typer.Argument(metavar="RULING", help="upheld, reduced or overturned.")],
    *,
    duration: Annotated[
        str | None, typer.Option(metavar="P3D", help="With `reduced`: the new total length, for example P2D.")
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(metavar="MEASURE", help="With `reduced`: the measure to shorten, where there are several."),
    ] = None,
    reason: Reason = "",
) -> None:
    """Decide an appeal. Whoever decided about the action may not; consequences take effect with the decision."""
    from ledger.sanctions import appeals

    if ruling not in _RULINGS:
        raise CliError(f"{ruling!r} is no ruling: give one of {', '.join(_RULINGS)}")
    if duration is None and measure is not None:
        raise CliError("--measure needs --duration: the new total length, for example P2D")
    terms = None if duration is None else built(DurationTerms, duration=lasting(duration), of=measure)
    if all(one.appeal is None or one.appeal.case is None for one in statements(account, action)):
        raise CliError(f"there is no appeal against {action!r}: `standing appeals list` shows the appeals", FAULTS)
    decided(appeals.appeal_id(account, action), Ruling(outcome=_RULINGS[ruling], reason=reason, terms=terms))
    (found,) = statements(account, action)
    _say(found.en)


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)
