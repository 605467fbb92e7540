"""Folding: one spelling of all that reads alike, and the numbers that a reader can put together."""

import unicodedata

import pytest

from models.texts import characters
from models.texts.folding import folded, joined, numbers

ID = "11010519491231002X"
PHONE = "13900139000"


def test_digits_of_every_script_are_digits():
    """Whatever Python calls a decimal digit, or a digit in a circle, is compared as the one it stands for."""
    wrong = [
        hex(code)
        for code in range(0x110000)
        if (value := unicodedata.digit(chr(code), None)) is not None
        and (unicodedata.category(chr(code)) == "Nd" or "CIRCLED" in unicodedata.name(chr(code)))
        and folded(chr(code)) != str(value)
    ]
    assert wrong == []


def test_the_zeros_are_zeros():
    """The table of ours says the same as Python's, as far as that goes."""
    for zero in characters.ZEROS:
        if unicodedata.category(zero) != "Cn":
            assert [unicodedata.decimal(chr(ord(zero) + value)) for value in range(10)] == list(range(10))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("１３９００１３９０００", PHONE),
        ("139\u200b0013\u20609000", PHONE),
        ("١٣٩٠٠١٣٩٠٠٠", PHONE),
        ("𝟏𝟑𝟗𝟎𝟎𝟏𝟑𝟗𝟎𝟎𝟎", PHONE),
        ("1️⃣3️⃣9️⃣0️⃣0️⃣1️⃣3️⃣9️⃣0️⃣0️⃣0️⃣", PHONE),
        ("①③⑨⓪⓪①③⑨⓪⓪⓪", PHONE),
        ("1\u03013\u03029", "139"),
        ("ﬁﬃ", "fiffi"),
        ("Cafe\u0301", "Café"),
        ("plain", "plain"),
    ],
)
def test_one_spelling(given, kept):
    """Width, hidden characters, other digits and compositions make no difference."""
    assert folded(given) == kept


def test_separators_fall():
    """Where a number or a name is looked for as a whole, only letters and digits count."""
    assert joined("(139) 0013.90·00") == PHONE
    assert joined("高 原·财🎉经") == "高原财经"


@pytest.mark.parametrize(
    "text",
    [
        ID,
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        f"ID{ID}",
        f"{ID}号",
        "110105\u200b19491231\u200b002x",
        "110105、19491231,002 X",
        "2026 110105 19491231 002X 3",
        "1-1-0-1-0-5-1-9-4-9-1-2-3-1-0-0-2-X",
        "一一〇一〇五一九四九一二三一〇〇二X",
        "11010519491231002Х",
        "11010519491231002Ⅹ",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text):
    """Width, groups, hidden characters, other digits, letters beside it and another alphabet's X are no disguise."""
    assert ID in set(numbers(text, however=True))


@pytest.mark.parametrize(
    "text", ["(138)00138000", "138 0013 8000", "138.0013.8000", "138/0013/8000", "一三八零零一三八零零零"]
)
def test_a_phone_number_is_found_in_groups(text):
    """As people group it, and in Chinese numerals."""
    assert "13800138000" in set(numbers(text))


@pytest.mark.parametrize("text", ["播放15000、130000次", "15000,130000", "150和00130000"])
def test_a_list_is_not_one_number(text):
    """What stands in a list, or on both sides of a word, is not put together."""
    assert "15000130000" not in set(numbers(text))
