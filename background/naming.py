"""Names of actors in the news that records' workflows receive, so that operators read names in Temporal, too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.people.names import names_within
from ledger.streams.outbox import Message
from models.records import RecordChanged

_ACTOR: Final = re.compile(r"(per|key)_[0-9a-f]{12}")


async def with_names(connection: AsyncConnection, messages: Sequence[Message]) -> list[Message]:
    """Return the messages with the names of the persons and services that each mentions."""
    mentioned = [set(_mentioned(message.news)) for message in messages]
    every = set().union(*mentioned)
    names = await names_within(connection, every) if every else {}
    return [
        _told(message, {one: names[one] for one in sorted(own & {*names})})
        for message, own in zip(messages, mentioned, strict=True)
    ]


def _told(message: Message, names: dict[str, str]) -> Message:
    if isinstance(message.news, RecordChanged):
        return replace(message, news=message.news.model_copy(update={"names": names}))
    return replace(message, names=names)


def _mentioned(news: Any) -> Iterator[str]:
    if isinstance(news, RecordChanged):
        yield from _strings(news.state)
        yield from _strings(news.entries)
    else:
        yield from _strings([fact.actor for fact in news])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _ACTOR.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
