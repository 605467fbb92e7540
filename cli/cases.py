"""Command `standing case`: the queue of cases, and decisions on them."""

import getpass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer
from pydantic import ValidationError
from rich.text import Text

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import entry_in_words, in_words
from models.cases.cases import Case, CaseEntry, CaseKind, CaseStatus, Outcome, Priority, Ruling
from models.cases.subjects import DurationTerms, Exposing, SanctionTerms, Terms, ValidityTerms
from models.evidence import Evidence, EvidenceKind
from models.instants import shown
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.cases import cases as rules
from regulation.cases.reducer import CASE, current
from regulation.holders import inheritance as rules_of_holders
from regulation.holders.inheritance import Since
from regulation.words.case_kinds import KINDS, LEASE, LONGEST_LEASE

if TYPE_CHECKING:
    from ledger.cases import cases
    from ledger.store.database import Database


app = typer.Typer(cls=Commands, no_args_is_help=True, help="Cases: the queue of decisions that people must make.")

_STYLES: Final = {
    CaseStatus.OPEN: "yellow",
    CaseStatus.CLAIMED: "cyan",
    CaseStatus.PROPOSED: "magenta",
    CaseStatus.DECIDED: "green",
    CaseStatus.WITHDRAWN: "dim",
}
_PRIORITIES: Final = {Priority.URGENT: "bold red", Priority.HIGH: "red", Priority.NORMAL: "", Priority.LOW: "dim"}
_WAITING: Final = (CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.PROPOSED)

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the case (`standing case list`).")]
_By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="The actor to record; default: the user logged in on this machine."),
]
_Reason = Annotated[str, typer.Option(help="The reason.")]


@app.command("list")
def list_cases(
    *,
    status: Annotated[
        list[CaseStatus] | None, typer.Option(help="Only cases with this status; default: undecided ones.")
    ] = None,
    kind: Annotated[list[CaseKind] | None, typer.Option(help="Only this kind of case.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only those about this account.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only cases that you have claimed.")] = False,
    by: _By = None,
) -> None:
    """List cases as a queue: the most urgent first, then those that are due first."""
    from ledger.cases import cases
    from ledger.store.database import Database
    from ledger.streams.records import Filed

    now = clock.now()

    async def found(database: Database) -> list[Filed[Case]]:
        claimed_by = acting(by) if mine else None
        return await connect.every(
            lambda after: cases.queue(
                database,
                now=now,
                statuses=status or _WAITING,
                kinds=kind or None,
                account=account,
                claimed_by=claimed_by,
                after=after,
            )
        )

    rows = connect.run(found)
    if not rows:
        out.print("No cases.")
        return
    table = listing("id", "kind", "about", "priority", "status", "due", "who")
    for row in rows:
        case = current(row.state, now)
        due = shown(case.opening.due_at)
        late = case.opening.due_at <= now and case.decision is None and case.withdrawn_at is None
        table.add_row(
            case.id,
            case.opening.kind.value,
            case.opening.account or "",
            Text(case.priority.value, style=_PRIORITIES[case.priority]),
            Text(case.status.value, style=_STYLES[case.status]),
            Text(due, style="bold red" if late else ""),
            (case.claim.by if case.claim else case.assigned_to) or "",
        )
    out.print(table)


@app.command()
def show(case: _Id) -> None:
    """Show a case with its evidence and history."""
    found = connect.run(lambda database: _found(database, case))
    if found is None:
        raise CliError(f"there is no case {case!r}: `standing case list` shows them", status=FAULTS)
    folded, entries, since = found
    state = current(folded, clock.now())
    opening = state.opening
    out.print(
        Text.assemble((state.id, "bold"), "  ", (state.status.value, _STYLES[state.status]), f"  {opening.title}"),
        soft_wrap=True,
    )
    said = {
        "kind": f"{opening.kind.value}: {KINDS[opening.kind].words.en} (article {opening.article})",
        "account": opening.account,
        "priority": state.priority.value,
        "due": shown(opening.due_at),
        "subject": None if opening.subject is None else in_words(_flat(opening.subject.model_dump(mode="json"))),
        "claim": None if state.claim is None else f"{state.claim.by}, until {shown(state.claim.until)}",
        "assigned": state.assigned_to,
        "holder": _since("changed", since.holder_changed_at),
        "closed": _since("by the holder's own wish", since.closed_by_wish_at),
        "outcomes": ", ".join(KINDS[opening.kind].outcomes),
    }
    for name, value in said.items():
        if value:
            out.print(Text.assemble((f"  {name:<9}", "dim"), value), soft_wrap=True)
    for piece in state.evidence:
        out.print(Text.assemble(("  evidence ", "dim"), _piece(piece)), soft_wrap=True)
    for entry in entries:
        out.print(Text.assemble((f"  {shown(entry.recorded_at)}  ", "dim"), _words(entry)), soft_wrap=True)


