"""Identity numbers: which are ones, what is said of those that are not, and what remains of them."""

import hmac
import re
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.names import AccountKind
from regulation.holders.identifiers import (
    IDENTIFIED_BY,
    CreditCodeError,
    IdentifierError,
    IdentityKind,
    IrregularCreditCodeError,
    ResidentIdError,
    checked,
    checked_credit_code,
    checked_resident_id,
    contact_refs,
    holder_ref,
    holds_resident_id,
)

TODAY = date(2026, 3, 1)
KEY = b"k" * 32

# Specimens out of the standards, no person's and no company's own.
SPECIMENS = ["11010519491231002X", "440524188001010014", "810000199408230021"]
CODES = ["91350100M000100Y43", "91310000775785552L"]
PUBLIC = [
    "91110000802100433B",
    "911100007109250324",
    "91440300708461136T",
    "914403001922038216",
    "12100000400000624D",
]
"""Codes that companies and institutions print on their own pages."""
IRREGULAR = "91350203M0001QKT19"
"""A public one whose check character does not fit."""


def numbered(head: str) -> str:
    """Seventeen digits with their check digit, computed the other way round: the weighted sum is 1 modulo 11."""
    for check in "0123456789X":
        value = 10 if check == "X" else int(check)
        weights = [pow(2, 17 - place, 11) for place in range(17)]
        if (sum(int(d) * w for d, w in zip(head, weights, strict=True)) + value) % 11 == 1:
            return head + check
    raise AssertionError(head)


@pytest.mark.parametrize("number", SPECIMENS)
def test_a_resident_id_of_the_standard_is_accepted(number: str) -> None:
    """The check digits of GB 11643's own examples come out right."""
    assert checked_resident_id(number, TODAY) == number


@pytest.mark.parametrize("code", [*CODES, *PUBLIC])
def test_a_credit_code_is_accepted(code: str) -> None:
    """The check character of GB 32100 comes out right."""
    assert checked_credit_code(code) == code


@pytest.mark.parametrize("typed", [" 11010519491231002x ", "11010519491231002x", "11010519491231002X\n"])
def test_every_spelling_of_a_number_is_one_holder(typed: str) -> None:
    """A small x or a space at the end does not make a second person, who could open a second account."""
    assert checked_resident_id(typed, TODAY) == "11010519491231002X"
    ref = holder_ref(IdentityKind.RESIDENT_ID, typed, KEY)
    assert ref == holder_ref(IdentityKind.RESIDENT_ID, "11010519491231002X", KEY)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "this one has 0"),
        ("11010519491231002", "this one has 17"),
        ("11010519491231002XX", "this one has 19"),
        ("1101051949123100AX", "another character"),
        ("１１０１０５19491231002X", "another character"),
        ("11010519491231002Y", "another character"),
        (numbered("01010519491231002"), "area code"),
        (numbered("99010519491231002"), "area code"),
        (numbered("11010519490231002"), "no such day"),
        (numbered("11010519491331002"), "no such day"),
        (numbered("11010518791231002"), "between 1880 and today"),
        (numbered("11010520991231002"), "between 1880 and today"),
        (numbered("11010520260302002"), "between 1880 and today"),
        ("110105194912310021", "check digit"),
    ],
)
def test_what_is_no_resident_id_is_explained(number: str, says: str) -> None:
    """Each way to be wrong has its own explanation."""
    with pytest.raises(ResidentIdError, match=says):
        checked_resident_id(number, TODAY)


def test_one_may_be_born_today_and_in_1880() -> None:
    """Both bounds belong to the range."""
    assert checked_resident_id(numbered("11010520260301002"), TODAY)
    assert checked_resident_id(numbered("11010518800101002"), TODAY)


