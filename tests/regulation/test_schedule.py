"""The catalogue of consequences, row by row, and a platform's own over it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from documents import document
from models.words.sanctions import FOR_EVER, Consequences, Finding
from models.words.violations import Category
from regulation.catalogue.overriding import catalogue_in
from regulation.catalogue.schedule import NOTICE, Catalogue
from regulation.holders.findings import nth
from regulation.words.categories import CATEGORIES
from tests.regulation.account import on


@pytest.mark.parametrize("category", Category)
def test_every_category_leads_to_something(category: Category) -> None:
    """Each has a ladder under its own article, each step says what follows, and none names a factor without a ban."""
    ladder = CATEGORIES[category].ladder

    assert ladder.article == CATEGORIES[category].article
    for since, steps in ladder.values:
        assert since == date(2023, 7, 10)
        assert steps
        for step in steps:
            assert step != Consequences()
            assert step.factor is None or step.ban is not None


@pytest.mark.parametrize("category", Category)
def test_it_never_becomes_milder(category: Category) -> None:
    """A later violation of a category costs at least as much as the one before: no shorter ban, unless it closes."""
    steps = CATEGORIES[category].ladder.values[-1][1]
    for before, after in pairwise(steps):
        assert after.close or (after.ban or timedelta(0)) >= (before.ban or timedelta(0))
        assert after.close or not before.close
        assert after.close or after.freeze_growth == FOR_EVER or before.freeze_growth != FOR_EVER
        assert after != before


@pytest.mark.parametrize(
    ("category", "wanted"),
    [
        ("vulgar_persona", "cancel_profit"),
        ("public_order", "cancel_profit"),
        ("coordinated_malicious_marketing", "cancel_profit"),
        ("hot_event_exploitation", "freeze_growth"),
        ("disaster_exploitation", "close"),
        ("matrix_manipulation", "close"),
        ("rumour_making", "close"),
        ("reregistration", "close"),
        ("fraudulent_followers", "remove_followers"),
        ("follow_inducement", "remove_followers"),
    ],
)
def test_what_the_notice_names_is_there(category: str, wanted: str) -> None:
    """Where the notice itself names the measure for a category, its ladder leads there."""
    steps = CATEGORIES[Category(category)].ladder.values[-1][1]
    assert any(getattr(step, wanted) for step in steps)


def found(when: str, category: Category = Category.RECYCLED_NEWS, *, overturned: bool = False) -> Finding:
    return Finding(id=f"v-{when[:5]}", category=category, decided_at=on(when), overturned=overturned)


@pytest.mark.parametrize(
    ("record", "counted"),
    [
        ([], 1),
        ([found("2025-03-10 12:00")], 1),
        ([found("2025-03-10 12:01")], 2),
        ([found("03-01"), found("03-02")], 3),
        ([found("03-01"), found("03-02", overturned=True)], 2),
        ([found("03-01"), found("03-02", Category.MISSING_SOURCE)], 2),
    ],
    ids=["first", "a year ago", "within the year", "third", "overturned", "another category"],
)
def test_which_record_counts(record: list[Finding], counted: int) -> None:
    """Those of the same category in the twelve months before, to the minute; an overturned one never."""
    assert nth(record, Category.RECYCLED_NEWS, on("03-10 12:00"), 12) == counted


AUTUMN = """\
version: autumn
since: 2026-10-01
categories:
  recycled_news:
    - warning: true
    - {ban: P5D, factor: 2.5}
    - {ban: P30D, freeze_growth: for_ever, limit_recommendation: P60D, report: true}
"""


def overriding(text: str) -> Catalogue:
    return catalogue_in(document.parse(text, "own.yaml"))


def test_a_platform_has_its_own_from_a_day_on() -> None:
    """From the first instant of its day in Shanghai the platform's ladder holds, by its name; other categories stay."""
    own = overriding(AUTUMN)
    before, after = on("2026-09-30 23:59:59"), on("2026-10-01 00:00")

    assert own.consequences(Category.RECYCLED_NEWS, 2, before) == NOTICE.consequences(Category.RECYCLED_NEWS, 2, before)
    assert own.consequences(Category.RECYCLED_NEWS, 2, after).ban == timedelta(days=5)
    assert own.consequences(Category.RECYCLED_NEWS, 9, after).freeze_growth == FOR_EVER
    assert own.version(Category.RECYCLED_NEWS, before) == "notice (2023-07-10)"
    assert own.version(Category.RECYCLED_NEWS, after) == "autumn (2026-10-01)"
    assert own.version(Category.DISTORTION, after) == "notice (2023-07-10)"


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("factor: 2.5", "factor: 4", 6, "factor 4 is outside [2, 3]"),
        ("factor: 2.5", "factor: 1.99", 6, "factor 1.99 is outside [2, 3]"),
        ("{ban: P5D, factor: 2.5}", "{factor: 2.5}", 6, "a factor goes with a ban"),
        ("recycled_news:", "recycled_new:", 4, "did you mean 'recycled_news'?"),
        ("ban: P5D", "ban: P1M", 6, "not a duration we can multiply exactly"),
        ("report: true", "reports: true", 7, "unknown key 'reports'"),
        ("warning: true", "warning: perhaps", 5, "warning"),
        ("    - warning: true", "    - {}", 5, "the step has no consequence"),
        ("since: 2026-10-01", "since: 2023-07-10", 2, "a day after 2023-07-10"),
        ("since: 2026-10-01", "since: soon", 2, "is not a date"),
        ("version: autumn", "version: two words", 1, "two words"),
        ("version: autumn\n", "", 1, "lacks 'version'"),
    ],
)
def test_a_fault_is_said_with_file_and_line(wrong: str, right: str, line: int, says: str) -> None:
    """Whatever is wrong with a platform's catalogue is found before anything starts, at its place."""
    assert wrong in AUTUMN
    with pytest.raises(document.MalformedError) as raised:
        overriding(AUTUMN.replace(wrong, right, 1))

    assert next((p.place.file, p.place.line) for p in raised.value.problems) == ("own.yaml", line)
    assert says in str(raised.value)


def test_every_fault_is_said_at_once() -> None:
    """One start tells everything, in the order of the lines."""
    text = AUTUMN.replace("factor: 2.5", "factor: 9").replace("report: true", "reports: true")
    with pytest.raises(document.MalformedError) as raised:
        overriding(text)

    assert [problem.place.line for problem in raised.value.problems] == [6, 7]
