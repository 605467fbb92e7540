"""Which followers a violation has brought: through which contents, in which windows, or all there are."""

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
    """From when until when; the end is not part of it."""

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
    """Which gains are tainted. Nothing said: the platform finds out."""

    contents: Contents = ()
    windows: Windows = ()
    everything: bool = False

    @property
    def said(self) -> bool:
        """Whether it tells which gains are meant."""
        return bool(self.contents or self.windows or self.everything)
