"""Operations of `standing`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Standing(Calling):
    """Operations of `standing`."""

    def read_standing(
        self,
        account: str,
        *,
        at: dt.datetime | None = None,
        as_of: dt.datetime | None = None,
        timeout: float | None = None,
    ) -> models.StandingAnswer:
        """Read a standing (articles 2, 7, 8, 9 and 10).

        The restrictions and grants at an instant, the next automatic change, and the answer for each privilege.

        `at` is the instant; omitted, it is now. `as_of` limits the answer to what was recorded by then.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.StandingAnswer = self.answer_to(
            "GET",
            "/v1/accounts/{account}/standing",
            ["StandingAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"at": at, "as_of": as_of},
        )
        return found
