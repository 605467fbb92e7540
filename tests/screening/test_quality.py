"""The floors under what `docs/screening.md` reports, measured on sets that nothing was tuned on."""

import pytest

from models.screening.screening import Outcome
from screening.holding import ROWS
from screening.screener import Screener
from tests.screening import quality

COUNT = 1_600
FLOORS = {
    "names of official accounts": 0.95,
    "an alias with more words around it": 0.95,
    "a place with a service, and more words around them": 0.95,
    "protected names with other numerals": 0.95,
    "protected and composed names, plain": 0.99,
    "… one look-alike (another font, another measure)": 0.95,
    "… one look-alike (pairs written by hand)": 0.70,
    "… one invisible character inserted": 0.99,
    "… a separator or decoration inserted": 0.99,
    "… separated throughout": 0.99,
    "… traditional characters": 0.99,
    "… traditional characters of Taiwan": 0.99,
    "… traditional characters of Hong Kong": 0.99,
    "protected names with letters, in full width": 0.99,
}
CEILINGS = {
    "names of real self-media": 0.005,
    "names of real self-media, preset `literal`": 0.05,
    "ordinary names full of places, organs and media": 0.02,
    "ordinary names that hold an alias, a service or a numeral by chance": 0.03,
}
"""Of the few that were written to be hard one or two may be held; of those that people really bear, hardly any."""


@pytest.fixture(scope="module")
def measured(screener: Screener) -> dict[str, quality.Measured]:
    """Every line, on fewer names than the page has."""
    return {line.what: line for line in quality.measure(screener, COUNT)}


@pytest.mark.parametrize("what", FLOORS)
def test_what_is_protected_is_held(measured: dict[str, quality.Measured], what: str) -> None:
    line = measured[what]
    assert line.must_be_held
    assert line.names >= 30
    assert line.share >= FLOORS[what], line


@pytest.mark.parametrize("what", CEILINGS)
def test_honest_names_pass(measured: dict[str, quality.Measured], what: str) -> None:
    if what not in measured:
        pytest.skip(f"{quality.SELF_MEDIA.name} is not beside the repository")
    assert measured[what].share < CEILINGS[what], measured[what]


def test_every_line_of_the_table_has_a_bound(measured: dict[str, quality.Measured]) -> None:
    assert set(measured) <= {*FLOORS, *CEILINGS}


def test_an_altered_name_is_another_name(screener: Screener) -> None:
    """Else the shares above would measure the plain names again."""
    plain = quality.held_out(200)
    for alter in quality.ALTERATIONS.values():
        altered = [each for each in quality.altered(plain, alter) if each not in plain]
        assert len(altered) > 150
        assert screener.screen(altered[0]).outcome in Outcome


def test_the_page_has_the_rows_as_they_are() -> None:
    """Compliance staff read them there."""
    page = quality.PAGE.read_text(encoding="utf-8")
    for name, row in ROWS.items():
        stands = " | ".join("on" if on else "off" for on in (row.on, row.literal))
        assert f"| `{name}` | {stands} | {row.what} | {row.what_zh} | {row.held} | {row.clear} |\n" in page
