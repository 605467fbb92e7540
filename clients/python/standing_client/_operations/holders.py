"""Operations of `holders`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Holders(Calling):
    """Operations of `holders`."""

    def create_status_link(
        self,
        account: str,
        *,
        language: Annotated[Literal["zh", "en"], Open] | Unset = UNSET,
        expires_in: dt.timedelta | Unset | None = UNSET,
        return_url: str | Unset | None = UNSET,
        timeout: float | None = None,
    ) -> models.StatusLinkAnswer:
        """Create a link to the status page for the account's holder.

        The page shows the holder what the account may do, what not, why and until when, the statements of
        reasons, and a form to appeal. Each call creates another link; nothing is recorded.

        Roles: platform, operator.
        """
        found: models.StatusLinkAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/status-links",
            ["StatusLinkAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={"language": language, "expires_in": expires_in, "return_url": return_url},
        )
        return found

    def read_holder_status(self, account: str, *, timeout: float | None = None) -> models.HolderStatus:
        """Read the status of an account as its holder may see it.

        The content of the status page as data, in Chinese and English, for platforms that draw it themselves. It
        has nothing of anyone else: no reviewer, no other holder, no notes.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.HolderStatus = self.answer_to(
            "GET",
            "/v1/accounts/{account}/holder-status",
            ["HolderStatus"],
            timeout=timeout,
            path_values={"account": account},
        )
        return found
