"""What is pinned for a query: by search term, by claim, in order, and nothing for what is about something else."""

import pytest

from bench.rumour_matching import rumours
from models.rumours.rumours import Information, Opening, RumourField
from regulation.rumours.search import SearchIndex
from tests.regulation.test_rumour_matching import PENSION, WATER

SO = Information(text_zh="可以放心", text_en="No danger", link="https://www.piyao.org.cn/")
TAP = WATER.model_copy(update={"terms": ("自来水污染", "停水三天")})
WAVES = Opening(claim="微波炉加热的食物会致癌", field=RumourField.LIVELIHOOD, terms=("微波炉致癌",), information=SO)
INDEX = SearchIndex({"tap": TAP, "waves": WAVES, "pension": PENSION})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("自来水污染", [("tap", 1.0)]),
        ("自來水 污染", [("tap", 1.0)]),
        ("本市自来水污染了吗", [("tap", 0.9)]),
        ("微波炉", [("waves", 0.7)]),
        ("自来水3天不能喝", [("tap", None)]),
        ("微波炉加热食物", [("waves", None)]),
        ("天气", []),
        ("微", []),
        ("！！！", []),
        ("食物", []),
    ],
)
def test_a_query_finds_what_to_pin(query: str, found: list[tuple[str, float | None]]) -> None:
    given = INDEX.search(query, 5)
    assert [one.rumour for one in given] == [rumour for rumour, _ in found], given
    assert all(score in {None, one.score} for one, (_, score) in zip(given, found, strict=True))


def test_what_is_pinned_is_said_whole() -> None:
    [pinned] = INDEX.search("自来水污染", 5)
    assert pinned.claim == TAP.claim
    assert (pinned.information_zh, pinned.link) == ("水质合格", "https://www.piyao.org.cn/")
    assert pinned.label_zh == f"谣言：“{TAP.claim}”。辟谣：水质合格"
    assert pinned.why == "the query is the search term “自来水污染”"


def test_without_verified_information_there_is_nothing_to_pin() -> None:
    assert INDEX.search("The pension age will be raised to seventy", 5) == ()


def test_the_best_comes_first_and_no_more_than_asked_for() -> None:
    index = SearchIndex({f"r{place}": WAVES for place in range(9)} | {"exact": TAP, "a": WAVES})
    given = index.search("微波炉致癌 自来水污染", 3)
    assert [one.rumour for one in given] == ["a", "exact", "r0"]
    assert index.search("停水三天", 3)[0].rumour == "exact"


def test_every_public_rumour_is_found_by_its_claim_and_by_its_terms() -> None:
    known = [one for name in ("tuning", "unseen") for one in rumours(name)]
    index = SearchIndex(
        {
            one["id"]: Opening(claim=one["claim"], field=one["field"], terms=tuple(one["terms"]), information=SO)
            for one in known
        }
    )
    for one in known:
        for query in (one["claim"], *one["terms"]):
            assert one["id"] in {pinned.rumour for pinned in index.search(query, 5)}, query
