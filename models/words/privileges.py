"""Privileges of an account, as dotted names: a restriction on a parent covers its children."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema


class Field(StrEnum):
    """Fields in which publishing needs a certification (article 2)."""

    FINANCE = "finance"
    EDUCATION = "education"
    HEALTHCARE = "healthcare"
    JUSTICE = "justice"


class Method(StrEnum):
    """Methods of profit-making, each with a privilege of its own (article 8)."""

    ADVERTISING = "advertising"
    CONTENT_REVENUE = "content_revenue"
    ECOMMERCE = "ecommerce"
    LIVE_GIFTS = "live_gifts"
    APPRECIATION = "appreciation"
    PAID_KNOWLEDGE = "paid_knowledge"
    BRAND_COOPERATION = "brand_cooperation"


SERVICE: Final = "service"
PUBLISH: Final = "publish"
MONETIZE: Final = "monetize"
GAIN_FOLLOWERS: Final = "gain_followers"
BE_RECOMMENDED: Final = "be_recommended"
APPLY_MONETIZATION: Final = "apply_monetization"
"""Privilege of applying for profit-making, closed by the clean window and the freeze of article 8."""


def publish_in(field: Field) -> str:
    """Return the privilege of publishing in a protected field."""
    return f"{PUBLISH}.{field.value}"


def monetize_by(method: Method) -> str:
    """Return the privilege of profit-making by one method."""
    return f"{MONETIZE}.{method.value}"


_PLAIN: Final = (SERVICE, PUBLISH, GAIN_FOLLOWERS, BE_RECOMMENDED, APPLY_MONETIZATION)
GRANTED: Final = frozenset([*map(publish_in, Field), *map(monetize_by, Method)])
"""Privileges that are closed by default: each needs a certification or a granted application."""

ASKABLE: Final = (*_PLAIN, *map(publish_in, Field), *map(monetize_by, Method))
"""Privileges that a question may name, in the usual order of lists."""


def _lineage(privilege: str) -> tuple[str, ...]:
    if privilege == APPLY_MONETIZATION:
        return (SERVICE, MONETIZE, APPLY_MONETIZATION)
    parent = privilege.partition(".")[0]
    return tuple(dict.fromkeys((SERVICE, parent, privilege)))


LINEAGE: Final[Mapping[str, tuple[str, ...]]] = {name: _lineage(name) for name in ASKABLE}
"""Names whose restriction closes a privilege, by privilege: itself, its parent, and the service as a whole."""


def _known(value: str) -> str:
    if value not in LINEAGE:
        raise ValueError(f"must be one of {', '.join(ASKABLE)}")
    return value


Privilege = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(ASKABLE)})]
"""Name of a privilege that a question may name."""
