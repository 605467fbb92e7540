"""Stances of a text to a rumour: it repeats it, denies it, or only asks about it (article 6, reading 15)."""

from enum import StrEnum


class Stance(StrEnum):
    """Stance of a text to a rumour that it mentions."""

    REPEATS = "repeats"
    """The text states or implies that the claim is true: it is labelled, and not recommended."""
    DENIES = "denies"
    """The text states that the claim is false: it is neither labelled nor limited, and counts as debunking."""
    ASKS = "asks"
    """The text only asks whether the claim is true: it is labelled, so that readers see the answer, and not limited."""
