"""Reviews by a person before a registration or change counts: the grounds for one, and the case that is opened in the
same transaction (articles 1 and 7).

The decision of the case settles what was held (`ledger/reactions/identity.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import exemptions, likenesses
from ledger.accounts.likenesses import Marks
from ledger.streams import records
from ledger.streams.envelope import Recorded
from models.accounts.commands import ChangeName, ChangeProfile, Command, Register
from models.accounts.facts import ProfileChangeHeld, RegistrationHeld
from models.accounts.profiles import Grounds, Profile, Screened, Seen
from models.accounts.standing import Standing
from models.cases.cases import CaseKind
from models.evidence import Evidence, EvidenceKind
from regulation.articles import a01_identity as a01
from regulation.cases.cases import open_case, opening
from regulation.cases.reducer import CASE

Screen = Callable[[Profile], Screened]
"""Function that finds protected names in a profile; pure, and quick enough to be called while an account is locked."""


def seeing_too(screen: Screen, seen: tuple[Seen, ...]) -> Screen:
    """Return a screen that adds what was seen in the picture already: looking at a picture takes too long while an
    account is locked.
    """

    def both(profile: Profile) -> Screened:
        found = screen(profile)
        return found.model_copy(update={"seen": (*found.seen, *seen)})

    return both


LOOKED_AT: Final = (Register, ChangeName, ChangeProfile)
"""Commands that show something new."""


@dataclass(frozen=True)
class Looked:
    """A command to be reviewed, with the standing before it and the time of its caller."""

    command: Command
    standing: Standing | None
    screen: Screen | None
    at: datetime


async def grounds(
    connection: AsyncConnection, command: Command, standing: Standing | None, screen: Screen | None, at: datetime
) -> Grounds | None:
    """Return the grounds for a review by a person; None when the command shows nothing new."""
    return (await grounds_of_each(connection, [Looked(command, standing, screen, at)]))[0]


async def grounds_of_each(connection: AsyncConnection, looked: Sequence[Looked]) -> list[Grounds | None]:
    """Return the grounds for a review of each command, in their order; None when one shows nothing new."""
    profiles = [a01.profile_after(one.command, one.standing) for one in looked]
    shown = [(one, profile) for one, profile in zip(looked, profiles, strict=True) if profile is not None]
    marks = [
        Marks(
            profile.name if one.standing is None or profile.name != one.standing.name else None,
            one.command.contacts if isinstance(one.command, Register) else (),
        )
        for one, profile in shown
    ]
    found: list[Grounds | None] = []
    alike = iter(await likenesses.found(connection, marks))
    for one, profile in zip(looked, profiles, strict=True):
        if profile is None:
            found.append(None)
            continue
        screened = Screened() if one.screen is None else one.screen(profile)
        owned: frozenset[str] = frozenset()
        if screened.seen:
            owner = one.command.holder if isinstance(one.command, Register) else ""
            holder = owner or ("" if one.standing is None else one.standing.holder)
            owned = await exemptions.names_of(connection, holder, one.at)
        found.append(a01.grounds_of(screened, owned, next(alike)))
    return found


async def open_cases(recorded: Recorded) -> None:
    """React to a registration or a change that is held: open a case for each. The account may be locked already, since
    nobody waits for a new case.
    """
    account, name = recorded.account, recorded.standing.name
    for fact in recorded.facts:
        body = fact.body
        if isinstance(body, RegistrationHeld):
            kind, title = CaseKind.REGISTRATION, f"{name}: {body.grounds}"
        elif isinstance(body, ProfileChangeHeld):
            kind, title = CaseKind.PROFILE_CHANGE, f"{name} → {body.name or name}: {body.grounds}"
        else:
            continue
        opened = opening(
            kind, fact.recorded_at, account=account, title=title[:LONGEST_TITLE], article=body.grounds.article
        )
        given = recorded.command.evidence if isinstance(recorded.command, LOOKED_AT) else ()
        evidence = (*evidence_of(body.grounds), *_asked(body), *given)
        entered = await records.enter(
            recorded.connection,
            records.Command(CASE, body.id, open_case(opened, evidence), actor=fact.actor, now=fact.recorded_at),
        )
        if entered.refusal is not None:
            raise AssertionError(f"case {body.id} of account {account}: {entered.refusal.message}")


LONGEST_TITLE: Final = 200


def evidence_of(noticed: Grounds) -> tuple[Evidence, ...]:
    """Return the grounds, one by one, as evidence of the case."""
    return tuple(
        Evidence(
            kind=EvidenceKind.MATCH if ground.code in {"protected_name", "emblem"} else EvidenceKind.ACCOUNT,
            text=ground.message,
            spot=ground.spot,
        )
        for ground in noticed.noticed
    )


def _asked(body: RegistrationHeld | ProfileChangeHeld) -> tuple[Evidence, ...]:
    """Return the parts of the profile that the holder wants to show instead, as evidence."""
    if isinstance(body, RegistrationHeld):
        return ()
    asked = {part: value for part in a01.PARTS if (value := getattr(body, part)) is not None}
    return tuple(
        Evidence(kind=EvidenceKind.TEXT, text=f"asked for the {part}: {value or '(none)'}"[:2000])
        for part, value in asked.items()
    )
