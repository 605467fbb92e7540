"""The words: what people read about a standing."""

from datetime import timedelta

import pytest

from models.accounts.standing import Grant, GrantEnd, Restriction, RestrictionKind
from models.intervals import Interval
from models.words.privileges import ASKABLE
from regulation.words import chinese
from regulation.words.english import closed, lasting, lifted_by, lifted_by_grant, not_granted, spoken
from regulation.words.languages import article_zh
from regulation.words.restrictions import RESTRICTIONS
from tests.regulation.account import on


@pytest.mark.parametrize(
    ("privilege", "words"),
    [
        ("service", "the account"),
        ("publish", "publishing"),
        ("publish.finance", "publishing in finance"),
        ("monetize", "monetization"),
        ("monetize.live_gifts", "monetization by live gifts"),
        ("gain_followers", "gaining followers"),
        ("be_recommended", "being recommended"),
        ("apply_monetization", "applying for monetization"),
    ],
)
def test_a_privilege_is_spoken(privilege: str, words: str) -> None:
    """Each privilege reads as part of a sentence."""
    assert spoken(privilege) == words


@pytest.mark.parametrize("privilege", ASKABLE)
def test_every_privilege_can_be_spoken(privilege: str) -> None:
    """No privilege is without words, and none shows its identifier."""
    assert "_" not in spoken(privilege)
    assert "." not in spoken(privilege)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=7), "7 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, hours=12), "1 day 12 hours"),
        (timedelta(hours=1, minutes=1, seconds=1), "1 hour 1 minute 1 second"),
        (timedelta(seconds=30), "30 seconds"),
        (timedelta(days=3653), "3653 days"),
        (timedelta(microseconds=5), "no time"),
    ],
)
def test_a_length_of_time_is_spoken(length: timedelta, words: str) -> None:
    """Only the units that there are, each in its number."""
    assert lasting(length) == words


@pytest.mark.parametrize("kind", RestrictionKind)
def test_every_restriction_says_what_how_long_and_why(kind: RestrictionKind) -> None:
    """Each kind says what is closed, since and until when, the cause, the article, and what would lift it."""
    span = Interval(start=on("03-10 12:00"), end=on("03-17"))
    restriction = Restriction(privilege="publish", interval=span, kind=kind, article=9, cause="b1")
    endless = restriction.model_copy(update={"interval": Interval(start=span.start)})

    assert closed(restriction).startswith("publishing ")
    assert closed(restriction).endswith("since 2026-03-10 12:00, until 2026-03-17 00:00 (b1, art. 9)")
    assert closed(endless).endswith("since 2026-03-10 12:00, without end (b1, art. 9)")
    assert lifted_by(restriction.model_copy(update={"article": 8})) == RESTRICTIONS[kind].lifted.en


def test_the_three_words_are_kept_apart() -> None:
    """Withheld, suspended and cancelled are never said for one another (reading 8)."""
    kinds = {RestrictionKind.WITHHELD: "withheld", RestrictionKind.SUSPENSION: "suspended"}
    span = Interval(start=on("03-10"), end=on("03-17"))
    for kind, word in (*kinds.items(), (RestrictionKind.CANCELLATION, "cancelled")):
        said = closed(Restriction(privilege="monetize", interval=span, kind=kind, article=9, cause="b1"))
        assert [other for other in ("withheld", "suspended", "cancelled") if other in said] == [word]


@pytest.mark.parametrize(
    ("privilege", "ended_by", "words"),
    [
        ("publish.finance", None, "publishing in finance is not open: no certification was verified"),
        ("monetize.ecommerce", None, "monetization by e-commerce is not open: no application was granted"),
        ("publish.finance", GrantEnd.EXPIRY, "certification g expired at 2026-03-17 00:00"),
        ("publish.finance", GrantEnd.REVOCATION, "certification g was revoked at 2026-03-17 00:00"),
        ("publish.finance", GrantEnd.HOLDER_CHANGE, "certification g fell with its holder at 2026-03-17 00:00"),
        ("monetize.ecommerce", GrantEnd.CANCELLATION, "the grant was cancelled at 2026-03-17 00:00"),
    ],
)
def test_an_absent_grant_says_how_it_ended(privilege: str, ended_by: GrantEnd | None, words: str) -> None:
    """For each way of ending there are words, and a grant to come is announced."""
    span = Interval(start=on("03-10"), end=on("03-17"))
    ended = Grant(privilege=privilege, interval=span, article=2, source="g", ended_by=ended_by)

    assert words in not_granted(privilege, ended if ended_by else None, None)
    assert not_granted(privilege, None, on("05-01")).endswith("; the next one begins at 2026-05-01 00:00")


