"""Receipts of decisions: stored beside the facts, bound to their hash chain, and re-evaluated from them on request."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam, func, insert, select

from ledger.accounts.reading import VersionNotReachedError
from ledger.store import pages
from ledger.store.chain import GENESIS, as_written, fact_from
from ledger.store.clock import require_same_time
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import given
from models.accounts.verdicts import Verdict
from models.gate.publishing import PublishVerdict
from models.gate.receipts import (
    DecisionReceipt,
    Difference,
    PrivilegeQuestion,
    PublishQuestion,
    Question,
    ReceiptKind,
    Reevaluation,
)
from models.instants import Instant
from models.tables import FACTS, RECEIPTS
from models.texts.incoming import RECORDED
from regulation.gate import decide_publish
from regulation.standing.fold import fold
from regulation.standing.verdicts import verdict

PREFIX: Final = "rct_"
ID_PATTERN: Final = rf"^{PREFIX}[0-9a-f]{{32}}$"
"""Pattern of an identifier: 128 random bits, so that it cannot be guessed."""

_FACT: Final = FACTS.c
_RECEIPT: Final = RECEIPTS.c
_ASKED: Final = given(account=("accounts", Text()), version=("versions", Integer())).c
_HEADS: Final = select(_FACT.account, _FACT.seq, _FACT.hash).where(
    _FACT.account == _ASKED.account, _FACT.seq == _ASKED.version
)
_REACHED: Final = select(func.coalesce(func.max(_FACT.seq), 0)).where(_FACT.account == bindparam("account"))
_KEEP: Final = insert(RECEIPTS)
_LISTED: Final = select(
    _RECEIPT.id,
    _RECEIPT.caller,
    _RECEIPT.account,
    _RECEIPT.kind,
    _RECEIPT.version,
    _RECEIPT.head,
    _RECEIPT.asked_at,
    _RECEIPT.question,
    _RECEIPT.answer,
    _RECEIPT.hash,
)
_FIND: Final = _LISTED.where(_RECEIPT.id == bindparam("id"))
_NEWEST_FIRST: Final = Order("receipts", (_RECEIPT.asked_at, _RECEIPT.id), descending=True)
_FACTS: Final = (
    select(_FACT.account, _FACT.seq, _FACT.effective_at, _FACT.recorded_at, _FACT.actor, _FACT.body, _FACT.hash)
    .where(_FACT.account == bindparam("account"), _FACT.seq <= bindparam("version"))
    .order_by(_FACT.seq)
)
_SENTENCES: Final = frozenset({"message", "message_zh", "lifted_by", "lifted_by_zh", "text_zh", "text_en"})
"""Fields of an answer that repeat in words what its other fields hold as values."""
_INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)


class Answered(NamedTuple):
    """A question and its answer."""

    question: Question
    answer: Verdict | PublishVerdict


async def keep(
    database: Database, question: Question, answer: Verdict | PublishVerdict, *, caller: str, asked_at: datetime
) -> DecisionReceipt:
    """Store a question and its answer as a receipt.

    Raises:
        ValueError: when the answer comes from before an outage: whether it still held is unknown.
        VersionNotReachedError: when the ledger does not hold the facts on which the answer is based.
        DatabaseAwayError: when the database cannot be reached; nothing was stored.
        ClockDiffersError: when this host's clock is too far from the database's.
    """
    receipt = (await keep_all(database, [Answered(question, answer)], caller=caller, asked_at=asked_at))[0]
    if receipt is None:
        async with database.transaction() as connection:
            found = (await connection.execute(_REACHED, {"account": answer.account})).scalar_one()
        raise VersionNotReachedError(answer.account, answer.version, found)
    return receipt


async def keep_all(
    database: Database, answered: Sequence[Answered], *, caller: str, asked_at: datetime
) -> list[DecisionReceipt | None]:
    """Store questions and their answers as receipts in one transaction; None in the place of an answer whose facts the
    ledger does not hold.

    Raises:
        ValueError: when an answer comes from before an outage: whether it still held is unknown.
        DatabaseAwayError: when the database cannot be reached; nothing was stored.
        ClockDiffersError: when this host's clock is too far from the database's.
    """
    if any(answer.stale_s is not None for _, answer in answered):
        raise ValueError("an answer from before an outage cannot be kept")
    based = sorted({(answer.account, answer.version) for _, answer in answered})
    async with database.transaction() as connection:
        named = {"accounts": [account for account, _ in based], "versions": [version for _, version in based]}
        heads = {(row.account, row.seq): row.hash for row in await connection.execute(_HEADS, named)}
        await require_same_time(connection)
        rows = [
            None if head is None else _row(one, head, caller, asked_at)
            for one in answered
            for head in [heads.get((one.answer.account, one.answer.version))]
        ]
        if written := [row for row in rows if row is not None]:
            await connection.execute(_KEEP, written)
    return [None if row is None else _receipt(row) for row in rows]


def _row(answered: Answered, head: bytes, caller: str, asked_at: datetime) -> dict[str, Any]:
    question, answer = answered
    row: dict[str, Any] = {
        "id": f"{PREFIX}{secrets.token_hex(16)}",
        "caller": caller,
        "account": answer.account,
        "kind": (ReceiptKind.PUBLISH if isinstance(question, PublishQuestion) else ReceiptKind.PRIVILEGE).value,
        "version": answer.version,
        "asked_at": asked_at,
        "question": question.model_dump(mode="json"),
        "answer": answer.model_dump(mode="json"),
        "head": head,
        "content": question.content,
    }
    row["hash"] = _hash_of(row)
    return row


@dataclass(frozen=True)
class Wanted:
    """Which receipts are wanted: all that fit everything given."""

    account: str | None = None
    content: str | None = None
    begin: datetime | None = None
    end: datetime | None = None
    """First instant after the last one."""


async def page(
    database: Database, wanted: Wanted, *, after: Position | None = None, most: int = pages.USUAL
) -> Page[DecisionReceipt]:
    """Return a page of receipts, the newest first.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
        DatabaseAwayError: when the database cannot be reached.
    """
    statement = _LISTED
    for column, value in ((_RECEIPT.account, wanted.account), (_RECEIPT.content, wanted.content)):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.begin is not None:
        statement = statement.where(_RECEIPT.asked_at >= wanted.begin)
    if wanted.end is not None:
        statement = statement.where(_RECEIPT.asked_at < wanted.end)
    async with database.transaction() as connection:
        found = await pages.read(connection, statement, _NEWEST_FIRST, {}, after=after, most=most)
    return found.of(lambda row: _receipt(dict(row._mapping)))


async def find(database: Database, receipt_id: str) -> tuple[DecisionReceipt, Reevaluation] | None:
    """Return the receipt, and its question answered again from the facts on which it is based, whatever was recorded
    later; None when there is no such receipt.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    async with database.snapshot() as connection:
        found = (await connection.execute(_FIND, {"id": receipt_id})).mappings().one_or_none()
        if found is None:
            return None
        row = dict(found)
        named = {"account": row["account"], "version": row["version"]}
        facts = [dict(fact) for fact in (await connection.execute(_FACTS, named)).mappings()]
    receipt = _receipt(row)
    faults = [*_faults(row, facts)]
    again: Verdict | PublishVerdict | None = None
    try:
        again = _answered_again(receipt, facts)
    except (ValueError, KeyError, TypeError, StopIteration):
        faults.append("the question cannot be answered again from what is written")
    differences = () if again is None else tuple(_differences(receipt.answer, again.model_dump(mode="json")))
    other = tuple(one for one in differences if not _is_wording(one))
    reworded = tuple(one for one in differences if _is_wording(one))
    same = not faults and not other
    return receipt, Reevaluation(
        reevaluated=again, same=same, differences=other, reworded=reworded, faults=tuple(faults)
    )


