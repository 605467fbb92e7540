"""Reaction to entries of persons: each is an event of the audit, too."""

from ledger.audit import appending
from ledger.streams.records import Happened
from models.audit import PersonChanged
from models.people.people import Person, PersonBody


async def audit(happened: Happened[PersonBody, Person]) -> None:
    """Record the entries in the audit. It is the last reaction: it takes the lock on the audit's chain."""
    person = happened.state
    events = [
        PersonChanged(
            actor=entry.actor,
            person=person.id,
            entry=entry.body.type,
            version=entry.seq,
            roles=person.roles,
            kinds=None if person.kinds is None else tuple(kind.value for kind in person.kinds),
            active=person.active,
        )
        for entry in happened.entries
    ]
    await appending.append(happened.connection, *events, now=happened.command.now)
