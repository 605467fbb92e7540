"""Identity numbers: their checks, and the keyed hash that stands for their holder (articles 1, 7).

A number is checked, hashed with a key and not kept. No error repeats the number or a part of it, because errors are
logged.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from models.names import AccountKind, HolderRef
from models.texts.folding import folded, joined, numbers

EARLIEST_BIRTH: Final = date(1880, 1, 1)
"""Earliest date of birth that is accepted."""

LENGTH: Final = 18
_REF_DIGITS: Final = 40
"""Hexadecimal digits of a reference: 160 bits, so that two holders never share one."""


class IdentityKind(StrEnum):
    """Kind of number that identifies a holder."""

    RESIDENT_ID = "resident_id"
    UNIFIED_SOCIAL_CREDIT_CODE = "unified_social_credit_code"


IDENTIFIED_BY: Final[Mapping[AccountKind, IdentityKind]] = {
    AccountKind.INDIVIDUAL: IdentityKind.RESIDENT_ID,
    AccountKind.ENTERPRISE: IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE,
}
"""Kind of number that identifies the holder of an account of each kind."""


class IdentifierError(ValueError):
    """Raised when a text is not a number of the kind; the message says what is wrong and what would be right, without
    the number.
    """


class ResidentIdError(IdentifierError):
    """Raised when a number is not a resident ID number (GB 11643)."""


class CreditCodeError(IdentifierError):
    """Raised when a number is not a unified social credit code (GB 32100-2015)."""


class IrregularCreditCodeError(CreditCodeError):
    """Raised when a code has the right form, but its structure or a check character differs from the standard.

    A few licences bear such codes: a person can admit one with evidence (`docs/registration.md`).
    """


# --- resident ID, GB 11643 -------------------------------------------------------------------------------------------

_RESIDENT_ID: Final = re.compile(r"[0-9]{17}[0-9X]")
_PROVINCES: Final = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
"""First two digits of area codes; 81 to 83 are on the cards of residents from Hong Kong, Macao and Taiwan."""

_FOREIGNER: Final = "9"
"""First digit of a permanent resident's card of 2023, followed by the province."""

_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"


def checked_resident_id(number: str, today: date) -> str:
    """Return the number in its normal form: without surrounding spaces, its check digit in upper case.

    Raises:
        ResidentIdError: when it is not a resident ID number, or its holder would be born after `today`.
    """
    normal = _normal(number)
    if not _RESIDENT_ID.fullmatch(normal):
        raise ResidentIdError(
            f"a resident ID number has {LENGTH} characters, 17 digits and a check digit (0-9 or X); {_differs(normal)}"
        )
    if normal[:2] not in _PROVINCES and not (normal[0] == _FOREIGNER and normal[1:3] in _PROVINCES):
        raise ResidentIdError("a resident ID number begins with an area code; there is no province with these digits")
    born = _date(normal[6:14])
    if born is None:
        raise ResidentIdError("digits 7 to 14 must be a date of birth as YYYYMMDD; there is no such day")
    if not EARLIEST_BIRTH <= born <= today:
        raise ResidentIdError(
            f"digits 7 to 14 must be a date of birth between {EARLIEST_BIRTH.year} and today; this one is not"
        )
    total = sum(int(digit) * weight for digit, weight in zip(normal, _RESIDENT_WEIGHTS, strict=False))
    if normal[-1] != _RESIDENT_CHECKS[total % 11]:
        raise ResidentIdError("the check digit at the end does not fit the other digits: compare it with the card")
    return normal


# --- unified social credit code, GB 32100-2015 -----------------------------------------------------------------------

_CODE_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE: Final = re.compile(rf"[{_CODE_CHARACTERS}]{{2}}[0-9]{{6}}[{_CODE_CHARACTERS}]{{10}}")
_CREDIT_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))

CATEGORIES: Final[Mapping[str, str]] = {
    "1": "1239",  # 机构编制: organs, public institutions, mass organisations
    "2": "19",  # 外交: foreign news agencies
    "3": "123459",  # 司法行政: law firms, notaries, legal services, forensic institutes, arbitration commissions
    "4": "19",  # 文化: foreign cultural centres
    "5": "123459",  # 民政: associations, private institutions, foundations; 4 and 5 village and residents' committees
    "6": "129",  # 旅游: offices of foreign, Hong Kong, Macao and Taiwan tourism authorities
    "7": "129",  # 宗教: places of worship, religious schools
    "8": "19",  # 工会: trade unions
    "9": "123",  # 工商: enterprises, sole traders, farmers' cooperatives
    "A": "19",  # 中央军委改革和编制办公室: institutions of the army
    "N": "1239",  # 农业: collective economic organisations
    "Y": "1",  # 其他
}
"""Categories of each registering department: the first two characters of a code (GB 32100-2015, table 1)."""

_NATIONWIDE: Final = "100000"
"""Region code of registrations with a department of the central government."""
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_CHECKS: Final = "0X987654321"


