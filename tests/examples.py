"""Numbers of generated examples: few in the gate, ten times as many in the long run (`--hypothesis-profile=long`)."""

from typing import Final

from hypothesis import settings

LONG: Final = "long"


def register() -> None:
    """Make the profile of the long run known; before pytest reads which one is wanted."""
    settings.register_profile(LONG)


def examples(usual: int, *, times: int = 10) -> int:
    """Number of examples for a test that tries `usual` of them in the gate, and `times` as many in the long run."""
    return usual * times if settings.get_current_profile_name() == LONG else usual
