"""Identifiers and recorded texts, each with its limit and the reason for it.

Input from outside is validated with the stricter types of `models.texts.incoming`, which have the same names.
"""

import re
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""Pattern of identifiers: short and plain, for use in URLs, workflow ids and search attributes."""


class AccountKind(StrEnum):
    """Kind of holder; the quota of article 7 depends on it."""

    INDIVIDUAL = "individual"
    ENTERPRISE = "enterprise"


REVIEW: Final = "review-"
"""Prefix of the identifiers of held registrations and held changes, and so of their cases (article 1)."""

AccountId = Annotated[str, StringConstraints(pattern=ID_PATTERN), "the platform's own identifier of the account"]
CaseId = Annotated[str, StringConstraints(pattern=ID_PATTERN), "identifier of a ban, violation, certification, …"]
HolderRef = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""Reference of a holder: a keyed hash (`h_…`), never the identity number."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def _printable(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control characters are not allowed")
    return value


NAME_LENGTH: Final = 100
"""Characters of an account's name: several times the limit of the platforms."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH),
    AfterValidator(_printable),
]
"""Account's name as shown to readers (article 4)."""

TEXT_LENGTH: Final = 2000
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TEXT_LENGTH), AfterValidator(_printable)]
"""Free text of a person: a bio, a reason, a qualification."""


LINE_LENGTH: Final = 200
"""Characters of a line: longer than any publisher's name or address, short enough to be shown whole in a label."""


def _in_one_line(value: str) -> str:
    # Otherwise a source could add a second line to its label that looks official.
    return " ".join(value.split())


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LINE_LENGTH),
    AfterValidator(_printable),
    AfterValidator(_in_one_line),
]
"""Text inside a label. A blank one counts as missing."""

LABEL_LENGTH: Final = 400
"""Characters of a label that names a claim and shows a line of 200 characters beside it."""

LabelText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LABEL_LENGTH),
    AfterValidator(_printable),
    AfterValidator(_in_one_line),
]
"""Text of a label, composed of texts with limits of their own."""

LINK_PATTERN: Final = r"^https?://[^\s\x00-\x1f\x7f]{1,990}$"
Link = Annotated[str, StringConstraints(pattern=LINK_PATTERN), "an address that a browser opens without executing it"]

DIGEST_PATTERN: Final = r"^[0-9a-f]{64}$"
Digest = Annotated[str, StringConstraints(pattern=DIGEST_PATTERN), "SHA-256 of content stored elsewhere"]
