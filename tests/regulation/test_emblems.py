"""The bank's rules: what is in it already, how much fits, and the case that a match becomes."""

from datetime import UTC, datetime

import pytest

from models.accounts.commands import Refusal
from models.cases.cases import Priority
from models.cases.subjects import EmblemSeen
from models.evidence import EvidenceKind
from models.screening.emblems import Emblem, EmblemMatch, EmblemScreening
from regulation.screening.emblems import MOST, MOST_NAMED, case_about, known_already, no_room

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
KNOWN = Emblem(
    id="police",
    name="某某市公安局",
    media_type="image/png",
    width=512,
    height=512,
    digest="aa",
    added_at=NOON,
    added_by="key_a",
)
RETIRED = KNOWN.model_copy(update={"retired_at": NOON, "retired_by": "key_a"})


@pytest.mark.parametrize(
    ("known", "id_", "name", "digest", "said"),
    [
        (KNOWN, "police", "某某市公安局", "aa", None),
        (KNOWN, "police", "另一个", "aa", "in the bank already, as emblem police"),
        (KNOWN, "police-2", "某某市公安局", "aa", "in the bank already, as emblem police"),
        (KNOWN, "police", "某某市公安局", "bb", "identifier police is taken"),
        (RETIRED, "police", "某某市公安局", "aa", "was retired as emblem police"),
    ],
)
def test_the_same_in_everything_is_itself_and_all_else_is_told(
    known: Emblem, id_: str, name: str, digest: str, said: str | None
) -> None:
    found = known_already(known, id_=id_, name=name, digest=digest)
    if said is None:
        assert found is known
    else:
        assert isinstance(found, Refusal)
        assert said in found.message


def test_the_bank_has_its_limit() -> None:
    assert no_room(MOST - 1) is None
    assert no_room(MOST) is not None


def test_a_picture_full_of_emblems_becomes_one_case_that_names_the_surest() -> None:
    def match(number: int) -> EmblemMatch:
        return EmblemMatch(
            emblem=f"e{number}", name=f"局{number}", how="window", likeness=0.9, inliers=0, corners=((0.0, 0.0),)
        )

    screening = EmblemScreening(
        outcome="review",
        matches=tuple(map(match, range(60))),
        bank=7,
        emblems=60,
        media_type="image/png",
        width=64,
        height=64,
        digest="cc" * 32,
    )
    opened, evidence = case_about("kitchen", screening, NOON)
    assert isinstance(opened.subject, EmblemSeen)
    assert (len(opened.subject.emblems), opened.subject.bank, opened.account) == (MOST_NAMED, 7, "kitchen")
    assert [piece.kind for piece in evidence] == [EvidenceKind.IMAGE, *[EvidenceKind.MATCH] * MOST_NAMED]
    assert (opened.priority, opened.title) == (Priority.NORMAL, "an avatar like 局0")
