"""What the API says of a refused request reaches a Chinese reader in Chinese."""

from datetime import date
from enum import Enum

import pytest
from pydantic import BaseModel, Field, ValidationError

from api.http.failures import faults
from api.http.parameters import IN_WORDS
from api.http.problems import OWN, REFUSED, UNKNOWN
from console.texts.languages import language
from console.texts.problems import said
from models.instants import Duration, Instant

ZH = language("zh")
TITLES = sorted({kind.title for table in (OWN, REFUSED, UNKNOWN) for kind in table.values()})


class Word(Enum):
    BAN = "ban"
    CLOSE = "close"


class Body(BaseModel, extra="forbid"):
    length: Duration
    at: Instant
    word: Word
    count: int = Field(ge=1, le=5)
    flag: bool
    day: date
    text: str = Field(min_length=1, max_length=3)
    share: float
    more: tuple[str, ...] = Field(max_length=1)


def test_every_problem_has_a_chinese_title() -> None:
    """A new code gets its title in `regulation/words/sentences/titles.py`."""
    assert [title for title in TITLES if said(title, ZH) == title] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {
            "length": "a week",
            "at": "x",
            "word": "c",
            "count": 9,
            "flag": "maybe",
            "day": "x",
            "text": "abcd",
            "share": "x",
        },
        {
            "length": "P1M",
            "at": "2026-01-01T00:00:00",
            "count": "x",
            "day": "2026-13-01",
            "text": "",
            "more": ["a", "b"],
        },
        {"length": "P9999D", "at": "1900-01-01T00:00:00Z", "count": 0, "text": 3, "unknown": 1},
    ],
)
def test_every_usual_fault_has_chinese_words(body: dict[str, object]) -> None:
    """The faults that a form can have: missing, too long, out of range, not one of the words, not a time."""
    with pytest.raises(ValidationError) as refused:
        Body.model_validate(body)
    for fault in faults(refused.value.errors()):
        assert said(fault.message, ZH) != fault.message, fault
        assert said(fault.message, language("en")) == fault.message


def test_values_stay() -> None:
    """They are the API's own, not translated."""
    assert said("must have at most 200 characters", ZH) == "最多200个字符"
    assert said("must be 'ban' or 'close'", ZH) == "须为下列之一：'ban'或'close'"
    assert said("must be something new", ZH) == "must be something new"


def test_every_pattern_of_the_api_has_chinese_words() -> None:
    """Except of texts that no person types: tokens and addresses of apps."""
    left = {words for words in IN_WORDS.values() if said(words, ZH) == words}
    assert {words.split(" such")[0] for words in left} <= {
        "must be an address",
        "must be an opaque token of 1 to 128 visible ASCII characters",
        "must be rct_ and 32 hexadecimal digits",
    }
