"""Fictional numbers pass the checks, and no living person has them."""

from datetime import date

from cli.servers import fictional
from regulation.holders.identifiers import checked_credit_code, checked_resident_id


def test_fictional_numbers_are_valid_and_different() -> None:
    """Thousands of each exist, so that demonstrations never reach a quota by accident."""
    places = range(0, 200_000, 97)
    people = {checked_resident_id(fictional.resident_id(place), date(2026, 1, 1)) for place in places}
    enterprises = {checked_credit_code(fictional.credit_code(place)) for place in places}
    assert len(people) == len(enterprises) == len(places)
    assert all(int(number[6:10]) < 1900 for number in people)
