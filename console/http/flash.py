"""A message that the next page shows once, after a redirect.

It travels in a cookie without a signature. What a stranger could put there is therefore limited to what is harmless:
only texts that the console itself has, with short values that are escaped as all others.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request, Response

from console.texts.languages import Language, language

COOKIE: Final = "standing-flash"
_LONGEST: Final = 1000


@dataclass(frozen=True)
class Flash:
    """A message: a text of the console (its English msgid), and the values for its `%(name)s`."""

    text: str
    values: dict[str, str] = field(default_factory=dict)

    def said(self, spoken: Language) -> str:
        """Return the message in a language."""
        return spoken.text(self.text) % self.values


def keep(response: Response, flash: Flash, *, secure: bool) -> None:
    """Give the message to the next page."""
    written = json.dumps([flash.text, flash.values], ensure_ascii=False, separators=(",", ":"))
    value = urlsafe_b64encode(written.encode()).decode().rstrip("=")
    response.set_cookie(COOKIE, value, max_age=60, path="/console", httponly=True, samesite="strict", secure=secure)


def kept(request: Request) -> Flash | None:
    """Return the message that the page before gave; None for whatever the console would not have written."""
    value = request.cookies.get(COOKIE)
    if not value or len(value) > _LONGEST:
        return None
    try:
        text, values = json.loads(urlsafe_b64decode(f"{value}{'=' * (-len(value) % 4)}"))
        if text not in language("zh").texts or not all(isinstance(each, str) for each in values.values()):
            return None
        flash = Flash(text, {str(name): each for name, each in values.items()})
        flash.said(language("zh"))
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        return None
    return flash


def forget(response: Response) -> None:
    """Remove the message once it is shown."""
    response.delete_cookie(COOKIE, path="/console")
