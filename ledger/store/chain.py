"""Facts as rows, and their hash chain: each hash covers the fact and the hash before, so a change anywhere is
detected.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from models.accounts.facts import Fact

GENESIS: Final = b""
"""Hash that precedes the first fact of an account."""


@dataclass(frozen=True, slots=True)
class ChainedFact:
    """A fact with its hash in the chain, ready to be written or as it was read."""

    fact: Fact
    body: dict[str, Any]
    """The body as it is stored. The hash covers this form, so that a later model cannot change an old hash."""
    hash: bytes


def hash_of(
    previous: bytes, *, account: str, seq: int, effective_at: datetime, recorded_at: datetime, actor: str, body: Any
) -> bytes:
    """Return the SHA-256 over the previous hash and the fact in canonical form."""
    canonical = json.dumps(
        [account, seq, _utc(effective_at), _utc(recorded_at), actor, body],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return sha256(previous + canonical.encode()).digest()


_HASHED: Final = ("account", "seq", "effective_at", "recorded_at", "actor", "body")


def as_written(previous: bytes, row: Mapping[str, Any]) -> bool:
    """Return whether a row of `facts` matches its hash, as the successor of another hash."""
    return bool(row["hash"] == hash_of(previous, **{key: row[key] for key in _HASHED}))


def chained(previous: bytes, fact: Fact) -> ChainedFact:
    """Return the fact with its hash, as the successor of another hash."""
    body = fact.body.model_dump(mode="json")
    linked = hash_of(
        previous,
        account=fact.account,
        seq=fact.seq,
        effective_at=fact.effective_at,
        recorded_at=fact.recorded_at,
        actor=fact.actor,
        body=body,
    )
    return ChainedFact(fact, body, linked)


def chained_all(previous: bytes, facts: Iterable[Fact]) -> list[ChainedFact]:
    """Return several facts of one account with their hashes, each the successor of the one before."""
    entries: list[ChainedFact] = []
    for fact in facts:
        entry = chained(previous, fact)
        entries.append(entry)
        previous = entry.hash
    return entries


def fact_from(row: Mapping[str, Any]) -> Fact:
    """Return a row of `facts` as a fact."""
    return Fact(
        account=row["account"],
        seq=row["seq"],
        effective_at=row["effective_at"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        body=row["body"],
    )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
