"""Matching of emblems: found again after alterations, and not found where they are absent; `bench.emblem_rates`
measures more.
"""

import cv2
import numpy as np
import pytest
from numpy.random import default_rng

from bench import emblem_pictures as pictures
from bench.emblem_rates import bank_of, written
from emblems.features import reference, unpacked
from emblems.matching import recognisable, screened

DRAWN, BANK = bank_of(4, seed=1)


@pytest.mark.parametrize("words", pictures.CHANGES)
def test_an_emblem_is_found_again(words: str) -> None:
    """Two emblems of the bank are found, and nothing else."""
    for number in (0, 1):
        changed = pictures.CHANGES[words](DRAWN[number], default_rng(number))
        assert [match.emblem for match in screened(changed, BANK)] == [f"e{number}"]


def test_what_is_found_says_where() -> None:
    """The match is in the corner in which the emblem was placed."""
    under = pictures.scene(default_rng(5))
    under[340:500, 10:170] = cv2.resize(DRAWN[0], (160, 160), interpolation=cv2.INTER_AREA)
    (match,) = screened(under, BANK)
    across, down = np.mean(match.corners, axis=0) * 512
    assert abs(across - 90) < 8
    assert abs(down - 420) < 8


def test_other_badges_and_honest_pictures_are_left_alone() -> None:
    chance = default_rng(99)
    for _ in range(5):
        assert screened(pictures.badge(chance), BANK) == ()
        assert screened(pictures.honest(chance), BANK) == ()


def test_the_same_picture_gives_the_same_answer() -> None:
    """Randomness is seeded: a finding can be reproduced."""
    picture = pictures.turned_in_corner(DRAWN[2], default_rng(3))
    assert screened(picture, BANK) == screened(picture, BANK)


def test_an_emblem_goes_through_the_bank_unchanged() -> None:
    kept = unpacked("e0", BANK[0].packed())
    assert screened(DRAWN[0], [kept]) == screened(DRAWN[0], BANK[:1])


@pytest.mark.parametrize("value", [0, 255, 128])
def test_a_flat_picture_is_no_emblem_and_holds_none(value: int) -> None:
    flat = np.full((300, 200, 3), value, np.uint8)
    assert not recognisable(reference("flat", flat))
    assert screened(flat, BANK) == ()
    assert all(map(recognisable, BANK))


def test_the_page_is_written_between_its_markers_only() -> None:
    page = "before\n<!-- rates: written by `python -m bench.emblem_rates` -->\nold\n<!-- end of rates -->\nafter\n"
    assert written(page, ["new"]) == page.replace("old", "new")
