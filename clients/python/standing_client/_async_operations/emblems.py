"""Operations of `emblems`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Emblems(AsyncCalling):
    """Operations of `emblems`."""

    async def add_emblem(
        self, *, content: bytes, content_type: str, name: str, id: str | None = None, timeout: float | None = None
    ) -> models.Emblem:
        """Add an emblem to the bank (article 1).

        The body is the picture: PNG, JPEG or WebP, showing the emblem alone at the highest available resolution.
        Send it as `application/octet-stream`, or as what it is. Adding the same picture under the same name again
        has no effect, so no Idempotency-Key is needed.

        Roles: operator.
        """
        found: models.Emblem = await self.answer_to(
            "POST",
            "/v1/emblems",
            ["Emblem"],
            timeout=timeout,
            params={"name": name, "id": id},
            content=content,
            content_type=content_type,
        )
        return found

    async def list_emblems(self, *, timeout: float | None = None) -> models.EmblemsList:
        """List the bank of emblems.

        All current and retired emblems, oldest first.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.EmblemsList = await self.answer_to("GET", "/v1/emblems", ["EmblemsList"], timeout=timeout)
        return found

    async def screen_avatar(
        self,
        *,
        content: bytes,
        content_type: str,
        account: str | None = None,
        link: str | None = None,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.EmblemScreening:
        """Screen an avatar for protected emblems.

        The body is the picture; it is not stored. A match is evidence for a reviewer, never a decision: with
        `account` it opens a case, the same one whenever the same picture is sent. Of an animation the first
        picture is screened.

        Roles: platform, reviewer, operator.
        """
        found: models.EmblemScreening = await self.answer_to(
            "POST",
            "/v1/emblems/screenings",
            ["EmblemScreening"],
            timeout=timeout,
            params={"account": account, "link": link},
            content=content,
            content_type=content_type,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def read_emblem_image(self, emblem: str, *, timeout: float | None = None) -> Reply:
        """Read the picture of an emblem.

        Also available for a retired emblem.

        Roles: platform, reviewer, operator, auditor.
        """
        return await self.reply_to("GET", "/v1/emblems/{emblem}/image", timeout=timeout, path_values={"emblem": emblem})

    async def retire_emblem(
        self, emblem: str, *, reason: str | Unset = UNSET, timeout: float | None = None
    ) -> models.Emblem:
        """Retire an emblem.

        The emblem stays in the list, with the matches found by it. Repeating the request has no effect.

        Roles: operator.
        """
        found: models.Emblem = await self.answer_to(
            "POST",
            "/v1/emblems/{emblem}/retirement",
            ["Emblem"],
            timeout=timeout,
            path_values={"emblem": emblem},
            body={"reason": reason},
        )
        return found
