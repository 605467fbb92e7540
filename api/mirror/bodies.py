"""Answers of the mirror. Standings are passed on as the database writes them, so the answers are joined as text."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import Field
from starlette.responses import Response

from api.handling.requests import Body, examples
from api.handling.routing import JSON
from api.http.parameters import LAST_SEQ
from ledger.mirroring import Mirrored
from models.base import Frozen
from models.instants import Instant, rfc3339
from models.names import AccountId

MOST_STANDINGS: Final = 2_000
"""Maximum number of standings in one answer: about a megabyte."""


class MirroredStanding(Frozen):
    """A standing as the rules of this version read it, without what no decision reads."""

    account: AccountId
    version: int
    standing: Annotated[dict[str, Any], Field(description="Its form belongs to the version of the rules.")]


class ChangedAccount(Frozen):
    """An account with new facts."""

    account: AccountId
    version: int


class MirrorChanges(Frozen):
    """What has changed after a position."""

    received: Annotated[Instant, Field(description="When the request arrived, by the server's clock.")]
    as_of: Annotated[Instant, Field(description="With `complete`, everything recorded by this instant is contained.")]
    now: Annotated[Instant, Field(description="When this answer was sent, by the server's clock.")]
    next: Annotated[int, Field(description="Pass it as `after`, at once if not `complete`.")]
    complete: bool
    lost: Annotated[
        bool, Field(description="`after` is no position of this feed: drop everything, and begin with `latest`.")
    ]
    rules: Annotated[str, Field(description="Version of the rules; another one answers other questions differently.")]
    rumours: Annotated[str, Field(description="Differs whenever the open rumours do.")]
    accounts: tuple[ChangedAccount, ...]
    standings: Annotated[
        tuple[MirroredStanding, ...] | None, Field(description="The standings of these accounts, if asked for.")
    ]


class MirroredStandings(Frozen):
    """A page of standings."""

    standings: tuple[MirroredStanding, ...]
    next: Annotated[AccountId | None, Field(description="Pass it as `after` for the next page; null on the last page.")]


class LoadedStandings(Frozen):
    """The standings of the accounts asked for; accounts that do not exist are left out."""

    standings: tuple[MirroredStanding, ...]


class MirroredRumours(Frozen):
    """The open rumours that texts are compared with (article 6)."""

    tag: Annotated[str, Field(description="The value of `rumours` in the changes.")]
    openings: Annotated[dict[str, Any], Field(description="By identifier; their form belongs to the rules' version.")]


class WantedStanding(Frozen):
    """An account, and the version that is known of it."""

    account: AccountId
    at_least_version: Annotated[
        int, Field(ge=0, le=LAST_SEQ, description="The answer waits until the account has this version.")
    ] = 0


class LoadBody(Body):
    """Accounts whose standings are wanted."""

    model_config = examples(
        {"accounts": [{"account": "gaoyuan-caijing"}, {"account": "kitchen", "at_least_version": 3}]}
    )

    accounts: Annotated[tuple[WantedStanding, ...], Field(min_length=1, max_length=MOST_STANDINGS)]


def shown(at: datetime) -> str:
    """Return the instant as a JSON text."""
    return f'"{rfc3339(at)}"'


def standings_text(standings: Iterable[Mirrored]) -> str:
    """Return the standings as a JSON list. An identifier of an account needs no escaping."""
    return ",".join(
        f'{{"account":"{one.account}","version":{one.version},"standing":{one.standing}}}' for one in standings
    )


def changed_text(accounts: Mapping[str, int]) -> str:
    """Return the changed accounts as a JSON list, without its brackets."""
    return ",".join(f'{{"account":"{account}","version":{version}}}' for account, version in accounts.items())


def answer(text: str) -> Response:
    """Return the text as a response."""
    return Response(text, media_type=JSON)
