"""Command `standing case`: the queue of cases, and decisions on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer
from pydantic import ValidationError
from rich.text import Text

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import entry_in_words, in_words
from models.cases.cases import Case, CaseEntry, CaseKind, CaseStatus, Outcome, Priority, Ruling
from models.cases.queue import CaseFilters
from models.cases.subjects import DurationTerms, Exposing, SanctionTerms, Terms, ValidityTerms
from models.evidence import Evidence, EvidenceKind
from models.instants import shown
from models.roles import Role
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.cases import cases as rules
from regulation.cases.reducer import CASE, current
from regulation.holders import inheritance as rules_of_holders
from regulation.holders.inheritance import Since
from regulation.people import Persons
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

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the case (`standing case list`).")]
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
) -> None:
    """List cases as a queue: the most urgent first, then those that are due first."""
    from ledger.cases import queue
    from ledger.cases.queue import Queued
    from ledger.store.database import Database

    now = clock.now()

    async def found(database: Database) -> tuple[list[Queued], Mapping[str, str]]:
        claimed_by = await acting.actor(database, "list_cases") if mine else None
        filters = CaseFilters(
            status=tuple(status or ()), kind=tuple(kind or ()), account=account, claimed_by=claimed_by
        )
        rows = await connect.every(lambda after: queue.listed(database, filters, now=now, after=after))
        return rows, await names.called(database, [_holder(one.state) for one in rows])

    rows, called = connect.run(found)
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
            called.get(_holder(case) or "", ""),
        )
    out.print(table)


def _holder(case: Case) -> str | None:
    return case.claim.by if case.claim else case.assigned_to


@app.command()
def show(case: _Id) -> None:
    """Show a case with its evidence and history."""
    found = connect.run(lambda database: _found(database, case))
    if found is None:
        raise CliError(f"there is no case {case!r}: `standing case list` shows them", status=FAULTS)
    folded, entries, since, called = found
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
        "claim": None if state.claim is None else f"{called[state.claim.by]}, until {shown(state.claim.until)}",
        "assigned": called.get(state.assigned_to or ""),
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


async def _found(database: "Database", case: str) -> tuple[Case, list[CaseEntry], Since, Mapping[str, str]] | None:
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
    called = await names.called(database, (state.claim.by if state.claim else None, state.assigned_to))
    return state, await names.with_names(database, entries), since, called


def _since(what: str, at: datetime | None) -> str | None:
    return None if at is None else f"{what} {shown(at)}, after the case was opened"


@app.command()
def claim(
    case: _Id,
    *,
    minutes: Annotated[
        int, typer.Option(min=1, max=LONGEST_LEASE // timedelta(minutes=1), help="Length of the claim in minutes.")
    ] = LEASE // timedelta(minutes=1),
) -> None:
    """Claim a case, so that nobody else may decide it; claim again to extend the time."""
    lease = timedelta(minutes=minutes)
    state = _enter(case, "claim_case", lambda who: rules.claim(who.actor, lease, persons=who.persons))
    until = "" if state.claim is None else f", until {shown(state.claim.until)}"
    _say(f"{state.id} is yours{until}.")


@app.command()
def release(case: _Id) -> None:
    """End your claim; an operator may end any claim."""
    state = _enter(
        case,
        "release_case",
        lambda who: rules.release(who.actor, anybodys=Role.OPERATOR in who.roles, persons=who.persons),
    )
    _say_status(state)


@app.command()
def assign(
    case: _Id,
    *,
    to: Annotated[
        str | None, typer.Option(metavar="PERSON", help="The assignee (`standing people list`); default: nobody.")
    ] = None,
    reason: _Reason = "",
) -> None:
    """Assign a case to a person, or to nobody. A claim by somebody else ends."""
    state = _enter(case, "assign_case", lambda who: rules.assign(to, reason.strip(), persons=who.persons))
    called = connect.run(lambda database: names.called(database, [state.assigned_to]))
    _say(f"{state.id} is for {called.get(state.assigned_to or '', 'anybody')}.")


@app.command()
def note(case: _Id, text: Annotated[str, typer.Argument(help="Text of the note.")]) -> None:
    """Add a note for the other reviewers."""
    _enter(case, "add_case_note", lambda _: rules.note(text.strip()))
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
) -> None:
    """Add evidence to an undecided case."""
    if not text.strip() and link is None and digest is None:
        raise CliError("the evidence is empty: give --text, --link or --digest")
    try:
        piece = Evidence(kind=kind, text=text, link=link, digest=digest)
    except ValidationError as error:
        wrong = ", ".join(f"--{fault['loc'][0]}" for fault in error.errors())
        raise CliError(f"{wrong}: an address begins with http:// or https://, a digest has 64 hex digits") from None
    state = _enter(case, "add_case_evidence", lambda _: rules.add_evidence(piece))
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
) -> None:
    """Decide a case. Where it takes two people, the first proposes and the second confirms."""
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
    _say_status(decided(case, ruling))


def decided(case: str, ruling: Ruling) -> Case:
    """Decide the case as the owner of the key.

    Raises:
        CliError: when it is refused.
    """
    return _enter(case, "decide_case", lambda who: rules.decide_case(who.actor, ruling, persons=who.persons))


def _terms(valid_from: datetime | None, valid_until: datetime | None, days: int | None) -> Terms | None:
    if valid_from is not None and valid_until is not None and days is None:
        return ValidityTerms(valid_from=valid_from.date(), valid_until=valid_until.date())
    if valid_from is None and valid_until is None:
        return None if days is None else DurationTerms(duration=timedelta(days=days))
    raise CliError("give --valid-from and --valid-until together, or --days")


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _say_status(state: Case) -> None:
    by = state.proposal.by if state.proposal and not state.decision else None
    called = connect.run(lambda database: names.called(database, [by])) if by else {}
    who = f" by {called[by]}: a second person must confirm" if by else ""
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


@dataclass(frozen=True)
class _Who:
    """Who acts, among all persons."""

    actor: str
    roles: frozenset[Role]
    persons: Persons


def _enter(case: str, operation: str, decision: Callable[[_Who], rules.DecideCase]) -> Case:
    from api.cases.deciding import require_decider
    from api.http.problems import ProblemError
    from api.state.rulebook import rulebook_of
    from ledger.cases import cases
    from ledger.people import people
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    async def done(database: Database) -> cases.EnteredCase:
        caller = await acting.caller(database, operation)
        known = (await records.state_of(database, CASE, case)).state
        if known is not None and operation in {"claim_case", "decide_case"}:
            try:
                require_decider(caller, known)
            except ProblemError as problem:
                raise CliError(problem.detail, FAULTS) from None
        decide = decision(_Who(caller.actor, caller.roles, await people.everybody(database)))
        rulebook = rulebook_of(load_settings())
        command = Command(CASE, case, decide, actor=caller.actor, now=clock.now(), rulebook=rulebook)
        return await records.execute(database, command)

    return _unless_refused(connect.run(done), case)


def _unless_refused(entered: "cases.EnteredCase", case: str) -> Case:
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else f"there is no case {case!r}", FAULTS)
    return entered.state
