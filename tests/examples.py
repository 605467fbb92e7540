"""Numbers of generated examples: few in the gate, ten times as many in the long run (`--hypothesis-profile=long`)."""

from typing import Final

from hypothesis import settings

USUAL: Final = 100
"""Hypothesis's own number of examples for a test."""


def register() -> None:
    """Make the profile of the long run known; before pytest reads which one is wanted."""
    settings.register_profile("long", max_examples=10 * USUAL)


def examples(usual: int) -> int:
    """Number of examples, under the profile in force, for a test that tries `usual` of them in the gate."""
    assert settings.default is not None
    return usual * settings.default.max_examples // USUAL
