"""Fictional identity numbers: their check digits are valid, but the holders would be more than 120 years old, and the
enterprises would be registered at an office that does not exist.
"""

from datetime import date, timedelta
from typing import Final

_FIRST_BIRTH: Final = date(1880, 1, 1)
_BIRTHS: Final = 7_000
_SAME_DAY: Final = 999
_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"
_ORGANISATION_CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS: Final = "0X987654321"
_CODE_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"

HOW_MANY: Final = _BIRTHS * _SAME_DAY
"""Number of different resident IDs."""


def resident_id(number: int) -> str:
    """Return a resident ID number (GB 11643), a different one for each `number` below `HOW_MANY`."""
    day, order = divmod(number % HOW_MANY, _SAME_DAY)
    born = _FIRST_BIRTH + timedelta(days=day)
    body = f"110101{born:%Y%m%d}{order + 1:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
    return body + _RESIDENT_CHECKS[total % 11]


def credit_code(number: int) -> str:
    """Return a unified social credit code (GB 32100), a different one for each `number` below a thousand million."""
    number %= 1_000_000_000
    organisation = "".join(_CODE_CHARACTERS[number // 31**place % 31] for place in reversed(range(8)))
    weighted = zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    check = sum(_ORGANISATION_CHARACTERS.index(character) * weight for character, weight in weighted) % 11
    body = f"91119999{organisation}{_ORGANISATION_CHECKS[check]}"
    total = sum(_CODE_CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + _CODE_CHARACTERS[-total % 31]
