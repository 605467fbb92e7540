"""Detection of similar texts by their MinHash signatures alone; the texts themselves are not kept."""

import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import rustworkx
from numpy.typing import NDArray
from rensa import RMinHash

EDITION: Final = 1
"""Version of the signatures. Signatures of different editions are not compared."""

PERMUTATIONS: Final = 64
SEED: Final = 20_230_710
SHINGLE: Final = 3
"""Characters of a shingle; in Chinese about one and a half words."""
SHORTEST: Final = 16
"""Fewest letters of a text that gets a signature; shorter ones (a greeting) are similar by chance."""
MOST_LETTERS: Final = 5_000
"""Letters of a text that count, from its beginning."""
BANDS: Final = 16
ALIKE: Final = 0.7
"""Fraction of the signature that must agree; it estimates the share of common shingles (Jaccard index)."""

Signatures = NDArray[np.uint32]
Integers = NDArray[np.int64]


def letters_of(text: str) -> str:
    """Letters and digits of a text, normalised (NFKC, case-folded); emoji, punctuation and spaces are dropped."""
    folded = unicodedata.normalize("NFKC", text[: 2 * MOST_LETTERS]).casefold()
    return "".join(filter(str.isalnum, folded))[:MOST_LETTERS]


def signatures_of(texts: Sequence[str]) -> list[bytes | None]:
    """Signature of each text; None for a text with fewer than `SHORTEST` letters."""
    letters = [letters_of(text) for text in texts]
    long_enough = [place for place, one in enumerate(letters) if len(one) >= SHORTEST]
    shingles = [
        [letters[place][at : at + SHINGLE] for at in range(len(letters[place]) - SHINGLE + 1)] for place in long_enough
    ]
    made: list[bytes | None] = [None] * len(texts)
    if shingles:
        digests = np.asarray(RMinHash.digests_from_token_sets(shingles, PERMUTATIONS, SEED), np.uint32)
        for place, digest in zip(long_enough, digests, strict=True):
            made[place] = digest.tobytes()
    return made


def unpacked(signatures: Sequence[bytes]) -> Signatures:
    """Signatures as an array with one row each."""
    return np.frombuffer(b"".join(signatures), np.uint32).reshape(len(signatures), PERMUTATIONS)


def alike_groups(signatures: Signatures, published: NDArray[np.float64], window: timedelta) -> list[Integers]:
    """Groups of similar posts (indices), each published without a pause longer than the window.

    `published` is in seconds. Within a bucket each post is compared with the previous and the first one only, so that
    ten thousand copies of a text cost ten thousand comparisons.
    """
    if len(signatures) < 2:
        return []
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(signatures)))
    rows = signatures.shape[1] // BANDS
    for band in range(BANDS):
        part = np.ascontiguousarray(signatures[:, band * rows : (band + 1) * rows])
        keys = part.view([("", np.uint64)] * (rows // 2)).reshape(-1) if rows % 2 == 0 else part
        _join(graph, signatures, np.argsort(keys, kind="stable"), part)
    groups = []
    for component in rustworkx.connected_components(graph):
        if len(component) > 1:
            groups.extend(_without_pauses(np.fromiter(component, np.int64), published, window.total_seconds()))
    return groups


def _join(graph: "rustworkx.PyGraph[int, None]", signatures: Signatures, order: Integers, part: Signatures) -> None:
    """Add edges between posts of one bucket whose whole signatures are similar."""
    ordered = part[order]
    same = (ordered[1:] == ordered[:-1]).all(axis=1)
    if not same.any():
        return
    starts = np.concatenate([[True], ~same])
    first = order[np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))]
    later = np.flatnonzero(same) + 1
    for other in (order[later - 1], first[later]):
        agree = (signatures[order[later]] == signatures[other]).mean(axis=1) >= ALIKE
        pairs = np.stack([other[agree], order[later][agree]], axis=1)
        graph.add_edges_from_no_data(list(map(tuple, pairs.tolist())))


def _without_pauses(posts: Integers, published: NDArray[np.float64], window_s: float) -> list[Integers]:
    by_time = posts[np.argsort(published[posts], kind="stable")]
    cuts = np.flatnonzero(np.diff(published[by_time]) > window_s) + 1
    return [part for part in np.split(by_time, cuts) if len(part) > 1]
