"""The commands of rows, carried out by the same functions as single commands; one transaction for several rows where
they lock nothing of each other.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts.applications import Application
from ledger.accounts.commands import Executed, Request
from ledger.accounts.reviews import LOOKED_AT, Screen, seeing_too
from ledger.accounts.together import carry_out_together, names_of
from ledger.runs import imports
from ledger.runs.rows import Result, Waiting
from ledger.store.clock import recording_instant
from ledger.streams import records
from models.accounts.commands import ApplyMonetization, Certify, ChangeProfile, Command, Receipt, Register
from models.accounts.facts import ProfileChangeHeld, RegistrationHeld
from models.accounts.profiles import Seen
from models.base import Frozen
from models.cases.subjects import CertificationApplied
from models.evidence import Evidence
from models.instants import Instant
from models.names import CaseId
from models.runs import RowOutcome, Run, RunKind
from regulation.cases.reducer import CASE
from regulation.catalogue.rulebook import Rulebook


@dataclass(frozen=True)
class Work:
    """What every command of a run is decided with, as a single command is by the API."""

    now: datetime
    rulebook: Rulebook
    backdating_limit: timedelta | None
    tolerance: timedelta
    screen: Screen


class AppliedFor(Frozen):
    """Row of an application for a certification, as it is stored."""

    case: CaseId
    applied: CertificationApplied
    evidence: tuple[Evidence, ...] = ()


class Commanded(Frozen):
    """What a row says beside its command."""

    effective_at: Instant | None = None
    seen: tuple[Seen, ...] = ()
    """Protected emblems recognised in the row's picture when it arrived."""


COMMANDS: Final[Mapping[RunKind, type[Register | Certify | ApplyMonetization | ChangeProfile]]] = {
    RunKind.REGISTER: Register,
    RunKind.CERTIFY: Certify,
    RunKind.MONETIZE: ApplyMonetization,
    RunKind.CHANGE_PROFILE: ChangeProfile,
}
"""Command of each kind of run whose rows are commands on accounts."""
_ADAPTERS: Final = {kind: TypeAdapter[Command](command) for kind, command in COMMANDS.items()}

CarryOut = Callable[[AsyncConnection, Run, Sequence[Waiting], Work], Awaitable[list[Result]]]
"""Function that carries out the first of some rows, at least one, within the caller's transaction."""


async def _commands(connection: AsyncConnection, run: Run, waiting: Sequence[Waiting], work: Work) -> list[Result]:
    requests = [_request(run, row, work) for row in waiting]
    taken: set[str] = set()

    def apart(request: Request) -> bool:
        names = names_of(request)
        if not taken.isdisjoint(names):
            return False
        taken.update(names)
        return True

    first = list(takewhile(apart, requests))
    done = await carry_out_together(connection, first)
    return [_result(row, one) for row, one in zip(waiting, done, strict=False)]


def _request(run: Run, row: Waiting, work: Work) -> Request:
    command = _ADAPTERS[run.commands].validate_python(row.content["command"])
    beside = Commanded.model_validate({key: value for key, value in row.content.items() if key != "command"})
    return Request(
        account=row.account,
        command=command,
        actor=run.started_by or run.created_by,
        now=work.now,
        effective_at=beside.effective_at,
        backdating_limit=work.backdating_limit,
        tolerance=work.tolerance,
        rulebook=work.rulebook,
        later=True,
        screen=seeing_too(work.screen, beside.seen) if isinstance(command, LOOKED_AT) else None,
    )


def _result(row: Waiting, done: Executed | Exception) -> Result:
    if isinstance(done, Exception):
        raise done
    receipt = done.receipt
    if receipt.refusal is not None:
        return Result(row.place, RowOutcome.REFUSED, receipt.version or None, refusal=receipt.refusal)
    case = _case_of(receipt)
    return Result(row.place, RowOutcome.DONE if case is None else RowOutcome.HELD, receipt.version, case)


def _case_of(receipt: Receipt) -> str | None:
    """Return the case that decides what is held; None when nothing is."""
    held = (fact.body for fact in receipt.facts if isinstance(fact.body, RegistrationHeld | ProfileChangeHeld))
    return next((body.id for body in held), None)


async def _applications(connection: AsyncConnection, run: Run, waiting: Sequence[Waiting], work: Work) -> list[Result]:
    """Open the case of the first row. Each is alone: it locks its account, then the case."""
    row = waiting[0]
    kept = AppliedFor.model_validate(row.content)
    application = Application(row.account, kept.applied, kept.evidence)
    now = await recording_instant(connection, work.now)
    command = records.Command(
        CASE,
        kept.case,
        application.decide(now),
        actor=run.started_by or run.created_by,
        now=now,
        rulebook=work.rulebook,
    )
    entered = await application.enter(connection, command)
    if entered.refusal is not None:
        return [Result(row.place, RowOutcome.REFUSED, refusal=entered.refusal)]
    return [Result(row.place, RowOutcome.HELD, case=kept.case)]


async def _imports(connection: AsyncConnection, run: Run, waiting: Sequence[Waiting], work: Work) -> list[Result]:
    actor = run.started_by or run.created_by
    return await imports.carry_out(
        connection, waiting, actor=actor, now=work.now, rulebook=work.rulebook, tolerance=work.tolerance
    )


CARRYING: Final[Mapping[RunKind, CarryOut]] = {
    **dict.fromkeys(COMMANDS, _commands),
    RunKind.APPLY_FOR_CERTIFICATION: _applications,
    RunKind.IMPORT: _imports,
}
"""Function that carries out rows, by the kind of run."""