def test_what_would_open_it() -> None:
    """A field takes a certification, a method an application."""
    assert lifted_by_grant("publish.justice") == "a verified certification"
    assert lifted_by_grant("monetize.ecommerce") == "a granted application"


def restriction_of(kind: RestrictionKind, privilege: str, cause: str = "x1", *, endless: bool = False) -> Restriction:
    """A restriction as a standing has it."""
    return Restriction(
        article=12 if kind is RestrictionKind.CLOSURE else 9,
        kind=kind,
        privilege=privilege,
        cause=cause,
        interval=Interval(start=on("03-10 12:00"), end=None if endless else on("03-17")),
    )


@pytest.mark.parametrize(
    ("kind", "privilege", "cause", "endless", "said"),
    [
        ("ban", "publish", "b1", False, "账号已被禁言：自2026年3月10日 12:00起，至2026年3月17日 00:00止（b1，第九条）"),
        ("ban", "gain_followers", "b1", False, "禁言期间不得新增粉丝：自2026年3月10日 12:00起"),
        ("limit", "gain_followers", "m1", True, "账号已被禁止新增粉丝：自2026年3月10日 12:00起，无期限（m1，第九条）"),
        (
            "hold",
            "service",
            "review-1",
            True,
            "账号待人工审核，审核完成前不提供服务：自2026年3月10日 12:00起（rev",
        ),
        ("denial", "service", "review-1", True, "账号注册审核未通过，不予提供服务："),
        ("denial", "service", "i1", True, "账号被认定为假冒仿冒，不予提供服务："),
        ("closure", "service", "c1", True, "账号已关闭：自2026年3月10日 12:00起，无期限（c1，第十二条）"),
        ("freeze", "monetize", "h1", False, "因账号主体变更，自变更之日起暂停（或不得赋予）营利权限：自"),
        ("withheld", "apply_monetization", "v1", False, "不得赋予营利权限："),
        ("suspension", "monetize", "b1", False, "营利权限已暂停："),
        ("cancellation", "monetize.live_gifts", "k1", True, "直播打赏营利权限已取消："),
    ],
)
def test_the_notice_s_own_words(kind: str, privilege: str, cause: str, endless: bool, said: str) -> None:
    """In Chinese each restriction is named as the notice names it, with the article and the time in Chinese."""
    assert chinese.closed(restriction_of(RestrictionKind(kind), privilege, cause, endless=endless)).startswith(said)


@pytest.mark.parametrize("kind", RestrictionKind)
@pytest.mark.parametrize("privilege", [*ASKABLE, "monetize"])
def test_every_restriction_of_every_privilege_is_said_in_chinese(privilege: str, kind: RestrictionKind) -> None:
    """No identifier and no English but the notice's own MCN stands in a Chinese sentence."""
    said = chinese.closed(restriction_of(kind, privilege, "1")) + chinese.lifted_by(
        restriction_of(kind, privilege, "1")
    )
    assert not any("a" <= letter.lower() <= "z" for letter in said.replace("MCN", ""))


@pytest.mark.parametrize(
    ("article", "said"),
    [(1, "第一条"), (9, "第九条"), (10, "第十条"), (12, "第十二条"), (20, "第二十条"), (99, "第九十九条")],
)
def test_an_article_has_a_chinese_numeral(article: int, said: str) -> None:
    assert article_zh(article) == said


@pytest.mark.parametrize("article", [0, -1, 100])
def test_what_is_no_article_has_none(article: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        article_zh(article)
