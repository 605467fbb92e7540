"""Recorded values as text for the terminal."""

from cli.terminal.values import in_words


def test_a_recorded_value_is_told_without_the_forms_of_python_or_json() -> None:
    """Lists, nested values, instants and truth values in words; what is empty is left out."""
    body = {
        "terms": ["自来水污染", "停水三天"],
        "due_at": "2026-03-10T01:00:00Z",
        "on": True,
        "for_ever": False,
        "orders": 0,
        "opening": {"kind": "appeal", "account": "kitchen", "origin": None},
        "title": "The case of T",
        "reason": "",
        "others": [],
    }
    assert in_words(body) == (
        "terms 自来水污染, 停水三天, due at 2026-03-10 09:00, on yes, for ever no, orders 0, "
        "opening (kind appeal, account kitchen), title The case of T"
    )