def _answered_again(receipt: DecisionReceipt, rows: Sequence[Mapping[str, Any]]) -> Verdict | PublishVerdict:
    """Answer the stored question again at the stored instant, with the same rules as the first time."""
    kind = PublishQuestion if receipt.kind == ReceiptKind.PUBLISH else PrivilegeQuestion
    question = kind.model_validate(receipt.question, context=RECORDED)
    at = question.at or _INSTANT.validate_python(receipt.answer["at"])
    facts = [fact_from(row) for row in rows]
    standing = fold(facts, keep_past=at < facts[-1].recorded_at) if facts else None
    if standing is None or question.account != standing.account:
        raise ValueError("the facts on which it is based are missing")
    if isinstance(question, PublishQuestion):
        return decide_publish(standing, question.draft, at, question.repeated)
    return verdict(standing, question.privilege, at)


def _faults(row: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield each way in which the receipt or its facts differ from what was written."""
    if row["hash"] != _hash_of(row):
        yield "the receipt does not match its hash: it was changed after it was given"
    previous = GENESIS
    for place, fact in enumerate(facts, start=1):
        if fact["seq"] != place:
            yield f"fact {place} is missing"
            return
        if not as_written(previous, fact):
            yield f"fact {place} does not match its hash: it was changed after it was recorded"
            return
        previous = fact["hash"]
    if len(facts) < row["version"]:
        yield f"fact {len(facts) + 1} is missing"
    elif previous != row["head"]:
        yield f"fact {row['version']} is not the one on which the answer was based"


def _differences(stored: Any, now: Any, path: str = "") -> Iterator[Difference]:
    """Compare field by field. Models grow: a field that only one side has is no difference if it is null, nor is a
    sentence that was not written then.
    """
    if isinstance(stored, dict) and isinstance(now, dict):
        for key in {**stored, **now}:
            if key in stored or key not in _SENTENCES:
                yield from _differences(stored.get(key), now.get(key), f"{path}.{key}" if path else key)
    elif isinstance(stored, list) and isinstance(now, list) and len(stored) == len(now):
        for place, (before, after) in enumerate(zip(stored, now, strict=True)):
            yield from _differences(before, after, f"{path}[{place}]")
    elif stored != now:
        yield Difference(path=path, stored=stored, now=now)


def _is_wording(difference: Difference) -> bool:
    """Return whether only the wording of a sentence differs. Its content (kinds, instants, causes) is repeated in other
    fields as values, which are compared; the original sentence is kept under the receipt's hash.
    """
    part = difference.path.rpartition(".")[2]
    return part in _SENTENCES and isinstance(difference.stored, str) and isinstance(difference.now, str)


def _hash_of(row: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 over the receipt in canonical form."""
    named = ("id", "caller", "account", "kind", "version", "question", "answer")
    asked_at = row["asked_at"].astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(
        [*(row[name] for name in named), row["head"].hex(), asked_at],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return sha256(canonical.encode()).digest()


def _receipt(row: Mapping[str, Any]) -> DecisionReceipt:
    kept = {name: row[name] for name in DecisionReceipt.model_fields}
    return DecisionReceipt(**{**kept, "head": row["head"].hex(), "hash": row["hash"].hex()})
