"""Simulation: decide and fold hypothetical commands, and compare the standing before and after."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError
from rich.table import Table
from rich.text import Text

from cli.terminal.console import FAULTS, CliError, out
from cli.terminal.drawing import Window, draw, window_around
from models.accounts.commands import ApplyMonetization, ChangeHolder, Command, Decision, ImposeBan, Seats, Timing
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.accounts.verdicts import Never
from models.instants import Duration, rfc3339, shown
from models.words.privileges import APPLY_MONETIZATION, Method
from models.words.violations import Category
from regulation.accounts.commands import decide
from regulation.standing.boundaries import privileges_of
from regulation.standing.fold import apply
from regulation.standing.requirements import Known
from regulation.standing.timeline import timeline
from regulation.standing.verdicts import eligible_at, opens_at, permits, reasons
from regulation.words.english import lasting, spoken

SOMEBODY = "somebody-else"
_DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)


@dataclass(frozen=True)
class Supposed:
    """Hypothetical changes of an account, all at one instant."""

    at: datetime
    bans: tuple[timedelta, ...]
    category: Category
    factor: float | None
    holder_change: bool
    methods: tuple[Method, ...]


def duration(text: str) -> timedelta:
    """Return the ISO-8601 duration.

    Raises:
        CliError: when the text is not one.
    """
    try:
        return _DURATION.validate_python(text)
    except ValidationError as error:
        raise CliError(f"--ban: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None


def commands(supposed: Supposed) -> list[Command]:
    """Return the commands, in the order in which they are decided."""
    factor = None if supposed.factor is None else Decimal(str(supposed.factor))
    found: list[Command] = [ChangeHolder(holder=SOMEBODY)] if supposed.holder_change else []
    found += [
        ImposeBan(id=_ban_id(number), category=supposed.category, duration=length, factor=factor)
        for number, length in enumerate(supposed.bans, start=1)
    ]
    if supposed.methods:
        found.append(ApplyMonetization(methods=supposed.methods))
    return found


def applied(standing: Standing, supposed: Supposed) -> tuple[Standing, list[tuple[Command, Decision]]]:
    """Return the standing after the commands, and the decision on each.

    Raises:
        CliError: when the instant lies before a recorded fact.
    """
    if supposed.at < standing.as_of:
        raise CliError(
            f"--at {shown(supposed.at)} lies before the account's last fact, recorded at {shown(standing.as_of)}: "
            "suppose something for that instant or later"
        )
    decided: list[tuple[Command, Decision]] = []
    for command in commands(supposed):
        known = Known(
            account=standing.account,
            standing=standing,
            timing=Timing.at(supposed.at),
            seats=Seats(holder=SOMEBODY),
        )
        decision = decide(command, known)
        decided.append((command, decision))
        for body in decision.facts:
            fact = Fact(
                account=standing.account,
                seq=standing.version + 1,
                effective_at=supposed.at,
                recorded_at=supposed.at,
                actor="what-if",
                body=body,
            )
            standing = apply(standing, fact, keep_past=True)
    return standing, decided


def moved(supposed: Supposed, at: datetime) -> Supposed:
    """Return the same changes at another instant."""
    return replace(supposed, at=at)


def as_data(before: Standing, supposed: Supposed) -> dict[str, Any]:
    """Return the decisions, and the restrictions and grants after them, as JSON values.

    Raises:
        CliError: when the rules refuse every command.
    """
    after, decided = applied(before, supposed)
    if after is before:
        raise CliError("nothing of this would happen, so nothing would change", status=FAULTS)
    return {
        "account": before.account,
        "at": rfc3339(supposed.at),
        "decisions": [
            {"command": command.model_dump(mode="json"), "decision": decision.model_dump(mode="json")}
            for command, decision in decided
        ],
        "before": before.model_dump(mode="json"),
        "after": after.model_dump(mode="json"),
    }


def show(before: Standing, supposed: Supposed, now: datetime) -> None:
    """Print the decisions, the privileges that close and until when, and both drawings.

    Raises:
        CliError: when the rules refuse every command.
    """
    after, decided = applied(before, supposed)
    out.print(Text(f"Supposed at {shown(supposed.at)}; nothing is written."), style="dim")
    for command, decision in decided:
        out.print(_said(command, decision))
    if after is before:
        raise CliError("nothing of this would happen, so nothing would change", status=FAULTS)
    out.print(Text("\nWhat changes", style="bold"))
    closing = list(_closing(before, after, supposed.at))
    for line in closing or [Text("  nothing that the account may or may not do")]:
        out.print(line, soft_wrap=True)
    out.print(Text("\nPermitted again", style="bold"))
    out.print(_table(before, after, supposed.at))
    # The same window for both drawings, so that their bars are comparable.
    one, other = (window_around(standing, now, None, None) for standing in (before, after))
    window = Window(min(one.start, other.start), max(one.end, other.end), now)
    out.print()
    for line in draw({"Before": before, "After": after}, window, out.width):
        out.print(line, soft_wrap=True)


def _said(command: Command, decision: Decision) -> Text:
    match command:
        case ChangeHolder():
            what = "another holder takes over"
        case ImposeBan():
            what = f"a ban of {lasting(command.duration)} for {command.category.value} ({command.id})"
        case ApplyMonetization():
            what = f"an application for {', '.join(command.methods)}"
        case _:
            what = type(command).__name__
    if decision.refusal is None:
        return Text.assemble("  ", what, ": ", (decision.outcome, "green"))
    article = "" if decision.refusal.article is None else f" (art. {decision.refusal.article})"
    return Text.assemble("  ", what, ": ", ("refused", "red"), f"{article}: {decision.refusal.message}")


def _closing(before: Standing, after: Standing, at: datetime) -> "list[Text]":
    """Return a line for each period from the instant on in which the answer changes."""
    horizon = at + timedelta(days=3_660)
    found: list[Text] = []
    edges = sorted({s.start for standing in (before, after) for s in timeline(standing, at, horizon)} | {horizon})
    for privilege in dict.fromkeys((*privileges_of(before), *privileges_of(after))):
        begun: datetime | None = None
        opened = False
        for edge in edges:
            was, would = permits(before, privilege, edge), permits(after, privilege, edge)
            if begun is not None and (was == would or edge == horizon):
                found.append(_stretch(after, privilege, begun, None if edge == horizon else edge, opened=opened))
                begun = None
            if was != would and begun is None and edge != horizon:
                begun, opened = edge, would
    return found


def _stretch(after: Standing, privilege: str, start: datetime, end: datetime | None, *, opened: bool) -> Text:
    until = "without end" if end is None else f"until {shown(end)}"
    word, style = ("open", "green") if opened else ("closed", "red")
    why = {f"{r.kind.value} {r.cause}, art. {r.article}" for r in reasons(after, privilege, start)}
    because = f"  ({'; '.join(sorted(why))})" if why else ""
    return Text.assemble("  ", (word.ljust(7), style), f"{privilege}: from {shown(start)} {until}{because}")


def _table(before: Standing, after: Standing, at: datetime) -> Table:
    table = Table("", "before", "after", box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    skipped = {APPLY_MONETIZATION}
    for privilege in dict.fromkeys((*privileges_of(before), *privileges_of(after))):
        if privilege not in skipped:
            _compare(table, spoken(privilege), opens_at(before, privilege, at), opens_at(after, privilege, at), at)
    ways = [grant.privilege.partition(".")[2] for grant in after.grants if grant.privilege.startswith("monetize.")]
    for method in map(Method, dict.fromkeys([*ways, Method.ADVERTISING])):
        one, other = (eligible_at(standing, method, at).eligible_at for standing in (before, after))
        _compare(table, f"applying for {method.value.replace('_', ' ')}", one, other, at)
    return table


def _compare(table: Table, what: str, one: datetime | Never, other: datetime | Never, at: datetime) -> None:
    def word(when: datetime | Never) -> str:
        if isinstance(when, str):
            return "not by itself"
        return "now" if when == at else shown(when)

    table.add_row(f"  {what}", word(one), Text(word(other), style="" if one == other else "bold yellow"))


def _ban_id(number: int) -> str:
    return f"what-if-{number}"
