"""Screening of a profile: its name by the rows for names, its bio by the rows for bios (article 1)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from models.accounts.profiles import Profile, Screened, Seen
from models.screening.screening import How, Match, Screening
from screening.screener import Screener

_HOW: Final[Mapping[How, str]] = {
    How.EXACT: "is",
    How.CONTAINED: "holds",
    How.VARIANT: "holds, written otherwise,",
    How.LOOK_ALIKE: "looks like",
    How.PINYIN: "spells",
    How.COMPOSED: "is made like that of an organ or outlet:",
}


def screening_by(screener: Screener) -> Callable[[Profile], Screened]:
    """Function that screens profiles with this screener; its messages have at most 200 characters."""

    def screen(profile: Profile) -> Screened:
        seen = [*_seen("name", screener.screen(profile.name))]
        if profile.bio:
            seen += _seen("bio", screener.screen_bio(profile.bio))
        return Screened.trusted(seen=tuple(seen), lexicon=screener.version)

    return screen


def _seen(part: str, found: Screening) -> Iterator[Seen]:
    for match in found.matches:
        message = f"the {part} {_HOW[match.how]} {match.protected} ({match.kind.replace('_', ' ')}, {match.rule})"
        yield Seen.model_validate(
            {
                "part": part,
                "text": found.text,
                "protected": _protected(match),
                "message": message[:200],
                "start": match.start,
                "end": match.end,
            }
        )


def _protected(match: Match) -> str:
    return match.protected[:200]
