"""Command `standing violations`: findings with their consequences, measures, reversals, and statements of reasons."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer
from pydantic import TypeAdapter, ValidationError

from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import built
from models.accounts import commands as c
from models.accounts.commands import Command
from models.accounts.facts import BanImposed, ViolationRecorded
from models.instants import Duration, shown
from models.sanctions.statements import Statement
from models.words.sanctions import Basis, Consequences, MeasureKind
from models.words.violations import Category
from regulation.sanctions.consequence_words import english
from regulation.standing.status import status_of

if TYPE_CHECKING:
    from ledger.accounts.commands import Executed
    from ledger.store.database import Database


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Violations: record them, show their consequences and statements of reasons (articles 1 to 12).",
)

_DURATION: Final[TypeAdapter[timedelta]] = TypeAdapter(Duration)

Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")]
Action = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the action (`standing violations list`).")]
Reason = Annotated[str, typer.Option(help="The reason; the statement of reasons repeats it.")]
Links = Annotated[
    list[str] | None, typer.Option(metavar="ADDRESS", help="Link to evidence, http or https; repeatable.")
]
_Id = Annotated[str | None, typer.Option("--id", metavar="ID", help="Identifier of the action; default: a new one.")]
_Category = Annotated[Category, typer.Argument(help="Category of the violation (`standing catalogue`).")]
_Contents = Annotated[
    list[str] | None, typer.Option("--content", metavar="ID", help="Identifier of the offending content; repeatable.")
]
_Occurred = Annotated[
    str | None, typer.Option(metavar="TIME", help="When the offence was committed, with a UTC offset, where known.")
]
_Another = Annotated[
    bool,
    typer.Option(
        "--another-offence", help="Record it although an earlier finding rests on the same contents or evidence."
    ),
]
_Automated = Annotated[
    bool | None, typer.Option("--automated/--by-person", help="Whether a machine or a person found it.")
]


@app.command("list")
def list_actions(account: Account) -> None:
    """List what was decided about an account, oldest first."""
    found = statements(account)
    if not found:
        out.print("Nothing was decided about it.")
        return
    table = listing("id", "decided", "category", "measures", "stands")
    for one in found:
        nth = "" if one.nth is None else f" ({one.nth})"
        measures = "; ".join(measure.en for measure in one.measures) or "the finding alone"
        table.add_row(one.id, shown(one.decided_at), f"{_named(one.category)}{nth}", measures, _stands(one))
    out.print(table)


@app.command()
def show(
    account: Account,
    action: Action,
    *,
    chinese: Annotated[bool, typer.Option("--chinese", help="In Chinese.")] = False,
) -> None:
    """Print the statement of reasons, as the account gets it."""
    (found,) = statements(account, action)
    out.print(found.zh if chinese else found.en, markup=False, soft_wrap=True)


@app.command()
def record(
    account: Account,
    category: _Category,
    *,
    id_: _Id = None,
    reason: Reason = "",
    evidence: Links = None,
    content: _Contents = None,
    occurred_at: _Occurred = None,
    another_offence: _Another = False,
    automated: _Automated = None,
    alone: Annotated[bool, typer.Option("--alone", help="Record the finding without consequences.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the consequences and record nothing.")] = False,
) -> None:
    """Record a violation with the consequences that the catalogue has for this account's record."""
    from api.state.rulebook import rulebook_of
    from ledger.accounts import commands
    from ledger.accounts.commands import Request
    from settings import load_settings

    settings = load_settings()
    two = settings.two_persons
    command = built(
        c.Sanction,
        id=id_ or f"violation-{secrets.token_hex(8)}",
        category=category,
        consequences=Consequences() if alone else None,
        closing="by_case" if "closure" in two else "at_once",
        cancelling="by_case" if "cancellation" in two else "at_once",
        reason=reason,
        basis=built(
            Basis,
            evidence=tuple(evidence or ()),
            automated=automated,
            gained={"contents": content} if content else None,
            occurred_at=occurred_at,
            another_offence=another_offence,
        ),
    )
    carry_out = commands.foreseen if dry_run else commands.executed

    async def carried_out(database: "Database") -> "Executed":
        asked = Request(
            account=account,
            command=command,
            actor=await acting.actor(database, "record_violation"),
            now=clock.now(),
            rulebook=rulebook_of(settings),
            tolerance=settings.clock_tolerance,
        )
        return await carry_out(database, asked)

    done = _unless_refused(connect.run(carried_out))
    finding = done.receipt.facts[0].body
    if not isinstance(finding, BanImposed | ViolationRecorded):
        raise AssertionError("a sanction begins with its finding")  # noqa: TRY004 - a fault of ours
    basis = finding.basis or Basis()
    nth = "" if basis.nth is None else f", number {basis.nth} within the record"
    followed = english(basis.consequences or Consequences())
    _say(f"{finding.id}: {category.value}{nth}. {'Would follow' if dry_run else 'Followed'}: {followed}.")
    _say_status(done, "would be" if dry_run else "is")


