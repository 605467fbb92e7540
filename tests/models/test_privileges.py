"""The privileges: dotted names, their lineage, and which of them take a grant."""

import pytest
from pydantic import TypeAdapter, ValidationError

from models.words.privileges import ASKABLE, GRANTED, LINEAGE, Field, Method, Privilege, monetize_by, publish_in

PRIVILEGE: TypeAdapter[str] = TypeAdapter(Privilege)


@pytest.mark.parametrize(
    ("privilege", "closed_by"),
    [
        ("service", ("service",)),
        ("publish", ("service", "publish")),
        ("publish.finance", ("service", "publish", "publish.finance")),
        ("monetize.live_gifts", ("service", "monetize", "monetize.live_gifts")),
        ("gain_followers", ("service", "gain_followers")),
        ("be_recommended", ("service", "be_recommended")),
        ("apply_monetization", ("service", "monetize", "apply_monetization")),
    ],
)
def test_a_restriction_on_a_parent_covers_its_children(privilege: str, closed_by: tuple[str, ...]) -> None:
    """The service covers everything; publishing and monetization cover what stands below them, and only that."""
    assert LINEAGE[privilege] == closed_by


def test_every_field_and_method_can_be_asked_about() -> None:
    """No field and no method is forgotten, each takes a grant, and nothing else does."""
    granted = {*map(publish_in, Field), *map(monetize_by, Method)}

    assert granted == GRANTED
    assert len(granted) == 4 + 7
    assert granted < set(ASKABLE)
    assert set(LINEAGE) == set(ASKABLE)
    assert len(set(ASKABLE)) == len(ASKABLE)


@pytest.mark.parametrize("privilege", ASKABLE)
def test_what_can_be_asked_is_let_in(privilege: str) -> None:
    """Each name of the list is a privilege."""
    assert PRIVILEGE.validate_python(privilege) == privilege


@pytest.mark.parametrize("name", ["", "monetize", "publish.sport", "monetize.", "Publish", "publish.finance.x", 7])
def test_other_names_are_refused(name: object) -> None:
    """An unknown name is an error, and not a privilege that nobody has."""
    with pytest.raises(ValidationError):
        PRIVILEGE.validate_python(name)
