"""Command `standing rumor`: rumours, their steps and entries, and their debunking."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from pydantic import BaseModel
from rich.text import Text

from cli.rumours.reach import draw
from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import built, entry_in_words
from models.instants import shown
from models.rumours.rumours import (
    ContentIds,
    Corrected,
    Information,
    Opening,
    Proof,
    Rumour,
    RumourBody,
    RumourEntry,
    RumourField,
    RumourStatus,
    ViolationsRecorded,
)
from regulation.articles.a06_rumours import CORRECTED_EN, CORRECTED_ZH, STEPS
from regulation.rumours import rumours as rules
from regulation.rumours.matching import Index
from regulation.rumours.reducer import RUMOUR
from regulation.sanctions.consequence_words import english

if TYPE_CHECKING:
    from ledger.rumours.rumours import EnteredRumour
    from ledger.streams.records import Act


app = typer.Typer(cls=Commands, no_args_is_help=True, help="Rumours: label, answer and measure them (article 6).")

_STYLES: Final = {RumourStatus.OPEN: "bold red", RumourStatus.CLOSED: "dim", RumourStatus.CORRECTED: "yellow"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the rumour (`standing rumor list`).")]
_OtherThan = Annotated[list[str] | None, typer.Option(help="A similar open rumour that is not the same; repeatable.")]
_Reason = Annotated[str, typer.Option(help="The reason.")]


@app.command("list")
def list_rumours(
    *, status: Annotated[RumourStatus | None, typer.Option(help="Only those with this status.")] = None
) -> None:
    """List rumours, oldest first."""
    found = asyncio.run(_listed(status))
    if not found:
        out.print("No rumours.")
        return
    table = listing("id", "claim", "field", "status", "contents", "orders open")
    for rumour in found:
        waiting = sum(len(each.open) for each in rumour.steps.values())
        claim = rumour.opening.claim
        table.add_row(
            rumour.id,
            Text(claim if len(claim) <= 30 else f"{claim[:29]}…"),
            rumour.opening.field.value,
            Text(rumour.status.value, style=_STYLES[rumour.status]),
            str(rumour.contents),
            str(waiting),
        )
    out.print(table)


@app.command()
def show(rumour: _Id) -> None:
    """Show a rumour with its steps and latest entries."""
    state, entries = asyncio.run(_found(rumour))
    head = Text.assemble((state.id, "bold"), "  ", (state.status.value, _STYLES[state.status]))
    out.print(head, f" {state.opening.claim}", soft_wrap=True, markup=False)
    information = state.opening.information
    said = {
        "field": state.opening.field.value,
        "terms": ", ".join(state.opening.terms),
        "contents": str(state.contents),
        "so it is": "" if information is None else f"{information.text_zh} ({information.link})",
        "accused": str(state.violations) if state.violations else "",
        "opened": f"{shown(state.opened_at)} by {state.opened_by}",
        "ended": "" if state.ended_at is None else f"{shown(state.ended_at)} {state.reason}",
    }
    for name, value in said.items():
        if value:
            out.print(Text.assemble((f"  {name:<9}", "dim"), value), soft_wrap=True)
    for step, row in STEPS.items():
        if state.status in row.during or step in state.steps:
            out.print(Text(f"  - {rules.words_of(state, step)}"), soft_wrap=True)
    for entry in entries:
        out.print(Text.assemble((f"  {shown(entry.recorded_at)}  ", "dim"), _words(entry)), soft_wrap=True)


@app.command("open")
def open_rumour(
    rumour: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the rumour.")],
    claim: Annotated[str, typer.Argument(help="The claim, in the words in which it spreads.")],
    *,
    field: Annotated[RumourField, typer.Option(help="Field of the rumour.")] = RumourField.OTHER,
    term: Annotated[list[str] | None, typer.Option(help="A search term; repeatable.")] = None,
    content: Annotated[
        list[str] | None, typer.Option(help="Identifier of a content that spreads it; repeatable.")
    ] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="Link to evidence against it; repeatable.")] = None,
    other_than: _OtherThan = None,
) -> None:
    """Open a rumour. Directives for what is known are sent at once."""
    from ledger.rumours import rumours

    proofs = [built(Proof, link=link) for link in evidence or ()]
    opening = built(Opening, claim=claim, field=field, terms=tuple(term or ()), evidence=tuple(proofs))
    act = rumours.as_another(rumours.opened_with(_contents(content or ())), opening, other_than or ())
    _say(_do(rumour, "open_rumour", rules.open_rumour(opening), act))


@app.command()
def add(
    rumour: _Id,
    *,
    content: Annotated[
        list[str] | None, typer.Option(help="Identifier of a content that spreads it; repeatable.")
    ] = None,
    term: Annotated[list[str] | None, typer.Option(help="A search term; repeatable.")] = None,
) -> None:
    """Add contents or search terms to a rumour."""
    if not content and not term:
        raise CliError("say what to add: --content ID or --term WORD, each as often as you like")
    entered = None
    if term:
        checked = built(Opening, claim="x", field=RumourField.OTHER, terms=tuple(term)).terms
        entered = _do(rumour, "add_rumour_terms", rules.add_terms(checked))
    if content:
        from ledger.rumours import rumours

        found = _contents(content)
        entered = _do(rumour, "add_rumour_contents", rules.find_contents(found), rumours.with_contents(found))
    if entered is not None:
        _say(entered)


@app.command()
def verify(
    rumour: _Id,
    text: Annotated[str, typer.Argument(help="The verified information in Chinese, as it is shown.")],
    link: Annotated[str, typer.Argument(help="Link to the full text.")],
    *,
    english: Annotated[str, typer.Option(help="The verified information in English.")] = "",
) -> None:
    """Publish verified information. It is pinned and recommended."""
    information = built(Information, text_zh=text, text_en=english, link=link)
    _say(_do(rumour, "verify_rumour", rules.verify(information)))


@app.command()
def close(rumour: _Id, reason: _Reason = "") -> None:
    """Close a rumour that no longer spreads. Labels stay."""
    _say(_do(rumour, "close_rumour", rules.close(reason.strip())))


@app.command()
def correct(
    rumour: _Id,
    reason: Annotated[str, typer.Option(help="The evidence that the claim is true.")],
    *,
    statement: Annotated[str, typer.Option(help="Statement shown where the label was.")] = CORRECTED_ZH,
) -> None:
    """Correct a rumour whose claim is true. Every label is withdrawn."""
    if not reason.strip():
        raise CliError("--reason must say how it is known that the claim is true")

    correction = built(Corrected, reason=reason, statement_zh=statement, statement_en=CORRECTED_EN)
    _say(_do(rumour, "correct_rumour", rules.correct(correction)))


@app.command()
def reopen(rumour: _Id, reason: _Reason = "", *, other_than: _OtherThan = None) -> None:
    """Reopen a rumour. Its steps start again."""
    from ledger.rumours import rumours

    act = rumours.as_another(other_than=other_than or ())
    _say(_do(rumour, "reopen_rumour", rules.reopen(reason.strip()), act))


@app.command()
def accuse(
    rumour: _Id,
    *,
    making: Annotated[list[str] | None, typer.Option(help="An account that made the rumour; repeatable.")] = None,
    spreading: Annotated[list[str] | None, typer.Option(help="An account that spread the rumour; repeatable.")] = None,
    reason: _Reason = "",
) -> None:
    """Record a violation for each account involved. A refusal for one account does not affect the others."""
    from api.state.rulebook import rulebook_of
    from ledger.rumours.rumours import Accusation
    from settings import load_settings

    rulebook = rulebook_of(load_settings())
    accusation = Accusation(tuple(making or ()), tuple(spreading or ()), reason.strip(), rulebook)
    if not accusation.each():
        raise CliError("name the accounts: --making ACCOUNT, --spreading ACCOUNT, each as often as you like")
    from ledger.rumours import rumours

    entered = _do(rumour, "record_rumour_violations", rules.accuse((), reason), rumours.accused(accusation))
    for entry in entered.entries:
        for one in entry.body.accounts if isinstance(entry.body, ViolationsRecorded) else ():
            followed = "" if one.consequences is None else f": {english(one.consequences)}"
            words = f"{one.violation}{followed}" if one.outcome == "recorded" else f"{one.code}: {one.message}"
            out.print(Text(f"{one.account}  {one.did}  {one.outcome}  {words}"), soft_wrap=True)


@app.command()
def match(
    file: Annotated[Path, typer.Argument(help="A file with the text; - for standard input.", allow_dash=True)],
) -> None:
    """Show which open rumours a text matches, and why."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"cannot read {file}: {error}") from error
    found = asyncio.run(_matches(text))
    for one in found:
        style = "bold red" if one.repeats else "dim"
        out.print(Text.assemble((f"{one.score:.2f}  {one.rumour}  ", style), one.explanation), soft_wrap=True)
    if not found:
        out.print("No open rumour matches.")


