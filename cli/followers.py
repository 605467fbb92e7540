"""Command `standing followers`: reports of gains and counts, and clean-ups of followers gained through a violation."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from pydantic import ValidationError
from rich.text import Text

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, UNUSABLE, CliError, Commands, listing, out
from cli.terminal.values import entry_in_words
from models.followers import (
    Cleanup,
    CleanupBody,
    CleanupEntry,
    CleanupStatus,
    CleanupTerms,
    FollowersReported,
    RejectedRow,
)
from models.instants import shown
from models.words.scopes import Scope
from regulation.followers import cleanups as rules
from regulation.followers.reducer import CLEANUP
from regulation.followers.reports import sorted_out

if TYPE_CHECKING:
    from ledger.followers.cleanups import Reported
    from ledger.store.database import Database
    from ledger.streams.records import Act


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Followers: report gains and counts; remove followers gained through a violation (article 10).",
)

MOST_FAULTS: Final = 20
_STYLES: Final = {
    CleanupStatus.OPEN: "yellow",
    CleanupStatus.ORDERED: "yellow",
    CleanupStatus.ANSWERED: "yellow",
    CleanupStatus.STUCK: "bold red",
    CleanupStatus.RESTORING: "yellow",
    CleanupStatus.CLEANED: "green",
    CleanupStatus.RESTORED: "green",
}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the clean-up (`standing followers list`).")]
_Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The platform's identifier of the account.")]


@app.command()
def report(
    account: _Account,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON with gains and a count, see docs/followers.md.")],
) -> None:
    """Report gains and the count of one account from a file.

    Repeating it changes nothing. A wrong row is rejected alone, with its place and the reason.
    """
    said = _read(file)
    reported = asyncio.run(_reported(file, account, said))
    if reported.refusal is not None:
        raise CliError(_rejections(reported.rejected), FAULTS)
    out.print(f"{reported.recorded} gains recorded, {reported.known} known before.")
    for cleanup in reported.verified:
        out.print(f"The count was compared with {cleanup}.", markup=False)
    if reported.rejected:
        raise CliError(f"{file}: rejected: {_rejections(reported.rejected)}", FAULTS)


@app.command("list")
def list_cleanups(
    *,
    status: Annotated[CleanupStatus | None, typer.Option(help="Only those with this status.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only clean-ups of this account.")] = None,
) -> None:
    """List clean-ups, oldest first."""
    found = asyncio.run(_listed(status, account))
    if not found:
        out.print("No clean-ups.")
        return
    table = listing("id", "account", "violation", "status", "tainted", "removed", "left")
    for cleanup in found:
        table.add_row(
            cleanup.id,
            cleanup.terms.account,
            cleanup.terms.violation,
            _status(cleanup),
            f"{cleanup.tainted:,}",
            f"{cleanup.removed:,}",
            "" if cleanup.left is None else f"{cleanup.left:,}",
        )
    out.print(table)


@app.command()
def show(cleanup: _Id) -> None:
    """Show a clean-up with its history."""
    entries = asyncio.run(_entries(cleanup))
    state = CLEANUP.fold(entries)
    if state is None:
        raise CliError(f"there is no clean-up {cleanup!r}: `standing followers list` shows them", status=FAULTS)
    terms, scope = state.terms, state.terms.scope
    out.print(
        Text.assemble((state.id, "bold"), "  ", _status(state), f"  followers of {terms.account}"), soft_wrap=True
    )
    said = {
        "article": str(terms.article),
        "violation": terms.violation,
        "contents": ", ".join(scope.contents),
        "windows": ", ".join(f"{shown(window.begins)} – {shown(window.ends)}" for window in scope.windows),
        "all": "every follower" if scope.everything else "",
        "orders": str(state.orders),
        "reason": state.reason or terms.reason,
    }
    for name, value in said.items():
        if value:
            out.print(Text.assemble((f"  {name:<10}", "dim"), value), soft_wrap=True)
    for entry in entries:
        out.print(Text.assemble((f"  {shown(entry.recorded_at)}  ", "dim"), _words(entry)), soft_wrap=True)


@app.command()
def clean(
    account: _Account,
    *,
    violation: Annotated[str, typer.Option(metavar="ID", help="Identifier of the violation.")],
    content: Annotated[list[str] | None, typer.Option(help="Content that gained them; repeatable.")] = None,
    window: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM/UNTIL", help="Window in which they were gained, RFC 3339 with offset; repeatable."),
    ] = None,
    everything: Annotated[bool, typer.Option("--everything", help="All followers of the account.")] = False,
    reason: Annotated[str, typer.Option(help="The reason, recorded with it.")] = "",
) -> None:
    """Order the removal of followers gained through a violation.

    Without --content, --window or --everything the platform finds out which they are.
    """
    windows = [dict(zip(("begins", "ends"), one.split("/", 1), strict=False)) for one in window or ()]
    try:
        scope = Scope.model_validate({"contents": content or (), "windows": windows, "everything": everything})
        terms = CleanupTerms(account=account, violation=violation, scope=scope, reason=reason.strip())
    except ValidationError as error:
        raise CliError(_joined(_faults(error))) from None
    state = asyncio.run(
        _enter(rules.cleanup_id(account, violation), "open_cleanup", rules.open_cleanup(terms), account=account)
    )
    out.print(f"{state.id} is {state.status.value}.", markup=False)


@app.command()
def stop(cleanup: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Undo a clean-up: stop what is not done, order the restoration of what was removed."""
    from ledger.followers import reactions

    state = asyncio.run(_enter(cleanup, "stop_cleanup", rules.overturn(reason.strip()), reactions.undo))
    out.print(f"{state.id} is {state.status.value}.", markup=False)


