"""Makers of rows: what the platform must have before an operation's example is sent (`table`).

An example is the description's own: the first of the body's examples, and those of the parameters. A row replaces the
identifiers in it by those of the prepared platform.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.reports.reports import ReportStatus
from tests.clients.platform import Platform


@dataclass
class Call:
    """What differs from the operation's example: parameters, fields of the body, or a body that is no JSON."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    content: bytes | None = None


Prepare = Callable[[Platform], Awaitable[Call]]


def plain(**query: Any) -> Prepare:
    """Nothing is needed."""

    async def prepare(_: Platform) -> Call:
        return Call(query=query)

    return prepare


def saying(**body: Any) -> Prepare:
    """Nothing is needed, but the body must say something else."""

    async def prepare(_: Platform) -> Call:
        return Call(body=body)

    return prepare


def on_account(*, query: Mapping[str, Any] | None = None, **body: Any) -> Prepare:
    """An account, in the path."""

    async def prepare(platform: Platform) -> Call:
        return Call(path={"account": await platform.account()}, query=dict(query or {}), body=body)

    return prepare


def asking(**body: Any) -> Prepare:
    """An account, in the body."""

    async def prepare(platform: Platform) -> Call:
        return Call(body={"account": await platform.account(), **body})

    return prepare


def after(what: str, **said: Any) -> Prepare:
    """An account about which something was decided, and the identifier of that."""

    async def prepare(platform: Platform) -> Call:
        account = await platform.account()
        return Call(path={"account": account, "id": await platform.did(account, what, **said)})

    return prepare


after_ban = after("bans", category="rumour_making", duration="P7D")
after_measure = after("actions", measure="limit_recommendation", category="distortion", duration="P30D")


def on(name: str, make: Callable[[Platform], Awaitable[str]], **more: Any) -> Prepare:
    """A record that `make` makes, in the path under `name`."""

    async def prepare(platform: Platform) -> Call:
        return Call(path={name: await make(platform)}, **more)

    return prepare


def on_case(**body: Any) -> Prepare:
    return on("case", lambda platform: platform.case(), body=body)


def on_application(**body: Any) -> Prepare:
    return on("case", Platform.application, body=body)


def on_report(status: ReportStatus, *, release: bool = False, **path: str) -> Prepare:
    async def prepare(platform: Platform) -> Call:
        return Call(path={"report": await platform.report(status, release=release), **path})

    return prepare


def fresh(**stems: str) -> Prepare:
    """Identifiers in the body that nobody has."""

    async def prepare(platform: Platform) -> Call:
        return Call(body={name: platform.fresh(stem) for name, stem in stems.items()})

    return prepare