@app.command("reach")
def reach_(
    rumour: _Id,
    *,
    svg: Annotated[Path | None, typer.Option(help="Write the drawing to this SVG file.", dir_okay=False)] = None,
) -> None:
    """Show the reach of a rumour and its debunking over time."""
    state, _ = asyncio.run(_found(rumour))
    found = asyncio.run(_reach(rumour))
    if svg is None:
        draw(state, found)
        return
    from api.rumours.reach_svg import drawn

    try:
        svg.write_text(drawn(state, found), encoding="utf-8")
    except OSError as error:
        raise CliError(f"cannot write {svg}: {error}") from error
    out.print(f"{svg} is written.", markup=False)


def _words(entry: RumourEntry) -> str:
    body = entry.body.model_dump(
        mode="json", exclude_none=True, exclude={"opening", "accounts", "digest", "information"}
    )
    return entry_in_words(entry, body)


class _Contents(BaseModel):
    contents: ContentIds


def _contents(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(built(_Contents, contents=tuple(given)).contents))


def _say(entered: "EnteredRumour") -> None:
    state = entered.state
    if state is not None:
        ordered = sum(entry.body.type == "ordered" for entry in entered.entries)
        out.print(f"{state.id} is {state.status.value}; {ordered} orders given.", markup=False)


