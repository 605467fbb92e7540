"""Which workflow follows which kind of dossier: the literal table of the dossiers' relay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.base import Frozen
from models.dossiers import DossierChanged


@dataclass(frozen=True)
class Follower:
    """A workflow that follows every dossier of one kind, from its first entry to its end.

    Its `run` takes one argument, made by `start` from the dossier's id, and it has the signal `changed` with a
    `DossierChanged`. It may be told the same twice: it passes over versions that it knows.
    """

    run: Callable[..., Any]
    start: Callable[[str], Frozen]
    summary: Callable[[str, DossierChanged], str]
    """What the list of workflows shows, from the dossier's id and its state; no more than 380 bytes are kept."""
    details: str
    """What this workflow does, in a sentence for operators (Markdown)."""


FOLLOWERS: Final[Mapping[str, Follower]] = {}