async def _found(database: "Database", case: str) -> tuple[Case, list[CaseEntry], Since] | None:
    from ledger.accounts import holding
    from ledger.streams import records

    entries = await records.entries_of(database, CASE, case)
    state = CASE.fold(entries)
    if state is None:
        return None
    since = Since()
    if state.opening.account is not None:
        async with database.snapshot() as connection:
            facts = await holding.facts_about(connection, state.opening.account)
        since = rules_of_holders.since(facts, state.opened_at)
    return state, entries, since


def _since(what: str, at: datetime | None) -> str | None:
    return None if at is None else f"{what} {shown(at)}, after the case was opened"


@app.command()
def claim(
    case: _Id,
    *,
    minutes: Annotated[
        int, typer.Option(min=1, max=LONGEST_LEASE // timedelta(minutes=1), help="Length of the claim in minutes.")
    ] = LEASE // timedelta(minutes=1),
    by: _By = None,
) -> None:
    """Claim a case, so that nobody else may decide it; claim again to extend the time."""
    state = _enter(case, rules.claim(acting(by), timedelta(minutes=minutes)), by)
    until = "" if state.claim is None else f", until {shown(state.claim.until)}"
    _say(f"{state.id} is yours{until}.")


@app.command()
def release(case: _Id, *, by: _By = None) -> None:
    """End a claim, whoever holds it."""
    _say_status(_enter(case, rules.release(acting(by), anybodys=True), by))


@app.command()
def assign(
    case: _Id,
    *,
    to: Annotated[str | None, typer.Option(metavar="NAME", help="The assignee; default: nobody.")] = None,
    reason: _Reason = "",
    by: _By = None,
) -> None:
    """Assign a case to a person, or to nobody. A claim by somebody else ends."""
    state = _enter(case, rules.assign(to, reason.strip()), by)
    _say(f"{state.id} is for {state.assigned_to or 'anybody'}.")


@app.command()
def note(case: _Id, text: Annotated[str, typer.Argument(help="Text of the note.")], by: _By = None) -> None:
    """Add a note for the other reviewers."""
    _enter(case, rules.note(text.strip()), by)
    _say(f"Noted on {case}.")


@app.command()
def evidence(
    case: _Id,
    *,
    kind: Annotated[EvidenceKind, typer.Option(help="Kind of evidence.")] = EvidenceKind.TEXT,
    text: Annotated[str, typer.Option(help="Description of the evidence.")] = "",
    link: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Link to the evidence, http or https.")] = None,
    digest: Annotated[
        str | None, typer.Option(metavar="SHA256", help="SHA-256 of the evidence, where it is kept elsewhere.")
    ] = None,
    by: _By = None,
) -> None:
    """Add evidence to an undecided case."""
    if not text.strip() and link is None and digest is None:
        raise CliError("the evidence is empty: give --text, --link or --digest")
    try:
        piece = Evidence(kind=kind, text=text, link=link, digest=digest)
    except ValidationError as error:
        wrong = ", ".join(f"--{fault['loc'][0]}" for fault in error.errors())
        raise CliError(f"{wrong}: an address begins with http:// or https://, a digest has 64 hex digits") from None
    state = _enter(case, rules.add_evidence(piece), by)
    _say(f"{state.id} has {len(state.evidence)} pieces of evidence.")


@app.command()
def decide(
    case: _Id,
    outcome: Annotated[Outcome, typer.Argument(help="The outcome (`standing case show` lists the possible ones).")],
    *,
    reason: _Reason = "",
    valid_from: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of validity on the certificate.")
    ] = None,
    valid_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of validity on the certificate.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3653, help="New total length of the measure in days.")] = None,
    ban_days: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=3653,
            help="Coordination case: ban every member for this many days, instead of the catalogue's consequences.",
        ),
    ] = None,
    category: Annotated[
        Category | None, typer.Option(help="Coordination case: category of the violation recorded for every member.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="ACCOUNT", help="Coordination case: a member that is not sanctioned; repeatable."),
    ] = None,
    summary: Annotated[str, typer.Option(help="Additional text for the public; no personal data.")] = "",
    named: Annotated[bool, typer.Option("--named", help="Publish the name of an enterprise's account.")] = False,
    withhold: Annotated[str, typer.Option(metavar="WHY", help="Publish nothing.")] = "",
    by: _By = None,
) -> None:
    """Decide a case. Where it takes two people, the first proposes and the second confirms."""
    from api.state.rulebook import rulebook_of
    from ledger.cases import cases
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    terms = _terms(valid_from, valid_until, days)
    if ban_days is not None or category is not None or without:
        if terms is not None:
            raise CliError("a sanction excludes other terms: leave out --valid-from, --valid-until and --days")
        terms = SanctionTerms(
            category=category or Category.MATRIX_MANIPULATION,
            consequences=None if ban_days is None else Consequences(ban=timedelta(days=ban_days)),
            without=tuple(without or ()),
        )
    asked = Exposing(summary=summary, named=named, withheld=withhold)
    ruling = Ruling(outcome=outcome, reason=reason, terms=terms, exposure=None if asked == Exposing() else asked)
    decision = rules.decide_case(acting(by), ruling)
    rulebook = rulebook_of(load_settings())

    async def done(database: Database) -> cases.EnteredCase:
        command = Command(CASE, case, decision, actor=acting(by), now=clock.now(), rulebook=rulebook)
        return await records.execute(database, command)

    _say_status(_unless_refused(connect.run(done), case))


