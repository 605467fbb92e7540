"""Accounts in concert in the ledger: bulks that may be repeated, one case a cluster, what follows from its decision."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from coordination.texts import signatures_of
from ledger.accounts import reading, registry
from ledger.accounts.commands import Request, execute
from ledger.coordination import clusters, links, sweeps
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import Close, Refusal, Register, Sanction
from models.accounts.facts import BanImposed
from models.cases.cases import Case, CaseKind, CaseStatus, Outcome, Priority, Ruling
from models.cases.subjects import CoordinationFound, SanctionTerms
from models.coordination import LinkRow, PostRow, SweepResult, TieKind
from models.names import AccountKind
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.cases.cases import decide_case
from regulation.cases.reducer import CASE
from regulation.coordination import POSTS_KEPT, TIES
from regulation.sanctions.actions import actions_of
from tests.workflows.world import until

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = b"k" * 32
ABC = ("a", "b", "c")
TEXT = "速看！再不看就没了，某地自来水被污染的消息终于有人说清楚了，赶快转给家里人，先关注后看。"


def link(account: str, kind: TieKind, value: str, seen_at: datetime = NOON) -> LinkRow:
    return LinkRow(account=account, kind=kind, token=links.token_of(KEY, kind, value), seen_at=seen_at)


async def tied(database: Database, *accounts: str, value: str = "card-1", kind: TieKind = TieKind.PAYOUT) -> None:
    await links.add_links(database, [link(account, kind, value) for account in accounts])


async def posted(database: Database, *accounts: str, texts: int, at: datetime = NOON - DAY) -> None:
    said = ["".join(Random(number).sample(TEXT * 2, 60)) for number in range(texts)]
    signatures = signatures_of(said)
    rows = [
        PostRow(account=account, post=f"p{number}-{at:%d%H}", published_at=at, signature=signature)
        for account in accounts
        for number, signature in enumerate(signatures)
        if signature is not None
    ]
    await links.add_posts(database, rows)


async def swept(database: Database, now: datetime = NOON) -> SweepResult:
    return await sweeps.sweep_now(database, f"sweep-{now:%Y%m%dT%H%M}", now)


async def only_case(database: Database) -> Case:
    (filed,) = await records.listing(database, CASE)
    return filed.state


async def decide(database: Database, case: str, ruling: Ruling, now: datetime = NOON) -> Refusal | None:
    command = Command(CASE, case, decide_case("key_ann", ruling), actor="key_ann", now=now)
    return (await records.execute(database, command)).refusal


async def register(database: Database, *accounts: str) -> None:
    for account in accounts:
        command = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=account)
        await execute(database, Request(account=account, command=command, actor="key_a", now=NOON - 10 * DAY))


async def test_a_bulk_sent_again_changes_nothing_and_a_later_sight_moves_the_time_on(database: Database) -> None:
    rows = [link(account, TieKind.DEVICE, "d1") for account in ABC]
    assert await links.add_links(database, [*rows, rows[0]]) == links.Taken(3, 1), "twice in one bulk is once"
    assert await links.add_links(database, rows) == links.Taken(0, 3)
    await links.add_links(database, [link("a", TieKind.DEVICE, " D1 ", NOON + DAY)])
    async with database.transaction() as connection:
        found = (await connection.execute(text("SELECT account, first_seen, last_seen FROM links ORDER BY 1"))).all()
    assert [tuple(row) for row in found] == [("a", NOON, NOON + DAY), ("b", NOON, NOON), ("c", NOON, NOON)]


async def test_a_post_sent_again_changes_nothing(database: Database) -> None:
    (signature,) = signatures_of([TEXT])
    assert signature is not None
    row = PostRow(account="a", post="p1", published_at=NOON, signature=signature)
    assert await links.add_posts(database, [row, row], too_short=2) == links.Taken(1, 1, 2)
    assert await links.add_posts(database, [row]) == links.Taken(0, 1)


async def test_neither_what_was_shared_nor_what_was_said_is_kept(database: Database) -> None:
    await tied(database, *ABC, value="13800138000", kind=TieKind.PHONE)
    await posted(database, *ABC, texts=2)
    await swept(database)
    async with database.transaction() as connection:
        for table in ("links", "posts", "clusters", "sweep_findings", "dossier_entries"):
            rows = (await connection.execute(text(f"SELECT {table}::text FROM {table}"))).scalars()
            for row in rows:
                assert "13800138000" not in row
                assert "自来水" not in row


async def test_a_cluster_becomes_one_case_however_often_it_is_swept(database: Database) -> None:
    await tied(database, *ABC)
    await posted(database, *ABC, texts=2)
    first = await swept(database)
    assert (first.found, first.opened, first.grown, first.links, first.texts) == (1, 1, 0, 1, 2)
    again = await swept(database, NOON + timedelta(minutes=1))
    assert (again.found, again.opened, again.grown) == (1, 0, 0)
    case = await only_case(database)
    assert isinstance(case.opening.subject, CoordinationFound)
    assert case.opening.priority is Priority.HIGH, "they also publish alike"
    said = [piece.text for piece in case.evidence]
    assert said[0] == "3 accounts, 3 pairs tied strongly, 3 ties"
    assert any(one.startswith("the same payout account (") and one.endswith("3 accounts, a, b, c") for one in said)
    assert sum("near-duplicate texts" in one for one in said) == 2
    (cluster,) = await clusters.page(database)
    assert (cluster.finding.members, cluster.case) == (ABC, case.id)
    assert "<svg" in (await clusters.graph_of(database, cluster.id) or "")


async def test_a_sweep_that_was_interrupted_goes_on_and_opens_nothing_twice(database: Database) -> None:
    """Found are kept; a step that is repeated goes on behind the last case."""
    for number in range(5):
        await tied(database, *(f"{name}{number}" for name in ABC), value=f"card-{number}")
    found = await sweeps.search(database, "s1", NOON)
    assert await sweeps.deal(database, "s1", NOON, most=2) == 2
    await tied(database, "a0", "b0", "late")  # what comes meanwhile is for the next sweep
    assert await sweeps.search(database, "s1", NOON) == found.model_copy(update={"opened": 2})
    while await sweeps.deal(database, "s1", NOON, most=2):
        pass
    assert (await sweeps.finish(database, "s1", NOON)).opened == 5
    assert len(await records.listing(database, CASE)) == 5
    assert await sweeps.newest(database) == await sweeps.result_of(database, "s1")


async def test_who_joins_an_open_case_is_added_to_it(database: Database) -> None:
    await tied(database, *ABC)
    await swept(database)
    await tied(database, "c", "d", value="card-2")
    assert (await swept(database, NOON + DAY)).grown == 1
    case = await only_case(database)
    assert case.evidence[-1].text.endswith("has grown by 1 accounts: d")
    (cluster,) = await clusters.page(database)
    assert cluster.finding.members == (*ABC, "d")
    async with database.transaction() as connection:
        assert await clusters.members_of(connection, cluster.id, 1) == [*ABC, "d"]


async def test_two_clusters_that_turn_out_to_be_one_go_on_as_one(database: Database) -> None:
    await tied(database, *ABC, "d")
    await tied(database, "x", "y", "z", value="card-2")
    await swept(database)
    await tied(database, "a", "x", value="card-3")
    joined = await swept(database, NOON + DAY)
    assert (joined.found, joined.opened, joined.grown) == (1, 0, 1)
    (cluster,) = await clusters.page(database)
    assert cluster.finding.members == (*ABC, "d", "x", "y", "z")
    case = (await records.state_of(database, CASE, cluster.case)).state
    assert case is not None
    assert "; it is one with clu_" in case.evidence[-1].text
    assert (await swept(database, NOON + 2 * DAY)).grown == 0


@pytest.mark.parametrize(
    ("outcome", "newcomers", "opened"),
    [
        (Outcome.CONFIRMED, ("d",), 1),
        (Outcome.DISMISSED, ("d",), 0),
        (Outcome.DISMISSED, ("d", "e"), 1),
    ],
    ids=["confirmed: any", "dismissed: not for one of three", "dismissed: for two of three"],
)
async def test_who_joins_after_the_decision_is_another_case(
    database: Database, outcome: Outcome, newcomers: tuple[str, ...], opened: int
) -> None:
    await tied(database, *ABC)
    await swept(database)
    first = await only_case(database)
    assert await decide(database, first.id, Ruling(outcome=outcome, reason="looked at")) is None
    await tied(database, "c", *newcomers, value="card-2")
    assert (await swept(database, NOON + DAY)).opened == opened
    assert (await swept(database, NOON + 2 * DAY)).opened == 0
    (cluster,) = await clusters.page(database)
    assert (cluster.round, cluster.case == first.id) == (1 + opened, not opened)
    async with database.transaction() as connection:
        members = await clusters.members_of(connection, cluster.id, 2)
    assert members == (list(newcomers) if opened else []), "the second decision is about those who joined"


async def test_a_confirmed_cluster_is_sanctioned_in_one_action_each_with_its_own_statement(database: Database) -> None:
    await register(database, *ABC, "d", "e")
    await tied(database, *ABC, "d", "e", "never-ours")
    await posted(database, "a", "b", texts=2)
    await swept(database)
    await execute(database, Request(account="e", command=Close(id="x"), actor="key_a", now=NOON))
    case = await only_case(database)
    week = Consequences(ban=timedelta(days=7))
    ban = SanctionTerms(category=Category.MATRIX_MANIPULATION, consequences=week, without=("c",))
    assert await decide(database, case.id, Ruling(outcome=Outcome.CONFIRMED, reason="seen", terms=ban)) is None
    statements = {}
    for account in (*ABC, "d", "e"):
        last = (await reading.facts_of(database, account))[-1].fact.body
        if isinstance(last, BanImposed):
            assert last.id == case.id
            statements[account] = last.reason
    assert set(statements) == {"a", "b", "d"}, "one is spared, one is closed, one was never ours"
    assert statements["a"].startswith(
        f"seen. In concert with 5 other accounts (case {case.id}): the same payout account"
    )
    assert "near-duplicate texts at about the same time as 1 of them (×2)" in statements["a"]
    assert "其中1个在短时间内发布高度相似的内容（2次）" in statements["a"]
    assert "near-duplicate" not in statements["d"]
    assert not any(other in statements["a"].split() for other in (*ABC, "d", "e", "never-ours")), "others are not named"


@pytest.mark.parametrize(
    ("terms", "facts"),
    [
        (None, {"ban_imposed", "measure_imposed"}),
        (SanctionTerms(category=Category.MATRIX_MANIPULATION, consequences=Consequences()), {"violation_recorded"}),
    ],
    ids=["the catalogue's", "the finding alone"],
)
async def test_what_follows_is_the_catalogues_unless_it_is_said(
    database: Database, terms: SanctionTerms | None, facts: set[str]
) -> None:
    await register(database, *ABC)
    await tied(database, *ABC)
    await swept(database)
    case = await only_case(database)
    strangers = SanctionTerms(category=Category.MATRIX_MANIPULATION, without=("stranger",))
    refusal = await decide(database, case.id, Ruling(outcome=Outcome.CONFIRMED, reason="seen", terms=strangers))
    assert refusal is not None
    assert "stranger of `without` are not members" in refusal.message
    assert (await only_case(database)).status is CaseStatus.OPEN, "a refusal takes the decision back"
    assert await decide(database, case.id, Ruling(outcome=Outcome.CONFIRMED, reason="seen", terms=terms)) is None
    for account in ABC:
        recorded = [entry.fact for entry in await reading.facts_of(database, account)]
        assert {fact.body.type for fact in recorded[1:]} == facts
        (action,) = actions_of(recorded)
        assert (action.id, action.basis.automated) == (case.id, False)


async def test_a_second_time_the_catalogue_closes_and_each_closure_is_a_case_of_its_own(database: Database) -> None:
    """What cannot be undone by waiting is not done to many accounts by one decision."""
    await register(database, *ABC)
    await tied(database, *ABC)
    await swept(database)
    for account in ABC:
        first = Sanction(id="first", category=Category.MATRIX_MANIPULATION)
        await execute(database, Request(account=account, command=first, actor="key_a", now=NOON - DAY))
    found = next(f.id for f in await records.listing(database, CASE) if f.state.opening.kind is CaseKind.COORDINATION)
    assert await decide(database, found, Ruling(outcome=Outcome.CONFIRMED, reason="again")) is None
    opened = [filed.state for filed in await records.listing(database, CASE)]
    closures = {case.opening.account for case in opened if case.opening.kind is CaseKind.CLOSURE}
    assert closures == set(ABC)


async def test_hubs_old_links_and_old_posts_say_nothing(database: Database) -> None:
    many = [f"a{number}" for number in range(TIES[TieKind.NETWORK].hub + 1)]
    await tied(database, *many, value="airport", kind=TieKind.NETWORK)
    await links.add_links(database, [link(account, TieKind.PAYOUT, "old", NOON - 91 * DAY) for account in ABC])
    await posted(database, *ABC, texts=4, at=NOON - POSTS_KEPT.at(NOON) - DAY)
    result = await swept(database)
    assert (result.found, result.links, result.texts, result.hubs) == (0, 0, 0, 1)
    async with database.transaction() as connection:
        left = (await connection.execute(text("SELECT count(*) FROM posts"))).scalar_one()
    assert left == 0, "signatures that nobody looks at are removed"


async def test_ownership_alone_is_less_urgent(database: Database) -> None:
    await tied(database, *ABC)
    await swept(database)
    assert (await only_case(database)).opening.priority is Priority.NORMAL


async def test_a_decision_waits_for_one_of_several_accounts_of_a_holder_without_holding_the_holder(
    database: Database,
) -> None:
    """Who closes one of them has it locked and needs the holder next: neither may wait for the other for ever."""
    for account in ("a", "b"):
        command = Register(kind=AccountKind.ENTERPRISE, holder="h_both", name=account)
        await execute(database, Request(account=account, command=command, actor="key_a", now=NOON - DAY))
    await register(database, "c")
    await tied(database, *ABC)
    await swept(database)
    case = await only_case(database)

    async def waits() -> bool:
        async with database.transaction() as other:
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            return bool((await other.execute(text(waiting))).scalar_one())

    async with database.transaction() as connection:
        await connection.execute(text("SELECT 1 FROM standings WHERE account = 'b' FOR UPDATE"))
        deciding = asyncio.create_task(decide(database, case.id, Ruling(outcome=Outcome.CONFIRMED, reason="seen")))
        await until(waits, "the decision waits for b")
        await registry.lock(connection, {"h_both"})
    assert await deciding is None
