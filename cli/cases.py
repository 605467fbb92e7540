"""Command `standing case`: the queue of cases, and decisions on them."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import called, counted, facts, flat, history, in_words, when
from cli.terminal.words import CaseKind, CaseOutcome, CaseStatus, Category, EvidenceKind

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Cases: the queue of decisions that people must make.")

LONGEST_LEASE: Final = timedelta(hours=8)
_STYLES: Final = {
    "open": "yellow",
    "claimed": "cyan",
    "proposed": "magenta",
    "deferred": "magenta",
    "decided": "green",
    "correcting": "magenta",
    "withdrawn": "dim",
}
_PRIORITIES: Final = {"urgent": "bold red", "high": "red", "normal": "", "low": "dim"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the case (`standing case list`).")]
_ValidFrom = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of validity on the certificate.")
]
_ValidUntil = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of validity on the certificate.")
]
_Days = Annotated[int | None, typer.Option(min=1, max=3653, help="New total length of the measure in days.")]
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
    claimed_by = asking.get("/v1/me")["actor"] if mine else None
    show(asking.every("/v1/cases", "cases", status=status, kind=kind, account=account, claimed_by=claimed_by), _listed)


def _listed(answer: Any) -> None:
    if not answer["cases"]:
        say("No cases.")
        return
    table = Table("id*", "kind", "account*", "priority", "status", "due", "who*")
    for case in answer["cases"]:
        holder = "claimed_by" if case["claimed_by"] else "assigned_to"
        table.add(
            case["id"],
            case["kind"],
            case["account"] or "",
            (case["priority"], _PRIORITIES.get(case["priority"], "")),
            (case["status"], _STYLES.get(case["status"], "")),
            (when(case["due_at"], whole=True), "bold red" if case["overdue"] else ""),
            case[f"{holder}_name"] or case[holder] or "",
        )
    print_table(table)


@app.command("show")
def show_case(case: _Id) -> None:
    """Show a case with its evidence and history."""
    answer = found("case", case, lambda id_: asking.get(f"/v1/cases/{id_}"))
    show(answer, _drawn)


def _drawn(answer: Any) -> None:
    case = answer["case"]
    opening, claim = case["opening"], case["claim"]
    outcomes = asking.get(f"/v1/cases/{asking.segment(case['id'])}/outcomes")["outcomes"]
    out.print(
        Text.assemble(
            (case["id"], "bold"), "  ", (case["status"], _STYLES.get(case["status"], "")), f"  {opening['title']}"
        ),
        soft_wrap=True,
    )
    facts(
        {
            "kind": f"{opening['kind']} (article {opening['article']})",
            "account": opening["account"],
            "priority": case["priority"],
            "due": when(opening["due_at"]),
            "subject": in_words(flat(opening["subject"] or {})),
            "claim": claim and f"{called(claim, 'by')}, until {when(claim['until'])}",
            "assigned": called(case, "assigned_to"),
            "holder": _since("changed", answer["holder_changed_at"]),
            "closed": _since("by the holder's own wish", answer["closed_by_wish_at"]),
            "outcomes": ", ".join(one["outcome"] for one in outcomes),
        }
    )
    for piece in case["evidence"]:
        said = ", ".join(filter(None, (piece["kind"], piece["text"], piece["link"], piece["digest"])))
        out.print(Text.assemble(("  evidence ", "dim"), said), soft_wrap=True)
    history(answer["entries"], leave_out=("opening", "evidence"))


def _since(what: str, at: str | None) -> str | None:
    return None if at is None else f"{what} {when(at)}, after the case was opened"


@app.command()
def claim(
    case: _Id,
    *,
    minutes: Annotated[
        int, typer.Option(min=1, max=LONGEST_LEASE // timedelta(minutes=1), help="Length of the claim in minutes.")
    ] = 30,
) -> None:
    """Claim a case, so that nobody else may decide it; claim again to extend the time."""

    def drawn(state: Any) -> None:
        until = "" if state["claim"] is None else f", until {when(state['claim']['until'])}"
        say(f"{state['id']} is yours{until}.")

    show(_enter(case, "claim", lease=f"PT{minutes}M"), drawn)


@app.command()
def release(case: _Id) -> None:
    """End your claim; an operator may end any claim."""
    show(_enter(case, "release"), say_status)


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
    state = found(
        "case", case, lambda id_: asking.post_whole(f"/v1/cases/{id_}/assignment", {"to": to, "reason": reason})
    )
    show(state, lambda state: say(f"{state['id']} is for {called(state, 'assigned_to') or 'anybody'}."))


@app.command("hand-over")
def hand_over(
    case: _Id,
    *,
    to: Annotated[str, typer.Option(metavar="PERSON", help="The person who goes on with it.")],
    reason: Annotated[str, typer.Option(help="What that person should know; it stands in the history.")] = "",
) -> None:
    """Hand over a case that you have claimed, or that is assigned to you, to another person."""
    state = _enter(case, "hand-over", to=to, reason=reason)
    show(state, lambda state: say(f"{state['id']} is for {called(state, 'assigned_to')}."))


@app.command()
def note(case: _Id, text: Annotated[str, typer.Argument(help="Text of the note.")]) -> None:
    """Add a note for the other reviewers."""
    show(_enter(case, "notes", text=text.strip()), lambda state: say(f"Noted on {state['id']}."))


@app.command()
def evidence(
    case: _Id,
    *,
    kind: Annotated[EvidenceKind, typer.Option(help="Kind of evidence.")] = EvidenceKind.text,
    text: Annotated[str, typer.Option(help="Description of the evidence.")] = "",
    link: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Link to the evidence, http or https.")] = None,
    digest: Annotated[
        str | None, typer.Option(metavar="SHA256", help="SHA-256 of the evidence, where it is kept elsewhere.")
    ] = None,
) -> None:
    """Add evidence to an undecided case."""
    if not text.strip() and link is None and digest is None:
        raise CliError("the evidence is empty: give --text, --link or --digest")
    state = _enter(case, "evidence", kind=kind, text=text, link=link, digest=digest)
    show(
        state,
        lambda state: say(f"{state['id']} has {counted(len(state['evidence']), 'piece', 'pieces')} of evidence."),
    )


@app.command()
def decide(
    case: _Id,
    outcome: Annotated[CaseOutcome, typer.Argument(help="The outcome (`standing case show` lists the possible ones).")],
    *,
    reason: _Reason = "",
    valid_from: _ValidFrom = None,
    valid_until: _ValidUntil = None,
    days: _Days = None,
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
        terms = {
            "sanction": asking.given(
                {
                    "category": category,
                    "consequences": None if ban_days is None else {"ban": f"P{ban_days}D"},
                    "without": without,
                }
            )
        }
    exposure = {"summary": summary, "named": named, "withheld": withhold} if summary or named or withhold else None
    show(decided(case, outcome=outcome, reason=reason, terms=terms, exposure=exposure), say_status)


@app.command()
def correct(
    case: _Id,
    outcome: Annotated[CaseOutcome, typer.Argument(help="The outcome that should have been decided.")],
    *,
    reason: Annotated[str, typer.Option(help="The reason, which the holder reads.")],
    valid_from: _ValidFrom = None,
    valid_until: _ValidUntil = None,
    days: _Days = None,
) -> None:
    """Correct a wrong decision: what it caused is taken back, and this one holds instead; both stay on record."""
    terms = _terms(valid_from, valid_until, days)
    show(_enter(case, "correction", outcome=outcome, reason=reason, terms=terms), say_status)


def decided(case: str, **ruling: Any) -> Any:
    """Decide the case as the owner of the key; return its state.

    Raises:
        CliError: when it is refused.
    """
    return _enter(case, "decision", **ruling)


def say_status(state: Any) -> None:
    """Print the status of a case after a command on it."""
    decision, first = state["decision"], state["correction"] or (None if state["decision"] else state["proposal"])
    who = f" by {called(first, 'by')}: a second person must confirm" if first else ""
    what = f": {decision['ruling']['outcome']}" if decision else ""
    say(f"{state['id']} is {state['status']}{who}{what}.")


def _terms(valid_from: datetime | None, valid_until: datetime | None, days: int | None) -> dict[str, Any] | None:
    if valid_from is not None and valid_until is not None and days is None:
        return {"valid_from": f"{valid_from:%Y-%m-%d}", "valid_until": f"{valid_until:%Y-%m-%d}"}
    if valid_from is None and valid_until is None:
        return None if days is None else {"duration": f"P{days}D"}
    raise CliError("give --valid-from and --valid-until together, or --days")


def _enter(case: str, step: str, **body: Any) -> Any:
    return found("case", case, lambda id_: asking.post(f"/v1/cases/{id_}/{step}", body))
