"""Status links as texts: what is signed is read back, and nothing else is."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from models.accounts.status_links import StatusLink
from regulation.holders import status_links
from regulation.holders.status_links import holder_mark, key_of, opened, signed
from tests.regulation.account import on

KEY = key_of(b"a holder key of thirty-two bytes.", "1")
LINK = StatusLink(
    id="lnk_0123456789abcdef",
    account="kitchen",
    holder=holder_mark("kitchen", "h_1", KEY),
    language="zh",
    expires_at=on("03-10 09:15"),
    return_url="exampleapp://account",
)
NOW = on("03-10 09:00")


def written(content: Any) -> str:
    body = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(body).rstrip(b"=").decode()


def by_us(body: str) -> str:
    """Return a text that is signed with our key, whatever it holds."""
    return f"{body}.{status_links._signature(body, KEY)}"


def test_a_link_is_read_back_until_its_end_and_not_at_it() -> None:
    """The end is not included; a link without a way back has none."""
    token = signed(LINK, KEY)
    assert opened(token, KEY, NOW) == LINK
    assert opened(token, KEY, LINK.expires_at - timedelta(microseconds=1)) == LINK
    assert opened(token, KEY, LINK.expires_at) == "expired"
    plain = LINK.model_copy(update={"return_url": None})
    assert opened(signed(plain, KEY), KEY, NOW) == plain


def test_every_changed_letter_makes_it_invalid() -> None:
    """Each position, with each of several other letters: a link has exactly one spelling."""
    token = signed(LINK, KEY)
    for place, letter in enumerate(token):
        for other in {"A", "Q", "g", "w", "-", "_", ".", "=", "\N{FULLWIDTH LATIN SMALL LETTER A}"} - {letter}:
            assert opened(token[:place] + other + token[place + 1 :], KEY, NOW) == "invalid", (place, other)


@pytest.mark.parametrize("rotation", ["2", "", "1 ", "01"])
def test_another_rotation_or_holder_key_ends_it(rotation: str) -> None:
    """The identifier of the rotation is part of the key, and so is the holder key."""
    token = signed(LINK, KEY)
    assert opened(token, key_of(b"a holder key of thirty-two bytes.", rotation), NOW) == "invalid"
    assert opened(token, key_of(b"another holder key of 32 bytes...", "1"), NOW) == "invalid"


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "x",
        signed(LINK, KEY).split(".")[0],
        signed(LINK, KEY) + ".",
        signed(LINK, KEY) + "=",
        " " + signed(LINK, KEY),
        "." + signed(LINK, KEY).split(".")[1],
        by_us(written("x" * status_links.LONGEST)),
        by_us(written(b"\xff\xfe")),
        by_us("A"),
        by_us(written([])),
        by_us(written(None)),
        by_us(written({"i": "lnk_0123456789abcdef"})),
        by_us(written({"i": "lnk_0123456789abcdef", "a": "k", "h": "x", "l": "fr", "e": 4_000_000_000})),
        by_us(written({"i": "lnk_0123456789abcdef", "a": "k", "h": "x", "l": "zh", "e": "soon"})),
        by_us(written({"i": "lnk_0123456789abcdef", "a": "k", "h": "x", "l": "zh", "e": 1e300})),
    ],
)
def test_what_is_no_link_is_invalid_and_never_an_error(token: str) -> None:
    """Cut, doubled, padded, too long, and contents that only another version would sign."""
    assert opened(token, KEY, NOW) == "invalid"


def test_the_mark_of_a_holder_is_of_one_account_and_one_holder() -> None:
    """Names that run together do not meet."""
    marks = {
        holder_mark(account, holder, key)
        for account, holder in (("a", "h_1"), ("a", "h_2"), ("b", "h_1"), ("a\nh", "_1"))
        for key in (KEY, key_of(b"another holder key of 32 bytes...", "1"))
    }
    assert len(marks) == 8


def test_the_derivation_is_the_standards() -> None:
    """Test case 3 of RFC 5869, cut to its first block."""
    derived = status_links._hkdf(b"\x0b" * 22, b"")
    assert derived.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_a_link_holds_nothing_secret() -> None:
    """Whoever has it can read it: the holder's own reference is not in it."""
    body = signed(LINK, KEY).split(".")[0]
    content = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    assert "h_1" not in content
    assert json.loads(content).keys() == {"i", "a", "h", "l", "e", "r"}
