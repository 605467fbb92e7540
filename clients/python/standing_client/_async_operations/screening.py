"""Operations of `screening`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Screening(AsyncCalling):
    """Operations of `screening`."""

    async def screen_names(self, *, names: Sequence[str], timeout: float | None = None) -> models.NamesScreened:
        """Screen up to 1,000 names.

        For lists of names that exist already: any text is screened, also one that could not become a name.

        Roles: platform, reviewer, operator.
        """
        found: models.NamesScreened = await self.answer_to(
            "POST", "/v1/screenings/names", ["NamesScreened"], timeout=timeout, body={"names": names}
        )
        return found

    async def screen_profile(
        self, *, name: str, bio: str | Unset = UNSET, avatar: str | Unset | None = UNSET, timeout: float | None = None
    ) -> models.ScreenedProfile:
        """Screen a name, a bio and an avatar.

        Against the protected names: the match, its kind and position, the screening row and the version of the
        lexicon. Against the protected emblems: the emblems that seem to appear in the picture, and the version of
        the bank.

        Roles: platform, reviewer, operator.
        """
        found: models.ScreenedProfile = await self.answer_to(
            "POST",
            "/v1/screenings",
            ["ScreenedProfile"],
            timeout=timeout,
            body={"name": name, "bio": bio, "avatar": avatar},
        )
        return found

    async def read_lexicon(self, *, timeout: float | None = None) -> models.LexiconShown:
        """Read the lexicon in force and its rows.

        Version, number of names of each kind, screening rows and imported lists.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.LexiconShown = await self.answer_to("GET", "/v1/lexicon", ["LexiconShown"], timeout=timeout)
        return found

    async def list_protected_names(
        self,
        *,
        kind: models.ProtectedKind | None = None,
        search: str | None = None,
        after: str | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> models.ProtectedNamesPage:
        """List protected names.

        Names in force, by identifier.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ProtectedNamesPage = await self.answer_to(
            "GET",
            "/v1/lexicon/names",
            ["ProtectedNamesPage"],
            timeout=timeout,
            params={"kind": kind, "search": search, "after": after, "limit": limit},
        )
        return found

    async def iter_protected_names(
        self, *, kind: models.ProtectedKind | None = None, search: str | None = None, limit: int | None = None
    ) -> AsyncIterator[models.ProtectedName]:
        """List protected names: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_protected_names(kind=kind, search=search, limit=limit, after=place)
            for item in page.names:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.names):
                return
            place = following

    async def import_protected_names(
        self,
        *,
        source: str,
        listed_on: dt.date,
        names: Sequence[models.ListedName | Mapping[str, Any]],
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.LexiconChanged:
        """Import a list of protected names.

        The names are in force at once, and all accounts are screened again (`/v1/rescreens`). A known name is
        replaced if it differs.

        Roles: operator.
        """
        found: models.LexiconChanged = await self.answer_to(
            "POST",
            "/v1/lexicon/imports",
            ["LexiconChanged"],
            timeout=timeout,
            body={"source": source, "listed_on": listed_on, "names": names},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def retire_protected_names(
        self,
        *,
        entries: Sequence[str],
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.LexiconChanged:
        """Retire protected names.

        Earlier screenings keep the version of the lexicon that they used.

        Roles: operator.
        """
        found: models.LexiconChanged = await self.answer_to(
            "POST",
            "/v1/lexicon/retirements",
            ["LexiconChanged"],
            timeout=timeout,
            body={"entries": entries, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def switch_screening_row(
        self,
        *,
        row: str,
        on: bool,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.LexiconChanged:
        """Switch a screening row on or off.

        The rows and what they hold are listed with the lexicon.

        Roles: operator.
        """
        found: models.LexiconChanged = await self.answer_to(
            "POST",
            "/v1/lexicon/switches",
            ["LexiconChanged"],
            timeout=timeout,
            body={"row": row, "on": on, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def choose_screening_preset(
        self,
        *,
        preset: str,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.LexiconChanged:
        """Set all screening rows to a preset.

        All rows are set as in the preset, including those switched individually; all accounts are screened again.

        Roles: operator.
        """
        found: models.LexiconChanged = await self.answer_to(
            "POST",
            "/v1/lexicon/presets",
            ["LexiconChanged"],
            timeout=timeout,
            body={"preset": preset, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
