"""The two things every value of the vocabulary shares: it never changes, and it refuses what it does not know."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value; an unknown key is an error, so that a misspelt one cannot be lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")
