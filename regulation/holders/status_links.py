"""Status links as texts: signed, bound to one account and its holder, valid for a short time.

A link is `content.signature`, both in base64url without padding. The content is compact JSON and readable by whoever
has the link, so it has nothing secret: the account, a keyed hash of the holder, language, end, and the way back. The
signature is an HMAC-SHA256 over the content as it is sent, compared as text, so a link has exactly one spelling.
"""

import base64
import binascii
import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, Literal

from pydantic import ValidationError

from models.accounts.status_links import StatusLink
from models.names import HolderRef

LONGEST: Final = 2048
"""Characters of a link at most; a longer text is refused unread."""
_PURPOSE: Final = b"standing: status links, key "
_HOLDER_BYTES: Final = 12

LinkFault = Literal["invalid", "expired"]
"""Why a text is no valid link: not signed with this key, or past its end."""


def key_of(holder_key: bytes, rotation: str) -> bytes:
    """Key of the links: HKDF-SHA256 (RFC 5869) of the holder key, for this purpose and the identifier of the rotation.

    Another identifier gives another key, and so ends every link that was issued before.
    """
    return _hkdf(holder_key, _PURPOSE + rotation.encode())


def _hkdf(secret: bytes, info: bytes, salt: bytes = b"") -> bytes:
    """First block of HKDF-SHA256, 32 bytes."""
    extracted = hmac.new(salt or bytes(32), secret, sha256).digest()
    return hmac.new(extracted, info + b"\x01", sha256).digest()


def holder_mark(account: str, holder: HolderRef, key: bytes) -> str:
    """Keyed hash of an account with its holder: equal only for the same holder of the same account."""
    digest = hmac.new(key, f"holder\n{account}\n{holder}".encode(), sha256).digest()
    return _text(digest[:_HOLDER_BYTES])


def signed(link: StatusLink, key: bytes) -> str:
    """Link as a text of letters, digits, `-`, `_` and one dot, which needs no escaping in an address."""
    content: dict[str, Any] = {
        "i": link.id,
        "a": link.account,
        "h": link.holder,
        "l": link.language,
        "e": int(link.expires_at.timestamp()),
    }
    if link.return_url is not None:
        content["r"] = link.return_url
    body = _text(json.dumps(content, separators=(",", ":")).encode())
    return f"{body}.{_signature(body, key)}"


def opened(token: str, key: bytes, now: datetime) -> StatusLink | LinkFault:
    """Link in the text, or why it is not valid at the instant. Whether the holder is still the same is another
    question: see `holder_mark`.
    """
    body, dot, signature = token.partition(".")
    if not dot or len(token) > LONGEST or not token.isascii():
        return "invalid"
    if not hmac.compare_digest(signature, _signature(body, key)):
        return "invalid"
    link = _content(body)
    if link is None:
        return "invalid"
    return link if now < link.expires_at else "expired"


def _content(body: str) -> StatusLink | None:
    """Content that we signed; None for one signed by a version that wrote it differently."""
    try:
        content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return StatusLink(
            id=content["i"],
            account=content["a"],
            holder=content["h"],
            language=content["l"],
            expires_at=datetime.fromtimestamp(content["e"], UTC),
            return_url=content.get("r"),
        )
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError, ValidationError):
        return None


def _signature(body: str, key: bytes) -> str:
    return _text(hmac.new(key, body.encode(), sha256).digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
