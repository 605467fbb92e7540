"""The catalogue of violations, row by row, against the notice's own list."""

from decimal import Decimal

import pytest

from models.words.violations import Category
from regulation.articles.a09_bans import SUSPENSION_FACTOR
from regulation.words.categories import CATEGORIES
from tests.regulation.account import on

NOTICE = {
    1: {"impersonation"},
    2: {"uncertified_field"},
    3: {"missing_source", "missing_shot_info", "unlabelled_synthetic", "undated_old_news"},
    4: {"anonymous_publishing", "fabrication", "distortion", "deceptive_editing"},
    5: {"unlabelled_fiction"},
    6: {"rumour_making", "rumour_spreading"},
    7: {
        *("quota_evasion", "matrix_manipulation", "negative_aggregation", "recycled_news", "hot_event_exploitation"),
        *("disaster_exploitation", "follow_inducement", "reregistration"),
    },
    9: {"vulgar_persona", "public_order", "coordinated_malicious_marketing"},
    10: {"fraudulent_followers"},
}


def test_every_category_of_the_notice_is_there() -> None:
    """The catalogue names each category of the notice once, under its article, and no other."""
    found: dict[int, set[str]] = {}
    for category, entry in CATEGORIES.items():
        found.setdefault(entry.article, set()).add(category.value)

    assert found == NOTICE
    assert set(CATEGORIES) == set(Category)


@pytest.mark.parametrize("category", Category)
def test_its_factor_is_within_the_range(category: Category) -> None:
    """A ban without a factor of its own never leaves the range of article 9."""
    assert CATEGORIES[category].factor in SUSPENSION_FACTOR.at(on("03-01"))


def test_three_is_for_what_was_organised() -> None:
    """Matrices, coordinated marketing and coming back after a closure cost the most."""
    assert {category.value for category, entry in CATEGORIES.items() if entry.factor == Decimal(3)} == {
        "matrix_manipulation",
        "reregistration",
        "coordinated_malicious_marketing",
    }
