"""What the API says of a refused request, in the reader's language: titles, details, and faults beside fields.

The Chinese is that of the API's own answers (`regulation.words.sentences`); what the console itself says of a form has
its Chinese in `locale/zh`. A sentence that neither has, as a newer API may say, stays in English.
"""

import re
from typing import Final

from console.texts.languages import N_, Language
from regulation.words.field_names import place_zh
from regulation.words.sentences.chinese import in_chinese

_OF_ITEM: Final = re.compile(r"item (\d+): (.+)", re.DOTALL)
"""A message about one of the items that were typed into one field."""


def said(message: str, spoken: Language) -> str:
    """Return a sentence of the API in a language."""
    item = _OF_ITEM.fullmatch(message)
    if item is not None:
        return spoken.text(N_("item %(number)s: %(message)s")) % {"number": item[1], "message": said(item[2], spoken)}
    known = spoken.text(message)
    return known if known != message or spoken.code == "en" else in_chinese(message, message)


def place(path: str, spoken: Language) -> str:
    """Return the place of a fault as a reader is told, by the label of the field: `body.terms.duration` is "terms ·
    duration", 条款·期限.
    """
    if spoken.code == "zh":
        return place_zh(path)
    inner = path.partition(".")[2] or path
    return " · ".join(
        part.replace("_", " ") if not part.isdecimal() else f"#{int(part) + 1}" for part in inner.split(".")
    )
