"""What the API says of a refused request, in the reader's language: titles of problems and messages beside fields.

The API speaks English. `locale/zh/problems.po` has the Chinese; a text with values in it, such as `must have at most
%(count)s characters`, is recognised whatever they are. What has no Chinese stays as the API said it.
"""

import re
from functools import cache
from typing import Final

from console.texts.languages import Code, Language, language

_VALUE: Final = re.compile(r"%\((\w+)\)s")
_CHOICES: Final = "values"
"""Value that is a list of the words that are permitted: it is in quotation marks."""


def said(message: str, spoken: Language) -> str:
    """Return a title or message of the API in a language."""
    known = spoken.text(message)
    if known != message or spoken.code == "en":
        return known
    for pattern, translated in _patterns(spoken.code):
        if (found := pattern.fullmatch(message)) is not None:
            return translated % found.groupdict()
    return message


@cache
def _patterns(code: Code) -> tuple[tuple[re.Pattern[str], str], ...]:
    texts = language(code).texts
    return tuple((_pattern(msgid), translated) for msgid, translated in texts.items() if _VALUE.search(msgid))


def _pattern(msgid: str) -> re.Pattern[str]:
    """Return the pattern of a text with values."""
    parts = _VALUE.split(msgid)
    fixed, names = parts[::2], parts[1::2]
    pattern = re.escape(fixed[0])
    for name, after in zip(names, fixed[1:], strict=True):
        value = "'.+'" if name == _CHOICES else ".+?"
        pattern += f"(?P<{name}>{value}){re.escape(after)}"
    return re.compile(pattern)
