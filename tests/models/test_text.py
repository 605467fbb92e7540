"""Text at the border: what people may read, and what is only compared."""

import re
import unicodedata
from typing import Annotated

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from models import names
from models.gate.receipts import PublishQuestion
from models.texts import characters
from models.texts import incoming as text
from models.texts.incoming import MARK, Line, Link, Name, Text, characters_in, compared
from models.texts.legible import shows_something
from tests.ugly_names import HALF, RECORDED, REFUSED, TAKEN

NAME = TypeAdapter(Name)
LINE = TypeAdapter(Line)
TEXT = TypeAdapter(Text)
LINK = TypeAdapter(Link)
COMPARED = TypeAdapter(Annotated[str, compared])


@pytest.mark.parametrize("given", [*REFUSED.values(), HALF], ids=[*REFUSED, "half"])
def test_a_name_that_misleads_is_refused(given):
    """No name hides, reorders or breaks anything, and each shows something; the error does not repeat it."""
    with pytest.raises(ValidationError) as refused:
        NAME.validate_python(given)

    assert given not in refused.value.errors()[0]["msg"]


@pytest.mark.parametrize("given", TAKEN.values(), ids=TAKEN)
def test_a_name_that_people_bear_is_taken(given):
    """Pictures joined from several, rare characters, other scripts and odd signs come in as they are."""
    assert NAME.validate_python(given) == given


@pytest.mark.parametrize("given", RECORDED.values(), ids=RECORDED)
def test_what_is_recorded_already_still_loads(given):
    """The border's rule asks nothing of facts; the recorded types refuse exactly what they always refused."""
    recorded = TypeAdapter(names.Text)
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", given):
        with pytest.raises(ValidationError):
            recorded.validate_python(given)
    else:
        recorded.validate_python(given)


@pytest.mark.parametrize(
    ("adapter", "given", "kept"),
    [
        (LINE, " a \n b\t c ", "a b c"),
        (LINE, "a  b", "a b"),
        (LINE, "\u3164\u200b", ""),
        (LINE, "", ""),
        (TEXT, "一\r\n二\n\t三", "一\n二\n\t三"),
        (TEXT, "\u2800 \u3164", ""),
        (TEXT, "😀" * 2000, "😀" * 2000),
        (LINK, "https://例子.cn/文件?a=1", "https://例子.cn/文件?a=1"),
        (COMPARED, "139\u200b0013\u202e9000", "139\u200b0013\u202e9000"),
    ],
)
def test_what_is_kept(adapter, given, kept):
    """Lines are joined, line ends are made alike, and what shows nothing is the empty text."""
    assert adapter.validate_python(given) == kept


@pytest.mark.parametrize(
    ("adapter", "given", "said"),
    [
        (LINE, "a\u2028b", "line breaks of this kind are not allowed here: leave out U+2028"),
        (LINE, "a\u202eb", "not allowed: leave out U+202E"),
        (TEXT, "a\u2029b", "leave out U+2029"),
        (TEXT, "a\rb", "leave out U+000D"),
        (TEXT, "a\uffffb", "noncharacters are not allowed: leave out U+FFFF"),
        (TEXT, "名" * 2001, "at most 2000 characters"),
        (TEXT, ("a" + "\u0301" * 4) * 1000, "at most 8000 bytes"),
        (
            LINK,
            "https://example.cn/\u202egpj.exe",
            "characters that change the order of others are not allowed: leave out U+202E",
        ),
        (LINK, "https://exam\u200bple.cn/", "blanks and invisible characters are not allowed here: leave out U+200B"),
        (LINK, "https://example.cn/\ue000", "private-use characters are not allowed: leave out U+E000"),
        (COMPARED, HALF, "leave out U+D800"),
        (COMPARED, "a\x00b", "leave out U+0000"),
    ],
)
def test_what_is_refused_says_why(adapter, given, said):
    """The message names the code point and what is wrong with it."""
    with pytest.raises(ValidationError, match=re.escape(said)):
        adapter.validate_python(given)


def test_length_is_counted_as_people_and_as_storage_count():
    """A hundred joined letters are a hundred characters; sixteen families fit into 400 bytes, seventeen do not."""
    assert NAME.validate_python("e\u0301" * 100)
    assert NAME.validate_python("👨‍👩‍👧‍👦" * 16)
    assert characters_in("👨‍👩‍👧‍👦e\u0301क्ष🇨🇳") == 4
    with pytest.raises(ValidationError, match="400 bytes"):
        NAME.validate_python("👨‍👩‍👧‍👦" * 17)
    with pytest.raises(ValidationError, match="100 characters"):
        NAME.validate_python("e\u0301" * 101)


def test_no_character_is_forgotten():
    """Every code point that Python knows as a control, format character, private, surrogate or noncharacter is either
    refused or known to show nothing; nothing that is a letter, digit or picture is refused.
    """
    refused = re.compile("[" + "".join(ranges for ranges, _ in characters.REFUSED) + characters.BREAKS + "\t\n\r]")
    invisible = re.compile(f"[{characters.INVISIBLE}]")
    spoken = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
    """Format characters that are seen: signs that stretch around numbers."""
    for code in range(0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        if category in {"Cc", "Cs", "Co", "Zl", "Zp"} or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            assert refused.fullmatch(character), hex(code)
        elif category == "Cf":
            joined = 0x13430 <= code <= 0x13440
            assert refused.fullmatch(character) or invisible.fullmatch(character) or character in spoken or joined, hex(
                code
            )
        elif category[0] in "LNPS" and code not in range(0xE0000, 0xE1000):
            assert not refused.fullmatch(character), hex(code)


def test_the_description_marks_each_text():
    """A reader of the description, and the test that walks it, can tell readable text from compared text."""

    class Body(BaseModel):
        name: Name
        bio: Text = ""
        note: Line | None = None
        link: Link
        phone: Annotated[str, compared]

    told = Body.model_json_schema()["properties"]
    assert (told["name"][MARK], told["bio"][MARK], told["link"][MARK]) == ("name", "text", "word")
    assert (told["note"]["anyOf"][0][MARK], told["phone"][MARK]) == ("line", "compared")
    assert (told["name"]["minLength"], told["name"]["maxLength"]) == (1, 100)


@pytest.mark.parametrize(
    "text", ["", " ", "\u3164", "\u0301", "\u2800", "\ufffc", "\ufffd", "\u200b\u200d\ufe0f", "\U000e0100"]
)
def test_nothing_is_seen(text):
    """Blanks, fillers, lone marks and stand-ins say nothing."""
    assert not shows_something(text)


@pytest.mark.parametrize("text", ["a", "名", "1", "。", "❤", "👨‍👩‍👧‍👦", "𠀀", "\U0003fffd", "́a"])
def test_something_is_seen(text):
    """Letters, digits, signs, pictures, and characters that a later Unicode may assign."""
    assert shows_something(text)


def test_the_draft_of_an_old_receipt_still_loads():
    """The same model serves the border and the archive: only what says that it was recorded is read as it is."""
    question = {
        "account": "a",
        "draft": {"source": {"name": "报\u202e社"}, "media": [{"kind": "quoted", "place": "厨房\uffff"}]},
    }

    recorded = PublishQuestion.model_validate(question, context=text.RECORDED)

    assert recorded.draft.source is not None
    assert (recorded.draft.source.name, recorded.draft.media[0].place) == ("报\u202e社", "厨房\uffff")
    with pytest.raises(ValidationError):
        PublishQuestion.model_validate(question)