def _read(file: Path) -> FollowersReported:
    try:
        return FollowersReported.model_validate_json(file.read_bytes())
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise CliError(f"{file}: {_joined(_faults(error))}") from None


def _faults(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(part) for part in fault['loc']) or 'the whole'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_input=False)
    ]


def _in_words(error: ValidationError) -> list[tuple[str, str]]:
    return [
        (".".join(str(part) for part in fault["loc"]), str(fault["msg"]))
        for fault in error.errors(include_url=False, include_input=False)
    ]


def _rejections(rejected: Sequence[RejectedRow]) -> str:
    return _joined([f"{row.path}: {row.message}" for row in rejected])


def _joined(faults: list[str]) -> str:
    more = len(faults) - MOST_FAULTS
    return "; ".join(faults[:MOST_FAULTS]) + (f"; and {more} more" if more > 0 else "")


def _status(cleanup: Cleanup) -> Text:
    return Text(cleanup.status.value, style=_STYLES.get(cleanup.status, "dim"))


def _words(entry: CleanupEntry) -> str:
    body = entry.body.model_dump(mode="json", exclude_none=True, exclude={"terms"})
    for name in ("before", "count"):
        if name in body:
            body[name] = body[name]["followers"]
    return entry_in_words(entry, body)


async def _reported(file: Path, account: str, reported: FollowersReported) -> "Reported":
    from ledger.followers import cleanups
    from ledger.followers.cleanups import Report
    from settings import load_settings

    settings = load_settings()
    async with connect.database(settings) as database:
        now = clock.now()
        said = sorted_out(reported, now + settings.clock_tolerance, _in_words)
        if said.rejected and not (said.gains or said.count):
            forbidden = said.refusal is not None
            raise CliError(f"{file}: {_rejections(said.rejected)}", FAULTS if forbidden else UNUSABLE)
        await _known(database, account)
        report = Report(
            account,
            [gain for _, gain in said.gains],
            said.count,
            await acting.actor(database, "report_followers"),
            now,
            places=[place for place, _ in said.gains],
            repeated=said.repeated,
            rejected=said.rejected,
        )
        return (await cleanups.report(database, report))[0]


async def _listed(status: CleanupStatus | None, account: str | None) -> list[Cleanup]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        statuses = None if status is None else [status.value]
        found = await connect.every(
            lambda after: records.listing(database, CLEANUP, statuses=statuses, account=account, after=after)
        )
    return [filed.state for filed in found]


async def _entries(cleanup: str) -> list[CleanupEntry]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await names.with_names(database, await records.entries_of(database, CLEANUP, cleanup))


async def _enter(
    cleanup: str,
    operation: str,
    decide: rules.DecideCleanup,
    act: "Act[CleanupBody, Cleanup] | None" = None,
    account: str | None = None,
) -> Cleanup:
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        if account is not None:
            await _known(database, account)
        actor = await acting.actor(database, operation)
        command = Command(CLEANUP, cleanup, decide, actor=actor, now=clock.now())
        entered = await records.execute(database, command, act)
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else f"there is no clean-up {cleanup!r}", FAULTS)
    return entered.state


async def _known(database: "Database", account: str) -> None:
    from ledger.accounts import reading

    if await reading.standing_of(database, account) is None:
        raise CliError(f"there is no account {account!r}", FAULTS)
