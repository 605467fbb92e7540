"""The limits on pictures that hold when nobody sets them."""

from settings import Settings

LIMITS = Settings().pictures()