def _do(
    rumour: str, operation: str, decide: rules.DecideRumour, act: "Act[RumourBody, Rumour] | None" = None
) -> "EnteredRumour":
    return asyncio.run(_entered(rumour, operation, decide, act))


async def _entered(
    rumour: str, operation: str, decide: rules.DecideRumour, act: "Act[RumourBody, Rumour] | None"
) -> "EnteredRumour":
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        actor = await acting.actor(database, operation)
        command = Command(RUMOUR, rumour, decide, actor=actor, now=clock.now())
        entered = await records.execute(database, command, act)
    if entered.refusal is not None:
        raise CliError(entered.refusal.message, FAULTS)
    return entered


async def _listed(status: RumourStatus | None) -> list[Rumour]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        statuses = None if status is None else [status.value]
        found = await connect.every(lambda after: records.listing(database, RUMOUR, statuses=statuses, after=after))
    return [filed.state for filed in found]


async def _found(rumour: str) -> tuple[Rumour, list[RumourEntry]]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        found = await records.state_of(database, RUMOUR, rumour)
        if found.state is None:
            raise CliError(f"there is no rumour {rumour!r}: `standing rumor list` shows them", status=FAULTS)
        entries = await names.with_names(database, await records.entries_of(database, RUMOUR, rumour))
    return found.state, entries


async def _matches(text: str) -> Any:
    from ledger.rumours import rumours
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        openings = await rumours.openings(database)
    return Index(openings).matches(text, clock.now())


async def _reach(rumour: str) -> Any:
    from ledger.rumours import reach
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await reach.reach_of(database, rumour)
