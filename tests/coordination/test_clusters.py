"""What ties accounts strongly enough: a table of cases, against the literal table of weights."""

import random
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from coordination.clusters import MOST_PER_TIE, Shared, found
from models.coordination import Finding, TieKind
from regulation.coordination import JOINED_AT, SMALLEST, TIES

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
ABC = ("a", "b", "c")


def shared(*ties: tuple[TieKind, tuple[str, ...]]) -> Shared:
    made = Shared()
    for number, (kind, accounts) in enumerate(ties):
        made.add(kind, f"token-{number}", accounts)
    return made


def members(*ties: tuple[TieKind, tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [one.members for one in found(shared(*ties), NOON)]


@pytest.mark.parametrize(
    ("ties", "clusters"),
    [
        ([(TieKind.PAYOUT, ABC)], [ABC]),
        ([(TieKind.HOLDER, ABC)], [ABC]),
        ([(TieKind.DEVICE, ABC)], []),
        ([(TieKind.DEVICE, ABC), (TieKind.DEVICE, ABC)], [ABC]),
        ([(TieKind.DEVICE, ABC), (TieKind.TEXT, ABC)], [ABC]),
        ([(TieKind.NETWORK, ABC), (TieKind.MCN, ABC)], []),
        ([(TieKind.NETWORK, ABC)] * 9, []),
        ([(TieKind.PHONE, ABC), (TieKind.NETWORK, ABC)], [ABC]),
        ([(TieKind.TEXT, ABC)] * 2, []),
        ([(TieKind.TEXT, ABC)] * 3, [ABC]),
        ([(TieKind.PAYOUT, ("a", "b"))], []),
        ([(TieKind.PAYOUT, ("a", "b")), (TieKind.HOLDER, ("b", "c"))], [ABC]),
        ([(TieKind.PAYOUT, ("a", "b")), (TieKind.DEVICE, ("b", "c"))], []),
    ],
    ids=[
        "one payout account",
        "one holder",
        "a device alone: a family",
        "two devices",
        "a device and a text",
        "an agency in its office",
        "however often a network",
        "a phone and a network",
        "two texts: a fashion",
        "three texts at the same time",
        "two accounts are no matrix",
        "a chain of strong ties",
        "a chain with a weak one",
    ],
)
def test_what_joins_accounts(ties: list[tuple[TieKind, tuple[str, ...]]], clusters: list[tuple[str, ...]]) -> None:
    assert members(*ties) == clusters


@pytest.mark.parametrize("kind", TieKind)
def test_a_hub_says_nothing(kind: TieKind) -> None:
    """One account more than the table allows, and nobody is tied by it."""
    many = tuple(f"a{number:04d}" for number in range(TIES[kind].hub + 1))
    assert members((kind, many), (TieKind.DEVICE, many[:3]), (TieKind.DEVICE, many[:3])) == [many[:3]]
    assert kind not in {tie.kind for one in found(shared((kind, many)), NOON) for tie in one.ties}


def by_hand(ties: list[tuple[TieKind, tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """The same in the plainest way: every pair, every tie, and a search from each account."""
    counts: dict[tuple[str, str], dict[TieKind, int]] = {}
    for kind, accounts in ties:
        if len(accounts) <= TIES[kind].hub:
            for pair in combinations(sorted(accounts), 2):
                own = counts.setdefault(pair, {})
                own[kind] = own.get(kind, 0) + 1
    tied: dict[str, set[str]] = {}
    for (one, other), own in counts.items():
        if sum(TIES[kind].weight * min(count, TIES[kind].most) for kind, count in own.items()) >= JOINED_AT.at(NOON):
            tied.setdefault(one, set()).add(other)
            tied.setdefault(other, set()).add(one)
    clusters, seen = [], set()
    for start in tied:
        reached, waiting = {start}, [start]
        while waiting:
            for other in tied[waiting.pop()] - reached:
                reached.add(other)
                waiting.append(other)
        if len(reached) >= SMALLEST.at(NOON) and start not in seen:
            clusters.append(tuple(sorted(reached)))
        seen |= reached
    return sorted(clusters)


@pytest.mark.parametrize("seed", range(12))
def test_the_quick_way_finds_what_the_plain_way_finds(seed: int) -> None:
    chance = random.Random(seed)
    accounts = [f"a{number}" for number in range(60)]
    ties = [(chance.choice(list(TieKind)), tuple(chance.sample(accounts, chance.randint(2, 5)))) for _ in range(80)]
    assert sorted(members(*ties)) == by_hand(ties)


def test_a_finding_says_what_ties_whom() -> None:
    ties = shared(
        (TieKind.PAYOUT, (*ABC, "d")), (TieKind.TEXT, ("a", "b")), (TieKind.NETWORK, ("a", "stranger")),
    )  # fmt: skip
    (one,) = found(ties, NOON)
    assert isinstance(Finding.model_validate(one.model_dump()), Finding), "trusted values are valid ones"
    assert (one.members, one.pairs, one.all_ties) == ((*ABC, "d"), 6, 2), "a tie with a stranger is none of theirs"
    strongest = one.edges[0]
    assert (strongest.accounts, strongest.weight) == (("a", "b"), 80)
    assert strongest.kinds == (TieKind.PAYOUT, TieKind.TEXT)


def test_a_large_tie_names_some() -> None:
    many = tuple(f"a{number:03d}" for number in range(90))
    (one,) = found(shared((TieKind.HOLDER, many)), NOON)
    assert len(one.members) == 90
    assert len(one.ties[0].accounts) == MOST_PER_TIE


def test_nothing_comes_of_nothing() -> None:
    assert found(Shared(), NOON) == []


def test_the_page_says_what_the_table_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "coordination.md").read_text(encoding="utf-8")
    for kind, row in TIES.items():
        assert f"| `{kind}` | {row.words} | {row.weight} | {row.most} | {row.hub} |" in page
    assert f"From **{JOINED_AT.at(NOON)}** on" in page
