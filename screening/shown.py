"""Display order of a text: right-to-left letters and controls reverse the text beside them (UAX 9).

`\u202e报日民人` is displayed as 人民日报. A text is therefore screened in its written order and in its display order,
for a line that runs from the left and for one whose direction follows its first letter.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from models.screening.screening import How, Match, Outcome, Screening

TURNING: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Right-to-left letters and controls; a text without them is displayed in its written order."""


def shown(text: str) -> Iterator[str]:
    """Display orders of the text that differ from its written order."""
    if TURNING.search(text) is None:
        return
    from bidi import get_display

    ways = ("\n".join(str(get_display(line, base_dir=base)) for line in text.split("\n")) for base in ("L", None))
    yield from dict.fromkeys(way for way in ways if way != text)


def either_way(screen: Callable[[str], Screening], text: str) -> Screening:
    """Result for the text in its written order; if that is clear, the first display order that has matches."""
    found = screen(text)
    if found.outcome is Outcome.CLEAR:
        for way in shown(text):
            if (seen := screen(way)).matches:
                return _as_written(text, seen)
    return found


def _as_written(text: str, screening: Screening) -> Screening:
    matches = tuple(_written(text, screening.text[match.start : match.end], match) for match in screening.matches)
    return screening.model_copy(update={"text": text, "matches": matches})


def _written(text: str, seen: str, match: Match) -> Match:
    start = next((at for at in (text.find(seen), text.find(seen[::-1])) if at >= 0), None)
    places = (0, len(text)) if start is None else (start, start + len(seen))
    return match.model_copy(update={"how": How.VARIANT, "start": places[0], "end": places[1]})