def checked_credit_code(number: str) -> str:
    """Return the code in its normal form: without surrounding spaces, in upper case.

    Raises:
        IrregularCreditCodeError: when its structure, or a check character, differs from the standard.
        CreditCodeError: when it does not have the form of a code, or is the number of a resident.
    """
    normal = _normal(number)
    if not _CREDIT_CODE.fullmatch(normal):
        raise CreditCodeError(
            f"a unified social credit code has {LENGTH} characters, digits and capital letters without I, O, S, V "
            f"and Z, the 3rd to the 8th being digits; {_differs(normal)}"
        )
    fault = _irregular(normal)
    # A firm's code and a foreign resident's card both begin with 9: there only the check of the code decides.
    if (fault is not None or normal[0] != _FOREIGNER) and _is_resident_id(normal):
        raise CreditCodeError(
            "this is the number of a resident, not of an organisation: give the unified social credit code that stands "
            "on the licence, which begins with the registering department and its region"
        )
    if fault is not None:
        raise IrregularCreditCodeError(fault)
    return normal


def _irregular(normal: str) -> str | None:
    """Difference between a well-formed credit code and the standard; None when there is none."""
    if normal[1] not in CATEGORIES.get(normal[0], ""):
        return (
            "a unified social credit code begins with the registering department and the category (91 for an "
            "enterprise, 51 for an association); these two characters are no such pair"
        )
    if normal[2:4] not in _PROVINCES and normal[2:8] != _NATIONWIDE:
        return (
            "characters 3 to 8 of a unified social credit code are the region where it is registered, or 100000; "
            "there is no province with these digits"
        )
    body = [_ORGANISATION_CHARACTERS.index(character) for character in normal[8:16]]
    total = sum(value * weight for value, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    if normal[16] != _ORGANISATION_CHECKS[total % 11]:
        return (
            "character 17, the check character of the organisation code (GB 11714), does not fit characters 9 to 16: "
            "compare it with the licence"
        )
    values = [_CODE_CHARACTERS.index(character) for character in normal]
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=False))
    if values[-1] != -total % 31:
        return "the check character at the end does not fit the others: compare it with the licence"
    return None


# --- both ------------------------------------------------------------------------------------------------------------

_CHECKS: Final[Mapping[IdentityKind, Callable[[str, date], str]]] = {
    IdentityKind.RESIDENT_ID: checked_resident_id,
    IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE: lambda number, _: checked_credit_code(number),
}


_LATEST_BIRTH: Final = date(2100, 1, 1)
"""Upper bound of dates of birth in texts, where the current day does not matter."""


def checked(kind: IdentityKind, number: str, today: date) -> str:
    """Return the number in its normal form.

    Raises:
        IdentifierError: when it is not a number of that kind; see `checked_resident_id`, `checked_credit_code`.
    """
    return _CHECKS[kind](number, today)


def holder_ref(kind: IdentityKind, number: str, key: bytes) -> HolderRef:
    """Reference of a holder: a keyed hash, the same for every spelling of a checked number.

    The key prevents a reader of the database from trying out all possible numbers (invariant 7).
    """
    digest = hmac.new(key, f"{kind.value}:{_normal(number)}".encode(), sha256).hexdigest()
    return f"h_{digest[:_REF_DIGITS]}"


def contact_form(kind: str, value: str) -> str:
    """Canonical spelling of a phone, a device or a payout account: folded, without spaces, hyphens and capitals.

    Of a phone number only letters and digits count, without the Chinese country code; of an account number only digits.
    References are made of it, so the result for a value that was already plain never changes.
    """
    normal = _contact_before(kind, folded(value))
    if kind == "phone" or not re.search(r"[^\W\d_]", normal):
        normal = joined(normal) or normal
    return _CHINA.sub("", normal) if kind == "phone" else normal


def contact_refs(kind: str, value: str, key: bytes) -> tuple[str, ...]:
    """References of a phone, a device or a payout account: keyed hashes, for the same reason as `holder_ref`.

    The first is the hash of its canonical spelling. A second follows when the given spelling differs: values recorded
    before there was a canonical spelling are still recognised.
    """
    forms = dict.fromkeys((contact_form(kind, value), _contact_before(kind, value)))
    return tuple(f"c_{hmac.new(key, f'{kind}:{form}'.encode(), sha256).hexdigest()[:_REF_DIGITS]}" for form in forms)


_CHINA: Final = re.compile(r"^(?:\+|00)?86(?=1[0-9]{10}$)")


def _contact_before(kind: str, value: str) -> str:
    normal = re.sub(r"[\s\-()]", "", value).lower()
    return _CHINA.sub("", normal) if kind == "phone" else normal


def holds_resident_id(text: str) -> bool:
    """Whether a text contains a valid resident ID number, in any spelling (invariant 7)."""
    return any(_is_resident_id(found) for found in numbers(text, however=True) if len(found) == LENGTH)


def _is_resident_id(number: str) -> bool:
    try:
        checked_resident_id(number, _LATEST_BIRTH)
    except ResidentIdError:
        return False
    return True


def _normal(number: str) -> str:
    return number.strip().upper()


def _differs(normal: str) -> str:
    """Description of what is wrong with the form, without the number."""
    if len(normal) != LENGTH:
        return f"this one has {len(normal)}"
    return "this one has another character or another order"


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
