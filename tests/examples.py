"""Numbers of generated examples: few in the gate, ten times as many in the long run (`--hypothesis-profile=long`)."""

from typing import Final

from hypothesis import settings

LONG: Final = "long"


def register() -> None:
    """Register the profile of the long run, before pytest reads the name of the wanted profile."""
    settings.register_profile(LONG)


def examples(usual: int, *, times: int = 10) -> int:
    """Return the number of examples for a test: `usual` in the gate, and `times` as many in the long run."""
    return usual * times if settings.get_current_profile_name() == LONG else usual
