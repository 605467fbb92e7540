"""Texts of the console: every one has its Chinese, and values are shown in the reader's language."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from console.texts import filters
from console.texts.languages import FOLDER, catalog, language, translations

CONSOLE = FOLDER.parent
PO = sorted((FOLDER / "zh").glob("*.po"))
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "redirect": (2,)}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "silent": "false", "newstyle_gettext": "true"}}


def used() -> dict[str, str]:
    """Return every text that the console uses, with a file that does."""
    found: dict[str, str] = {}
    for file, _, message, _, _ in extract_from_dir(CONSOLE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS):
        found[message if isinstance(message, str) else message[-1]] = file
    return found


def test_every_text_has_its_chinese() -> None:
    """A text without one would be English on a Chinese page."""
    texts = language("zh").texts
    assert {text: file for text, file in used().items() if text and text not in texts} == {}


def test_no_translation_is_left_over() -> None:
    """A translation that nothing uses was forgotten or misspelt."""
    known = used()
    left = [
        (path.name, message.id)
        for path in PO
        for message in catalog(path)
        if message.id and (message.id if isinstance(message.id, str) else message.id[-1]) not in known
    ]
    assert left == []


def test_a_text_has_one_translation() -> None:
    """Two pages that mean different things by one English text need two English texts."""
    found: dict[str, dict[str, str]] = {}
    for path in PO:
        for msgid, said in translations(path).items():
            found.setdefault(msgid, {})[said] = path.name
    assert {msgid: said for msgid, said in found.items() if len(said) > 1} == {}


@pytest.mark.parametrize("path", PO, ids=lambda path: path.name)
def test_a_translation_keeps_the_values_of_its_text(path: Path) -> None:
    """`%(case)s` in the one is in the other, and no Chinese text is empty or unsure."""
    for message in catalog(path):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = message.string if isinstance(message.string, str) else (message.string or ("",))[-1]
        assert said, ids
        assert not message.fuzzy, ids
        given, kept = (set(re.findall(r"%\(\w+\)s", text)) for text in (ids[-1], said))
        assert kept == given, ids


def test_instants_are_in_shanghai_with_the_exact_one_in_the_title() -> None:
    """Near ones without the year, others with it."""
    shown = filters.when("2026-03-10T09:00:05Z", language("en"), now=NOW)
    assert shown == (
        '<time datetime="2026-03-10T17:00:05+08:00" title="2026-03-10 17:00:05 +08:00">10 Mar, 17:00</time>'
    )
    assert ">3月10日 17:00<" in filters.when("2026-03-10T17:00:05+08:00", language("zh"), now=NOW)
    assert ">2027年1月1日 00:00<" in filters.when("2026-12-31T16:00:00Z", language("zh"), now=NOW)
    assert filters.when(None, language("zh"), now=NOW) == ""


@pytest.mark.parametrize(
    ("at", "en", "zh"),
    [
        (NOW + timedelta(hours=3), "in 3 hours", "3小时后"),
        (NOW - timedelta(days=2), "2 days ago", "2天前"),
        (NOW + timedelta(minutes=40), "in 40 minutes", "40分钟后"),
    ],
)
def test_instants_seen_from_now(at: datetime, en: str, zh: str) -> None:
    """For deadlines."""
    assert f">{en}<" in filters.relative(at, language("en"), now=NOW)
    assert f">{zh}<" in filters.relative(at, language("zh"), now=NOW)


@pytest.mark.parametrize(
    ("length", "en", "zh"),
    [
        ("P7D", "7 days", "7天"),
        ("P1DT12H", "1 day 12 hours", "1天12小时"),
        ("PT90M", "1 hour 30 minutes", "1小时30分钟"),
        ("P400D", "400 days", "400天"),
        (timedelta(0), "0 seconds", "0秒钟"),
    ],
)
def test_lengths_are_exact_up_to_two_units(length: str, en: str, zh: str) -> None:
    """400 days are not a year and a month: the law counts days."""
    assert filters.duration(length, language("en")) == en
    assert filters.duration(length, language("zh")) == zh


def test_people_are_shown_by_name_and_escaped() -> None:
    """The identifier is in the title."""
    assert filters.person("per_0123456789ab", "<安莉>") == (
        '<span class="person" title="per_0123456789ab">&lt;安莉&gt;</span>'
    )
    assert filters.person("key_1") == '<span class="person" title="key_1">key_1</span>'
    assert filters.person(None) == ""


def test_numbers() -> None:
    """Separators, and a dash where there is none."""
    assert filters.number(1234567, language("en")) == "1,234,567"
    assert filters.percent(0.125, language("zh")) == "12.5%"
    assert filters.number(None, language("zh")) == "–"
