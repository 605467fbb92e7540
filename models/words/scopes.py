"""Scope of the followers gained by a violation: by contents, by windows, or all of them (article 10)."""

from typing import Annotated, Final, Self

from pydantic import Field as Described
from pydantic import StringConstraints, model_validator

from models.base import Frozen
from models.instants import Instant

CONTENT_PATTERN: Final = r"^[^\s\x00-\x1f\x7f]{1,200}$"
ContentId = Annotated[str, StringConstraints(pattern=CONTENT_PATTERN), "the platform's identifier, without spaces"]

MOST_CONTENTS: Final = 1_000
MOST_WINDOWS: Final = 20


class Window(Frozen):
    """Interval of time, without its end."""

    begins: Instant
    ends: Instant

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("ends must lie after begins")
        return self


Contents = Annotated[tuple[ContentId, ...], Described(max_length=MOST_CONTENTS)]
Windows = Annotated[tuple[Window, ...], Described(max_length=MOST_WINDOWS)]


class Scope(Frozen):
    """Scope of the tainted gains; an empty one leaves it to the platform to determine them."""

    contents: Contents = ()
    windows: Windows = ()
    everything: bool = False

    @property
    def said(self) -> bool:
        """Return whether it limits the gains."""
        return bool(self.contents or self.windows or self.everything)