def test_the_card_of_a_foreign_permanent_resident_is_accepted() -> None:
    """9 and the province stand where others have the province."""
    assert checked_resident_id(numbered("91112419810803002"), TODAY)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("9135", "this one has 4"),
        ("91350100I000100Y43", "another character"),
        ("9135O100M000100Y43", "another character"),
        ("91350100M000100Y44", "check character"),
        ("91350100M000010Y43", "check character"),
    ],
)
def test_what_is_no_credit_code_is_explained(code: str, says: str) -> None:
    """Each way to be wrong has its own explanation."""
    with pytest.raises(CreditCodeError, match=says):
        checked_credit_code(code)


def coded(head: str) -> str:
    """Seventeen characters with their check character, so that what is wrong is elsewhere."""
    characters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(characters.index(each) * pow(3, place, 31) for place, each in enumerate(head))
    return head + characters[-total % 31]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (IRREGULAR, "check character at the end"),
        (coded("91350100M000100Y5"), "character 17"),
        (coded("01350100M000100Y4"), "registering department"),
        (coded("94350100M000100Y4"), "registering department"),
        (coded("Y2350100M000100Y4"), "registering department"),
        (coded("B1350100M000100Y4"), "registering department"),
        (coded("91010100M000100Y4"), "no province"),
        (coded("91990100M000100Y4"), "no province"),
        (coded("91100001M000100Y4"), "no province"),
        (coded("91000000M000100Y4").lower(), "no province"),
    ],
)
def test_what_is_written_as_a_code_and_is_irregular_says_what_and_may_go_to_a_person(code: str, says: str) -> None:
    with pytest.raises(IrregularCreditCodeError, match=says):
        checked_credit_code(code)


@pytest.mark.parametrize(
    "category", ["11", "12", "21", "31", "41", "51", "54", "61", "71", "81", "91", "92", "A1", "N2", "Y1"]
)
def test_every_department_has_its_categories_and_the_nation_is_a_region(category: str) -> None:
    for region in ("100000", "350100", "659001", "710000"):
        code = coded(f"{category}{region}M000100Y4")
        assert checked_credit_code(code) == code


@given(
    st.sampled_from(["110101", "310115", "421101", "511102", "911124", "130102", "810000"]),
    st.dates(date(1940, 1, 1), date(2010, 1, 1)),
    st.integers(0, 999),
)
def test_the_number_of_a_resident_is_no_credit_code_and_not_for_a_person_to_admit(
    area: str, born: date, order: int
) -> None:
    """Whoever has one would have a second and a third account by it (article 7)."""
    number = numbered(f"{area}{born:%Y%m%d}{order:03}")
    assert checked_resident_id(number, TODAY)
    for typed in (number, f" {number.lower()} "):
        try:
            checked_credit_code(typed)
        except IrregularCreditCodeError:
            raise AssertionError("a person could admit it") from None
        except CreditCodeError:
            continue
        assert area[0] == "9", "only what begins like the licence of a firm, and fits in every place, is one"


def test_the_row_that_was_accepted_says_that_it_is_a_residents() -> None:
    with pytest.raises(CreditCodeError, match="number of a resident"):
        checked_credit_code("110101188001010919")
    with pytest.raises(CreditCodeError, match="another character"):
        checked_credit_code("１１０１０１１８８００１０１０９１９")


