"""Refusals in words: the sentence, the place, what would be right; in the language of the environment."""

import pytest

from cli.terminal.problems import in_words

UNKNOWN = {
    "type": "urn:standing:problem:unknown-case",
    "title": "There is no such case",
    "status": 404,
    "detail": "there is no such case",
}
FAULTY = {
    "type": "urn:standing:problem:invalid-request",
    "title": "The request is not valid",
    "status": 422,
    "detail": "body.reason: is required; body.factor: is required",
    "errors": [
        {"path": "body.reason", "message": "is required"},
        {"path": "query.limit", "message": "is required"},
    ],
}
BARRED = {
    "type": "urn:standing:problem:account-closed",
    "title": "The account is closed",
    "status": 409,
    "detail": "the account was closed as a sanction",
    "article": 12,
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_a_refusal_is_its_sentence_with_its_article() -> None:
    assert in_words(UNKNOWN) == "there is no such case"
    assert in_words(BARRED) == "the account was closed as a sanction (article 12)"


def test_each_fault_has_a_line_with_its_place() -> None:
    """The part of the request is left out: at a terminal there is no body."""
    assert in_words(FAULTY) == "reason: is required\nlimit: is required"


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_whoever_reads_chinese_gets_chinese(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "zh_CN.UTF-8")
    assert in_words(UNKNOWN).startswith("该事项不存在")
    assert in_words(BARRED).endswith("（第12条）")
    assert in_words({**BARRED, "message_zh": "账号已被关闭"}) == "该账号已关闭：账号已被关闭（第12条）"
    first, *rest = in_words(FAULTY).splitlines()
    assert first == "请求无效："
    assert [line.partition(":")[0] for line in rest] == ["reason", "limit"]


def test_the_first_that_is_set_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert in_words(UNKNOWN) == "there is no such case"
