"""Clusters of accounts: shared attributes are ties, ties give each pair a weight, strong pairs form clusters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
import rustworkx
from numpy.typing import NDArray

from models.coordination import Edge, Finding, Tie, TieKind
from regulation.coordination import JOINED_AT, SMALLEST, TIES

KINDS: Final = tuple(TieKind)
MOST_TIES: Final = 200
"""Most ties that a finding lists."""
MOST_EDGES: Final = 300
"""Most pairs that a finding lists, for its graph."""
MOST_PER_TIE: Final = 50
"""Most accounts that a listed tie names."""

Integers = NDArray[np.int64]


@dataclass
class Shared:
    """Ties between accounts in numbered form: accounts and tokens are numbered in the order of their addition."""

    accounts: dict[str, int] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    """Account numbers of all ties, one tie after the other; `sizes` has the length of each."""
    sizes: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def add(self, kind: TieKind, token: str, accounts: Iterable[str]) -> None:
        """Add one tie. A tie of a single account, or of more accounts than its kind's hub limit, is left out."""
        known = self.accounts
        members = [known.setdefault(account, len(known)) for account in accounts]
        if not 2 <= len(members) <= TIES[kind].hub:
            return
        self.members.extend(members)
        self.sizes.append(len(members))
        self.kinds.append(KINDS.index(kind))
        self.tokens.append(token)


@dataclass(frozen=True)
class _Pairs:
    """Pairs of account numbers, the smaller first, in ascending order, with their weights."""

    first: Integers
    second: Integers
    weight: Integers
    kinds: Integers
    """Kinds of the pair's ties, one bit each, by position in `KINDS`."""


def found(shared: Shared, now: datetime, progress: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Clusters of the shared ties, the largest first; `now` selects the dated parameters of the rules."""
    if not shared.sizes:
        return []
    members, sizes = np.array(shared.members, np.int64), np.array(shared.sizes, np.int64)
    kinds = np.array(shared.kinds, np.int64)
    progress(f"weighing {len(sizes)} ties of {len(shared.accounts)} accounts")
    pairs = _strong(_weighed(members, sizes, kinds, len(shared.accounts)), JOINED_AT.at(now))
    progress(f"grouping {len(pairs.first)} pairs with strong ties")
    components = _components(pairs, SMALLEST.at(now))
    progress(f"describing {len(components)} clusters")
    return _described(shared, members, sizes, kinds, pairs, components)


def _weighed(members: Integers, sizes: Integers, kinds: Integers, accounts: int) -> _Pairs:
    """Every pair with a common tie, with its total weight and the kinds of its ties."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    keys: list[Integers] = []
    for size in np.unique(sizes):
        chosen = np.flatnonzero(sizes == size)
        rows = np.sort(members[starts[chosen][:, None] + np.arange(size)], axis=1)
        one, other = np.triu_indices(int(size), 1)
        key = (rows[:, one] * accounts + rows[:, other]) * len(KINDS) + kinds[chosen][:, None]
        keys.append(key.reshape(-1))
    each, counts = np.unique(np.concatenate(keys), return_counts=True)
    pair, kind = each // len(KINDS), each % len(KINDS)
    most = np.array([TIES[one].most for one in KINDS])
    weights = np.array([TIES[one].weight for one in KINDS])
    worth = weights[kind] * np.minimum(counts, most[kind])
    begins = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))
    alone = pair[begins]
    return _Pairs(
        alone // accounts, alone % accounts, np.add.reduceat(worth, begins), np.bitwise_or.reduceat(1 << kind, begins)
    )


def _strong(pairs: _Pairs, joined_at: int) -> _Pairs:
    strong = (pairs.weight >= joined_at) & (pairs.first != pairs.second)
    return _Pairs(pairs.first[strong], pairs.second[strong], pairs.weight[strong], pairs.kinds[strong])


def _components(pairs: _Pairs, smallest: int) -> list[Integers]:
    """Connected components of at least `smallest` accounts, the largest first."""
    if not len(pairs.first):
        return []
    nodes, places = np.unique(np.concatenate([pairs.first, pairs.second]), return_inverse=True)
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(nodes)))
    one, other = places[: len(pairs.first)], places[len(pairs.first) :]
    graph.add_edges_from_no_data(list(zip(one.tolist(), other.tolist(), strict=True)))
    large = [component for component in rustworkx.connected_components(graph) if len(component) >= smallest]
    return sorted((nodes[sorted(component)] for component in large), key=lambda one: (-len(one), int(one[0])))


def _described(
    shared: Shared, members: Integers, sizes: Integers, kinds: Integers, pairs: _Pairs, components: Sequence[Integers]
) -> list[Finding]:
    names = list(shared.accounts)
    of = np.full(len(names), -1, np.int64)
    for number, component in enumerate(components):
        of[component] = number
    ties = _ties_within(shared, members, sizes, kinds, of, names)
    order = np.lexsort((-pairs.weight, of[pairs.first]))
    bounds = np.searchsorted(of[pairs.first][order], np.arange(len(components) + 1))
    findings = []
    for number, component in enumerate(components):
        within = order[bounds[number] : bounds[number + 1]]
        own = sorted(ties.get(number, ()), key=lambda tie: (-TIES[tie.kind].weight * len(tie.accounts), tie.token))
        findings.append(
            Finding.trusted(
                members=tuple(sorted(names[account] for account in component.tolist())),
                weight=int(pairs.weight[within].sum()),
                pairs=len(within),
                ties=tuple(own[:MOST_TIES]),
                all_ties=len(own),
                edges=tuple(_edge(pairs, place, names) for place in within[:MOST_EDGES].tolist()),
            )
        )
    return findings


def _ties_within(
    shared: Shared, members: Integers, sizes: Integers, kinds: Integers, of: Integers, names: Sequence[str]
) -> dict[int, list[Tie]]:
    """Ties of at least two members, by number of the cluster."""
    ends = np.cumsum(sizes)
    starts = ends - sizes
    inside = np.add.reduceat((of[members] >= 0).astype(np.int64), starts)
    ties: dict[int, list[Tie]] = {}
    for place in np.flatnonzero(inside >= 2).tolist():
        own = members[starts[place] : ends[place]]
        for number in np.unique(of[own][of[own] >= 0]).tolist():
            sharing = own[of[own] == number]
            if len(sharing) >= 2:
                accounts = tuple(sorted(names[account] for account in sharing[:MOST_PER_TIE].tolist()))
                ties.setdefault(number, []).append(
                    Tie.trusted(kind=KINDS[int(kinds[place])], token=shared.tokens[place], accounts=accounts)
                )
    return ties


def _edge(pairs: _Pairs, place: int, names: Sequence[str]) -> Edge:
    bits = int(pairs.kinds[place])
    return Edge.trusted(
        accounts=(names[int(pairs.first[place])], names[int(pairs.second[place])]),
        weight=int(pairs.weight[place]),
        kinds=tuple(kind for number, kind in enumerate(KINDS) if bits >> number & 1),
    )
