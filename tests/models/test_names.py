"""Identifiers and texts: what is let in at the border."""

import pytest
from pydantic import TypeAdapter, ValidationError

from models.names import AccountId, CaseId, HolderRef, Name, Text

ADAPTERS: dict[str, TypeAdapter[str]] = {
    "account": TypeAdapter(AccountId),
    "case": TypeAdapter(CaseId),
    "holder": TypeAdapter(HolderRef),
    "name": TypeAdapter(Name),
    "text": TypeAdapter(Text),
}


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("account", "a1", "a1"),
        ("account", "A.b_c-9", "A.b_c-9"),
        ("account", "a" * 64, "a" * 64),
        ("case", "ban-7", "ban-7"),
        ("holder", "h_" + "0" * 64, "h_" + "0" * 64),
        ("name", "  山野厨房  ", "山野厨房"),
        ("name", "名" * 100, "名" * 100),
        ("name", "👩‍🍳 cooks", "👩‍🍳 cooks"),
        ("text", "", ""),
        ("text", "two\nlines\tand a tab", "two\nlines\tand a tab"),
    ],
)
def test_what_is_let_in(kind: str, given: str, kept: str) -> None:
    """Plain identifiers and anything people write are kept, without the blanks around them."""
    assert ADAPTERS[kind].validate_python(given) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("account", ""),
        ("account", "a" * 65),
        ("account", "-a"),
        ("account", ".a"),
        ("account", "a b"),
        ("account", "a/b"),
        ("account", "a:b"),
        ("account", "a\n"),
        ("account", "山"),
        ("case", "a'b"),
        ("holder", ""),
        ("holder", "h" * 81),
        ("name", ""),
        ("name", "   "),
        ("name", "名" * 101),
        ("name", "a\x00b"),
        ("name", "a\x1bb"),
        ("name", "a\ud800b"),
        ("text", "a" * 2001),
        ("text", "a\x07b"),
    ],
)
def test_what_is_refused(kind: str, given: str) -> None:
    """What would break a URL, a workflow's id or a terminal is refused, and so is what is too long or empty."""
    with pytest.raises(ValidationError):
        ADAPTERS[kind].validate_python(given)
