"""Similar cases: the traits of each case, kept when it is opened, and the cases of the same kind that share them."""

from typing import Final

from sqlalchemy import Text, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import given
from ledger.streams.records import Happened
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseBody, Opened
from models.tables import CASE_TRAITS, STANDINGS
from regulation.cases.contexts import Similar
from regulation.cases.traits import WEIGHTS, TraitKind, traits_of

MOST: Final = 10
"""Similar cases that are shown."""

_NEW: Final = given(trait=("traits", Text()), value=("values", Text())).c
_KEEP: Final = (
    insert(CASE_TRAITS)
    .from_select(
        ["kind", "trait", "value", "case"],
        select(bindparam("kind", type_=Text), _NEW.trait, _NEW.value, bindparam("case", type_=Text)),
    )
    .on_conflict_do_nothing()
)
_STANDING: Final = select(STANDINGS.c.snapshot).where(STANDINGS.c.account == bindparam("account"))
_SIMILAR: Final = text(
    """
    WITH shared AS (
        SELECT DISTINCT other."case", other.trait
        FROM case_traits mine
        JOIN case_traits other ON other.kind = mine.kind AND other.trait = mine.trait AND other.value = mine.value
        WHERE mine."case" = :case AND other."case" <> mine."case"
    ), ranked AS (
        SELECT shared."case", sum(weight) AS score, array_agg(shared.trait ORDER BY weight DESC, shared.trait) AS traits
        FROM shared
        JOIN unnest(CAST(:traits AS text[]), CAST(:weights AS integer[])) AS of_trait (trait, weight) USING (trait)
        GROUP BY shared."case"
    )
    SELECT d.id, d.state, ranked.score, ranked.traits, s.snapshot ->> 'name' AS name
    FROM ranked JOIN dossiers d ON d.kind = 'case' AND d.id = ranked."case"
    LEFT JOIN standings s ON s.account = d.account
    ORDER BY ranked.score DESC, (d.status IN ('decided', 'correcting')) DESC, d.opened_at DESC, d.id
    LIMIT :most
    """
)


async def keep_traits(happened: Happened[CaseBody, Case]) -> None:
    """React to the opening of a case: keep what it may have in common with others."""
    connection = happened.connection
    for entry in happened.entries:
        opened = entry.body
        if not isinstance(opened, Opened):
            continue
        standing = await _standing(connection, opened.opening.account)
        traits = sorted(traits_of(opened.opening, opened.evidence, standing))
        named = {
            "kind": opened.opening.kind.value,
            "case": happened.record,
            "traits": [trait.kind.value for trait in traits],
            "values": [trait.value for trait in traits],
        }
        if traits:
            await connection.execute(_KEEP, named)


async def similar_to(connection: AsyncConnection, case: str, *, most: int = MOST) -> tuple[Similar, ...]:
    """Return the cases of the same kind that share most with the case, decided ones first among equals."""
    named = {
        "case": case,
        "traits": [kind.value for kind in WEIGHTS],
        "weights": list(WEIGHTS.values()),
        "most": most,
    }
    rows = (await connection.execute(_SIMILAR, named)).all()
    return tuple(_similar(Case.model_validate(row.state), row.name or "", row.score, row.traits) for row in rows)


def _similar(case: Case, name: str, score: int, traits: list[str]) -> Similar:
    decision = case.decision
    return Similar(
        case=case.id,
        account=case.opening.account,
        name=name,
        title=case.opening.title,
        status=case.status,
        opened_at=case.opened_at,
        shared=tuple(map(TraitKind, traits)),
        score=score,
        outcome=None if decision is None else decision.ruling.outcome,
        reason="" if decision is None else decision.ruling.reason,
        by=None if decision is None else decision.by,
        at=None if decision is None else decision.at,
    )


async def _standing(connection: AsyncConnection, account: str | None) -> Standing | None:
    if account is None:
        return None
    snapshot = (await connection.execute(_STANDING, {"account": account})).scalar_one_or_none()
    return None if snapshot is None else Standing.model_validate(snapshot)