def _terms(valid_from: datetime | None, valid_until: datetime | None, days: int | None) -> Terms | None:
    if valid_from is not None and valid_until is not None and days is None:
        return ValidityTerms(valid_from=valid_from.date(), valid_until=valid_until.date())
    if valid_from is None and valid_until is None:
        return None if days is None else DurationTerms(duration=timedelta(days=days))
    raise CliError("give --valid-from and --valid-until together, or --days")


def acting(by: str | None) -> str:
    """Return the actor to record: command line and user name, so that two users count as two people."""
    return f"command line ({(by or getpass.getuser()).strip()[:60]})"


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _say_status(state: Case) -> None:
    who = f" by {state.proposal.by}: a second person must confirm" if state.proposal and not state.decision else ""
    what = f": {state.decision.ruling.outcome}" if state.decision else ""
    _say(f"{state.id} is {state.status.value}{who}{what}.")


def _piece(piece: Evidence) -> str:
    return ", ".join(filter(None, (piece.kind.value, piece.text, piece.link, piece.digest)))


def _flat(values: dict[str, object]) -> dict[str, object]:
    flat = {key: inner for value in values.values() if isinstance(value, dict) for key, inner in value.items()}
    flat |= {key: value for key, value in values.items() if not isinstance(value, dict)}
    return {key: value for key, value in flat.items() if key != "type" and value}


def _words(entry: CaseEntry) -> str:
    body = entry.body.model_dump(mode="json", exclude_none=True, exclude={"type", "opening", "evidence"})
    return entry_in_words(entry, _flat(body))


def _enter(case: str, decision: rules.DecideCase, by: str | None) -> Case:
    from ledger.cases import cases
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command

    async def done(database: Database) -> cases.EnteredCase:
        command = Command(CASE, case, decision, actor=acting(by), now=clock.now())
        return await records.execute(database, command)

    return _unless_refused(connect.run(done), case)


def _unless_refused(entered: "cases.EnteredCase", case: str) -> Case:
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else f"there is no case {case!r}", FAULTS)
    return entered.state
