"""The catalogue of events: everything that can happen has a type, a sentence and an example that is right."""

from typing import get_args

import pytest

from models.accounts.facts import FactBody
from models.events.announcements import UnknownTypeError, bodies, catalogue, example_of, expanded


def test_every_fact_has_a_type() -> None:
    facts = get_args(get_args(FactBody)[0])
    assert set(facts) <= set(bodies().values())


@pytest.mark.parametrize("name", bodies())
def test_every_type_has_an_example_that_is_right_and_a_sentence(name: str) -> None:
    model = catalogue()[name]
    told = model.model_validate(example_of(name))
    assert isinstance(told.data, bodies()[name])
    assert told.type == name
    assert model.model_json_schema()["examples"] == [example_of(name)]
    assert (bodies()[name].__doc__ or "").endswith(".")


def test_a_family_stands_for_all_its_types_and_nothing_comes_twice() -> None:
    assert expanded("account.ban_imposed,account.ban_*") == ("account.ban_imposed", "account.ban_shortened")
    assert set(expanded("*")) == set(bodies())


@pytest.mark.parametrize(
    ("types", "hint"),
    [
        ("account.ban_impsed", "did you mean account.ban_imposed"),
        ("x", "the types are account."),
        ("", "the types are"),
    ],
)
def test_a_type_that_there_is_not_is_said_with_the_one_that_was_meant(types: str, hint: str) -> None:
    with pytest.raises(UnknownTypeError, match=hint):
        expanded(types)
