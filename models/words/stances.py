"""Stances: does a text repeat a rumour, deny it, or only ask (article 6, reading 15)?"""

from enum import StrEnum


class Stance(StrEnum):
    """How a text stands to a rumour that it speaks of."""

    REPEATS = "repeats"
    """It says or implies that the claim is so: labelled, and not recommended."""
    DENIES = "denies"
    """It says that the claim is not so: neither labelled nor limited, and counted as debunking."""
    ASKS = "asks"
    """It only asks whether the claim is so: labelled, so that its readers see the answer, and not limited."""
