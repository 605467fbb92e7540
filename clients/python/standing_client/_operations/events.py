"""Operations of `events`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Events(Calling):
    """Operations of `events`."""

    def list_events(
        self,
        *,
        after: int | Literal["latest"] | None = None,
        types: str | None = None,
        account: str | None = None,
        limit: int | None = None,
        wait: int | None = None,
        timeout: float | None = None,
    ) -> models.EventsPage:
        """Read the event feed.

        Contains every fact, every boundary that was passed, and every entry of a case, directive or other record.
        Continue with `next`, indefinitely.

        With `wait`, the response is sent as soon as there is a new event. With `Accept: text/event-stream` the
        response is endless: each event is sent when it is recorded, and `Last-Event-ID` resumes an interrupted
        stream. The stream of a revoked key ends within two seconds with an event `problem`.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.EventsPage = self.answer_to(
            "GET",
            "/v1/events",
            ["EventsPage"],
            timeout=timeout,
            params={"after": after, "types": types, "account": account, "limit": limit, "wait": wait},
        )
        return found

    def iter_events(
        self, *, types: str | None = None, account: str | None = None, limit: int | None = None, wait: int | None = None
    ) -> Iterator[models.AnyEvent]:
        """Read the event feed: every item of every page."""
        place: Any = None
        while True:
            page = self.list_events(types=types, account=account, limit=limit, wait=wait, after=place)
            yield from page.events
            following: Any = page.next
            if following is None or (following == place and not page.events):
                return
            place = following
