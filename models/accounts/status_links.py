"""Status links: short-lived addresses under which the holder of an account reads its status without signing in."""

from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId

Language = Literal["zh", "en"]
"""Language of the page: Chinese or English."""

ID_PATTERN: Final = r"^lnk_[0-9a-f]{16}$"

RETURN_PATTERN: Final = r"^[a-z][a-z0-9+.-]{1,30}://[!#-;=?-\[\]_a-z~%]{1,480}$"
"""Address back to the app, in ASCII; the scheme may be the app's own. Quotation marks, angle brackets and backslashes
are left out.
"""

HOLDER_BY_LINK: Final = "holder-by-link"
"""Actor recorded for what the holder does under a status link: no key and no person, but whoever the platform has shown
the link to.
"""


class StatusLink(Frozen):
    """Content of a status link; the signature over it makes it valid."""

    id: Annotated[str, StringConstraints(pattern=ID_PATTERN)]
    """Identifier for logs, where the link itself must not appear."""
    account: AccountId
    holder: str
    """Keyed hash of account and holder at the time of issue: another holder of the account makes the link invalid."""
    language: Language
    expires_at: Annotated[Instant, Described(description="End of the link's validity, not included.")]
    return_url: str | None = None
