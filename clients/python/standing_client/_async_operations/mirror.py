"""Operations of `mirror`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Mirror(AsyncCalling):
    """Operations of `mirror`."""

    async def read_mirror_changes(
        self,
        *,
        after: int | Annotated[Literal["latest"], Open],
        wait: float | None = None,
        rumours: str | None = None,
        standings: bool | None = None,
        timeout: float | None = None,
    ) -> models.MirrorChanges:
        """Follow the changes of all standings.

        The accounts with new facts after a position, as soon as there are any. The answer says up to which
        instant it is complete; a mirror that has applied it is never older than that.

        Roles: platform, operator.
        """
        found: models.MirrorChanges = await self.answer_to(
            "GET",
            "/v1/mirror/changes",
            ["MirrorChanges"],
            timeout=timeout,
            params={"after": after, "wait": wait, "rumours": rumours, "standings": standings},
        )
        return found

    async def list_mirrored_standings(
        self, *, after: str | None = None, most: int | None = None, timeout: float | None = None
    ) -> models.MirroredStandings:
        """Read all standings, page by page.

        Standings as they are now, in the order of the accounts. Ask for a position first (`changes`).

        Roles: platform, operator.
        """
        found: models.MirroredStandings = await self.answer_to(
            "GET", "/v1/mirror/standings", ["MirroredStandings"], timeout=timeout, params={"after": after, "most": most}
        )
        return found

    async def iter_mirrored_standings(self, *, most: int | None = None) -> AsyncIterator[models.MirroredStanding]:
        """Read all standings, page by page: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_mirrored_standings(most=most, after=place)
            for item in page.standings:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.standings):
                return
            place = following

    async def load_mirrored_standings(
        self, *, accounts: Sequence[models.WantedStanding | Mapping[str, Any]], timeout: float | None = None
    ) -> models.LoadedStandings:
        """Read the standings of some accounts.

        Standings as they are in the database now, each at the version that is known of it or a newer one.

        Roles: platform, operator.
        """
        found: models.LoadedStandings = await self.answer_to(
            "POST", "/v1/mirror/standings", ["LoadedStandings"], timeout=timeout, body={"accounts": accounts}
        )
        return found

    async def read_mirrored_rumours(self, *, timeout: float | None = None) -> models.MirroredRumours:
        """Read the open rumours that texts repeat.

        The open rumours with their claims and information, without their evidence (article 6).

        Roles: platform, operator.
        """
        found: models.MirroredRumours = await self.answer_to(
            "GET", "/v1/mirror/rumours", ["MirroredRumours"], timeout=timeout
        )
        return found