@given(st.sampled_from(SPECIMENS), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_never_passes(number: str, place: int, other: str) -> None:
    """The check digit catches every single slip, and no explanation repeats four characters of the number."""
    slipped = number[:place] + other + number[place + 1 :]
    if slipped == number:
        return
    with pytest.raises(IdentifierError) as error:
        checked(IdentityKind.RESIDENT_ID, slipped, TODAY)
    said = str(error.value)
    assert not [slipped[at : at + 4] for at in range(15) if slipped[at : at + 4] in said.replace("1880", "")]
    assert error.value.__cause__ is None
    assert error.value.__context__ is None


@given(st.integers(0, 16), st.integers(0, 30))
def test_one_wrong_character_in_a_code_never_passes(place: int, other: int) -> None:
    """Modulo 31 catches every single slip."""
    code, character = CODES[0], "0123456789ABCDEFGHJKLMNPQRTUWXY"[other]
    slipped = code[:place] + character + code[place + 1 :]
    if slipped != code:
        with pytest.raises(CreditCodeError):
            checked_credit_code(slipped)


def test_a_reference_depends_on_number_kind_and_key() -> None:
    """160 bits of a keyed hash: nothing of the number shows, and another key knows nobody."""
    ref = holder_ref(IdentityKind.RESIDENT_ID, SPECIMENS[0], KEY)
    assert re.fullmatch(r"h_[0-9a-f]{40}", ref)
    assert ref != holder_ref(IdentityKind.RESIDENT_ID, SPECIMENS[1], KEY)
    assert ref != holder_ref(IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE, SPECIMENS[0], KEY)
    assert ref != holder_ref(IdentityKind.RESIDENT_ID, SPECIMENS[0], b"l" * 32)


def test_a_reference_never_changes() -> None:
    """Another form would make strangers of all holders the ledger knows."""
    assert holder_ref(IdentityKind.RESIDENT_ID, SPECIMENS[0], KEY) == "h_ab8a2fe4dd7069b9ce11f5dadbbd204f8385b823"


def test_each_kind_of_account_has_its_number() -> None:
    """No kind of account is without a number that its holder is known by."""
    assert set(IDENTIFIED_BY) == set(AccountKind)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("身份证号11010519491231002X，已核验", True),
        ("see 11010519491231002x", True),
        ("order 110105194912310021 of 2026", False),
        ("110105 19491231 002X", True),
        ("１１０１０５１９４９１２３１００２Ｘ", True),
        ("ID11010519491231002X", True),
        ("110105\u200b19491231\u200b002X", True),
        ("110105.1949.1231.002Ⅹ", True),
        ("1️⃣10105，19491231，002x", True),
        ("x11010519491231002X", True),
        ("11010519491231002X0", False),
        ("a bio", False),
        ("", False),
    ],
)
def test_a_resident_id_in_a_text_is_found(text: str, holds: bool) -> None:
    """Only a number that would pass the check counts; another long number does not."""
    assert holds_resident_id(text) is holds


PHONE = "13900139000"


@pytest.mark.parametrize(
    "spelt",
    [
        "１３９００１３９０００",
        "139.0013.9000",
        "139\u200b00139000",
        "+86 139 0013 9000",
        "0086-139-0013-9000",
        "(86)13900139000",
        "139 0013 9000",
        "139·0013·9000",
        "١٣٩٠٠١٣٩٠٠٠",
        "①③⑨00139000",
        "139/0013/9000",
    ],
)
def test_a_phone_is_the_same_however_it_is_spelt(spelt: str) -> None:
    """The first reference is that of the plain number; the number's own stays what it always was."""
    assert contact_refs("phone", PHONE, KEY) == (REF_OF_PHONE,)
    assert contact_refs("phone", spelt, KEY)[0] == REF_OF_PHONE


REF_OF_PHONE = f"c_{hmac.new(KEY, b'phone:13900139000', sha256).hexdigest()[:40]}"


@pytest.mark.parametrize(
    ("kind", "spelt", "before"),
    [
        ("phone", "139.0013.9000", "139.0013.9000"),
        ("phone", "+1 (650) 253-0000", "+16502530000"),
        ("device", "A3F0-77C1", "a3f077c1"),
        ("device", "aa:bb:cc:01", "aa:bb:cc:01"),
        ("payout_account", "6222 0200-0000", "622202000000"),
        ("payout_account", "Zhang.San@example.cn", "zhang.san@example.cn"),
    ],
)
def test_what_was_hashed_before_is_recognised(kind: str, spelt: str, before: str) -> None:
    """Whatever spelling a reference of an earlier version was made of, it is among those that are looked for."""
    recorded = f"c_{hmac.new(KEY, f'{kind}:{before}'.encode(), sha256).hexdigest()[:40]}"
    assert recorded in contact_refs(kind, spelt, KEY)
