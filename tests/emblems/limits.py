"""Default limits on pictures."""

from settings import Settings

LIMITS = Settings().pictures()
