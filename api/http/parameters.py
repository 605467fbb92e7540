"""Shared request parameters: identifiers in the path, instants, headers, page limits."""

import re
from datetime import date
from typing import Annotated, Any, Final

from fastapi import Header, Path
from pydantic import BeforeValidator, WithJsonSchema

from ledger import receipts
from models.accounts.status_links import RETURN_PATTERN
from models.cases.cases import ACTOR_PATTERN
from models.directives import TARGET_PATTERN
from models.instants import Instant
from models.names import DIGEST_PATTERN, ID_PATTERN, LINK_PATTERN, AccountId, CaseId
from models.rumours.reach import VIEWER_PATTERN
from models.rumours.rumours import SHORT_LINK_PATTERN, TERM_PATTERN
from regulation.holders.identifiers import holds_resident_id

_RFC_3339: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_PLUS_LOST: Final = re.compile(r"(.*T.*) (\d\d:\d\d)")

MOST_ROWS: Final = 500
"""Maximum number of rows in one page, so that no answer exceeds a few hundred kilobytes."""
LAST_SEQ: Final = 2**31 - 1
LAST_EVENT: Final = 2**63 - 1


def nothing_personal(value: str) -> str:
    """Return the text, unless it contains a resident ID number, which would be stored permanently.

    Use it for free text only: some eighteen-digit identifiers of a platform happen to be valid numbers.

    Raises:
        ValueError: when it contains one.
    """
    if holds_resident_id(value):
        raise ValueError("contains a resident ID number, which would be stored permanently: remove it")
    return value


def _rfc_3339(value: Any) -> Any:
    if isinstance(value, str) and not _RFC_3339.fullmatch(value):
        raise ValueError("must be an RFC 3339 time with an offset, such as 2026-03-01T09:00:00+08:00")
    return value


def _plus_restored(value: Any) -> Any:
    """Restore an offset written with a plain `+`, which means a space in a URL."""
    lost = _PLUS_LOST.fullmatch(value) if isinstance(value, str) else None
    return value if lost is None else f"{lost[1]}+{lost[2]}"


def _civil_day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("must be a day, such as 2026-03-01")
    return value


Moment = Annotated[Instant, BeforeValidator(_rfc_3339)]
"""An instant in a body: RFC 3339 only, although the domain type also reads other formats."""

QueryMoment = Annotated[Moment, BeforeValidator(_plus_restored)]
"""An instant in a URL."""

Day = Annotated[
    date, BeforeValidator(_civil_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-01"]})
]
"""A civil day in Asia/Shanghai, as written on a document."""

Account = Annotated[AccountId, Path(description="The platform's identifier of the account.")]
ReceiptId = Annotated[
    str,
    Path(
        pattern=receipts.ID_PATTERN,
        description="Identifier of the receipt, as in the header `Receipt`.",
        examples=[f"{receipts.PREFIX}{0:032x}"],
    ),
]
Case = Annotated[CaseId, Path(description="Identifier given when it was recorded.")]

KEY_PATTERN: Final = r"^[\x21-\x7e]{1,255}$"
VERSION_PATTERN: Final = r'^"[0-9]{1,9}"$'

IdempotencyKey = Annotated[
    str | None,
    Header(
        pattern=KEY_PATTERN,
        description="Your key, 1 to 255 visible ASCII characters. A repeated request with the same key gets the same "
        "answer; a different request with that key is refused, permanently.",
        examples=["ban-4711-attempt"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        pattern=VERSION_PATTERN,
        description="The version (ETag) that you know, in quotation marks: 412 if there is a newer version.",
        examples=['"3"'],
    ),
]

ID_IN_WORDS: Final = "must be 1 to 64 letters, digits, dots, underscores or hyphens, a letter or digit first"
IN_WORDS: Final = {
    ID_PATTERN: ID_IN_WORDS,
    TARGET_PATTERN: "must be 1 to 200 characters without spaces or control characters",
    LINK_PATTERN: "must be an address that begins with http:// or https://, of 1,000 characters at most",
    SHORT_LINK_PATTERN: "must be an address that begins with http:// or https://, of 200 characters at most",
    TERM_PATTERN: "must be a search term of 2 to 100 characters, without spaces: one term for each",
    RETURN_PATTERN: "must be an address such as https://app.example.cn/account or exampleapp://account, in ASCII",
    VIEWER_PATTERN: "must be an opaque token of 1 to 128 visible ASCII characters",
    DIGEST_PATTERN: "must be a SHA-256 as 64 hexadecimal digits in lower case",
    ACTOR_PATTERN: "must be 1 to 100 characters that can be shown, none of them a space at the beginning",
    KEY_PATTERN: "must be 1 to 255 visible ASCII characters without spaces",
    receipts.ID_PATTERN: "must be rct_ and 32 hexadecimal digits",
    VERSION_PATTERN: 'must be one version in quotation marks, such as "3"',
}
"""Messages for the patterns."""
