"""The order in which a text is shown: right-to-left letters and controls turn what stands beside them (UAX 9).

`\u202e报日民人` is read as 人民日报 although no four characters of it follow one another so. A text is therefore judged
as it is written and as it is shown, in a line that runs from the left and in one that follows its first letter.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from models.screening import How, Match, Outcome, Screening

TURNING: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters that run from the right, and controls: without one of these a text is shown as it is written."""


def shown(text: str) -> Iterator[str]:
    """The text as it is shown, in each way in which that differs from how it is written."""
    if TURNING.search(text) is None:
        return
    from bidi import get_display

    ways = ("\n".join(str(get_display(line, base_dir=base)) for line in text.split("\n")) for base in ("L", None))
    yield from dict.fromkeys(way for way in ways if way != text)


def either_way(screen: Callable[[str], Screening], text: str) -> Screening:
    """What is seen in the text as it is written, or else as it is shown."""
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
