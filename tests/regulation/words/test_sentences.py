"""Sentences: every one that a caller may read has its Chinese, whatever its values are."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.http.problems import OWN, REFUSED
from regulation.words.sentences import accounts, boundaries, phrases, recorded, records, requests, service, titles
from regulation.words.sentences.chinese import in_chinese

ROOT = Path(__file__).parents[3]
TABLES = {
    module.__name__.rpartition(".")[2]: module.SENTENCES
    for module in (accounts, boundaries, phrases, recorded, records, requests, service, titles)
}
VALUE = "x-1"
NAMED = {
    "Refusal": "message", "Fault": "message", "RejectedRow": "message", "Unanswered": "message",
    "Ground": "message", "Evidence": "text", "opening": "title", "CalledOff": "reason", "Overturn": "reason",
}  # fmt: skip
"""What says or records a sentence, and under which name."""
PLACED = {"refuse": 1, "ProblemError": 1, "overturn": 0, "close_case": 1}
ERRORS = {"ResidentIdError", "CreditCodeError", "ImageError", "BusyError", "ReadersLostError", "WrongHolderKeyError"}
"""Exceptions whose text is the detail of a problem."""
VALIDATORS = ("models/", "api/")
"""Where a `ValueError` is a fault of a request."""
NEVER_SAID = {
    "api/app.py", "api/http/cursors.py", "models/events/announcements.py",
}  # fmt: skip
"""Files whose `ValueError` is no fault of a request: settings, and faults that another sentence stands for."""


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return repr(VALUE) if isinstance(part, ast.FormattedValue) and part.conversion == ord("r") else VALUE


def templates(node: ast.expr) -> list[str]:
    """The texts that an expression may give, with a value in each place; nothing where it is no literal."""
    match node:
        case ast.Constant(value=str(said)):
            return [said]
        case ast.JoinedStr(values=parts):
            return ["".join(map(_part, parts))]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [one + other for one in templates(left) for other in templates(right) or [VALUE]]
        case ast.IfExp(body=one, orelse=other):
            return [*templates(one), *templates(other)]
        case _:
            return []


def said_in(path: Path) -> Iterator[tuple[str, int]]:
    """Every sentence of a file that a caller may read, with its line."""
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        validates = called == "ValueError" and name.startswith(VALIDATORS) and name not in NEVER_SAID
        said: ast.expr | None = None
        if called in NAMED:
            said = given.get(NAMED[called])
            if "message_zh" in given:
                continue
        elif called in PLACED and len(node.args) > PLACED[called]:
            said = node.args[PLACED[called]]
        elif (called in ERRORS or validates) and node.args:
            said = node.args[0]
        if said is not None:
            yield from ((text, node.lineno) for text in templates(said) if text.replace(VALUE, "").strip(":;→ "))


def test_every_sentence_of_the_source_has_its_chinese() -> None:
    """A refusal, a problem or a fault that is worded anew fails here, with its place."""
    found = [
        (text, f"{path.relative_to(ROOT)}:{line}")
        for layer in ("regulation", "ledger", "api", "models", "emblems", "console")
        for path in sorted((ROOT / layer).rglob("*.py"))
        for text, line in said_in(path)
    ]
    assert len(found) > 200
    assert [(text, place) for text, place in found if not in_chinese(text)] == []


@pytest.mark.parametrize("code", [*OWN, *REFUSED])
def test_every_problem_has_a_title_in_chinese(code: str) -> None:
    """Every code, whoever finds it."""
    said = in_chinese({**OWN, **REFUSED}[code].title)
    assert said
    assert not set(said) & set(string.ascii_lowercase)


@pytest.mark.parametrize("name", TABLES)
def test_a_sentence_keeps_the_values_of_its_english(name: str) -> None:
    """The Chinese has no value that the English lacks, and ends without a full stop, as the English does."""
    fields = string.Formatter()
    for en, zh in TABLES[name].items():
        given, kept = ({field for _, field, _, _ in fields.parse(text) if field} for text in (en, zh))
        assert kept <= given, en
        assert zh.rstrip("。") == zh, en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh) or zh == "granted", en


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("account a-1 was closed at 2026-03-10 09:00; nothing more can be done to it",
         "账号 a-1 已于2026年3月10日 09:00关闭，不能再对其进行操作"),
        ("effective_at x lies more than 30 days 2 hours back, the configured limit",
         "effective_at x 距今超过30天2小时，超出设定的上限"),
        ("account a-1 has no certification 'c9'", "账号 a-1 没有资质认证 'c9'"),
        ("must have at most 20 characters", "最多20个字符"),
        ("must be 'a', 'b' or 'c'", "须为下列之一：'a'、'b'或'c'"),
    ],
)  # fmt: skip
def test_values_are_said_in_chinese_too(en: str, zh: str) -> None:
    """Instants, lengths, and words of the tables; identifiers stay."""
    assert in_chinese(en) == zh


def test_a_sentence_of_no_table_is_said_otherwise() -> None:
    """As a version may have said it whose table is gone."""
    assert in_chinese("something else entirely") == ""
    assert in_chinese("something else entirely", "另述") == "另述"