@app.command()
def measure(
    account: Account,
    kind: Annotated[MeasureKind, typer.Argument(metavar="MEASURE", help="The measure.")],
    category: _Category,
    *,
    duration: Annotated[
        str | None, typer.Option(metavar="P30D", help="Length, for example P7D; default: without end.")
    ] = None,
    id_: _Id = None,
    reason: Reason = "",
    evidence: Links = None,
    automated: _Automated = None,
) -> None:
    """Impose one measure: warn, limit, freeze, withhold, remove or clear followers."""
    length = None if duration is None else lasting(duration)
    basis = built(Basis, evidence=tuple(evidence or ()), automated=automated)
    command = built(
        c.ImposeMeasure,
        id=id_ or f"measure-{secrets.token_hex(8)}",
        measure=kind,
        category=category,
        duration=length,
        reason=reason,
        basis=basis,
    )
    _say(f"{command.id}: {kind.value}.")
    do(account, "impose_measure", command)


@app.command()
def overturn(account: Account, action: Action, *, reason: Reason = "") -> None:
    """Overturn a finding with all its consequences, including a closure."""
    do(account, "overturn_action", built(c.Overturn, id=action, reason=reason))


@app.command()
def lift(
    account: Account,
    action: Action,
    *,
    reason: Annotated[str, typer.Option(help="The reason, recorded with it.")],
) -> None:
    """Lift the withholding of profit-making before its end."""
    do(account, "lift_withholding", built(c.LiftWithholding, id=action, reason=reason))


@app.command()
def reopen(account: Account, *, reason: Reason = "") -> None:
    """Reopen an account that was closed as a sanction."""
    do(account, "reopen_account", built(c.Reopen, reason=reason))


def do(account: str, operation: str, command: Command) -> None:
    """Execute a command, and print the account's standing after it.

    Raises:
        CliError: when it is refused.
    """
    from ledger.accounts import commands
    from ledger.accounts.commands import Request

    async def done(database: "Database") -> "Executed":
        actor = await acting.actor(database, operation)
        return await commands.executed(
            database, Request(account=account, command=command, actor=actor, now=clock.now())
        )

    _say_status(_unless_refused(connect.run(done)))


def statements(account: str, action: str | None = None) -> tuple[Statement, ...]:
    """Return the account's statements of reasons, or the one of the named action.

    Raises:
        CliError: when there is no such account, or no such action.
    """
    from ledger.accounts import reading
    from ledger.sanctions import appeals
    from ledger.store.database import Database
    from settings import load_settings

    window = load_settings().appeal_window

    async def found(database: Database) -> tuple[Statement, ...] | None:
        if await reading.standing_of(database, account) is None:
            return None
        return await appeals.statements_of(database, account, now=clock.now(), window=window, action=action)

    known = connect.run(found)
    if known is None:
        raise CliError(f"there is no account {account!r} in this ledger", FAULTS)
    if action is not None and not known:
        raise CliError(
            f"account {account} has no action {action!r}: `standing violations list {account}` shows them", FAULTS
        )
    return known


def lasting(text: str) -> timedelta:
    """Return the ISO-8601 duration.

    Raises:
        CliError: when the text is not one.
    """
    try:
        return _DURATION.validate_python(text)
    except ValidationError as error:
        raise CliError(f"--duration: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None


def _unless_refused(done: "Executed") -> "Executed":
    if done.receipt.refusal is not None:
        raise CliError(done.receipt.refusal.message, FAULTS)
    return done


def _say_status(done: "Executed", verb: str = "is") -> None:
    if done.standing is not None:
        now = max(clock.now(), done.standing.as_of)
        _say(f"{done.receipt.account} {verb} {status_of(done.standing, now).value}, version {done.receipt.version}.")


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _named(category: Category | None) -> str:
    return "" if category is None else category.value


def _stands(one: Statement) -> str:
    if one.overturned_at is not None:
        return f"overturned {shown(one.overturned_at)}"
    if one.appeal is not None and one.appeal.status is not None:
        return f"appeal {one.appeal.outcome or one.appeal.status}"
    return "reduced" if one.reduced else "yes"
