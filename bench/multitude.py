"""A million accounts for benchmarks: some thousand lives are folded by the rules and written as the product writes
them, then copied in the database under other identifiers, names and holders.

The copies have no facts of their own, so they are fit for reading standings and lists, and for nothing that verifies.
"""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import text

from bench.accounts import added, fact_of, write
from bench.progress import progress
from ledger.store.database import Database, Size
from ledger.streams.appending import Page
from ledger.streams.search_rows import lexeme
from models.accounts import facts as f
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.violations import Category
from regulation.accounts.searching import folded_name, pairs_of

LIVES: Final = 2_000
SLICE: Final = 25
"""Copies of each life made in one transaction."""
NETWORKS: Final = 200


def _words(text_of_words: str) -> list[str]:
    return text_of_words.split()


_FIRST: Final = _words(
    "江南 海边 山野 云上 城东 老街 春风 夜航 松间 竹里 北岸 西窗 半山 远方 "
    "清晨 暖冬 小巷 大漠 长河 星野 青石 白桥 红砖 旧书 新芽 慢读 快走 深谷 "
    "浅滩 高原"
)
_MIDDLE: Final = _words(
    "茶话 晚讯 厨房 书房 手账 日志 观察 笔记 见闻 健康 财经 教育 法治 生活 "
    "旅行 美食 摄影 运动 科技 音乐 电影 育儿 园艺 汽车 宠物 历史 军事 农业 "
    "气象 医见"
)
_LAST: Final = _words("社 馆 君 录 说 会 台 站 坊 人 间 频道 小组 工作室 大全 周刊 在线 之家 指南 现场")
_CATEGORIES: Final = (Category.RECYCLED_NEWS, Category.FABRICATION, Category.RUMOUR_SPREADING, Category.VULGAR_PERSONA)

_COPY: Final = text(
    """
    WITH copies AS MATERIALIZED (
        SELECT s.account AS life, :first + row_number() OVER () AS number, 1 + floor(random() * :names)::int AS place,
               s.snapshot ->> 'kind' = 'enterprise' AS enterprise, s.snapshot ->> 'registered_at' AS born,
               random() * interval '2000 days' AS age,
               CASE WHEN random() < 0.05 THEN '网络' || floor(power(random(), 3) * :networks) END AS network
        FROM standings s CROSS JOIN generate_series(1, :copies) WHERE s.account LIKE 'life-%'
    ), made AS MATERIALIZED (
        SELECT c.life, 'acc-' || lpad(c.number::text, 7, '0') AS account, n.name, n.folded, n.pairs, c.network,
               'h_' || md5((c.number / CASE WHEN c.enterprise THEN 2 ELSE 1 END)::text) AS holder,
               least(c.born::timestamptz, now() - c.age) AS registered_at
        FROM copies c JOIN bench_names n USING (place)
    ), standing AS (
        INSERT INTO standings (account, version, snapshot, head, settled_until, next_boundary)
        SELECT m.account, s.version, s.snapshot || jsonb_build_object('account', m.account, 'name', m.name,
               'holder', m.holder, 'mcn', m.network, 'registered_at', m.registered_at),
               s.head, s.settled_until, s.next_boundary
        FROM made m JOIN standings s ON s.account = m.life
    ), named AS (
        INSERT INTO account_names (account, name, folded, pairs, holder, network, kind, fields, registered_at, edition)
        SELECT m.account, m.name, m.folded, m.pairs, m.holder, m.network, n.kind, n.fields, m.registered_at, n.edition
        FROM made m JOIN account_names n ON n.account = m.life
    ), stated AS (
        INSERT INTO account_states (account, version, since, words, ever, registered_at, changed_at, edges, next_at,
                                    cut_at, due_at)
        SELECT m.account, s.version, s.since, s.words,
               CASE WHEN m.network IS NULL THEN s.ever ELSE s.ever || ('network:' || m.network) END, m.registered_at,
               greatest(m.registered_at, s.changed_at - random() * interval '5 days'), s.edges, s.next_at, s.cut_at,
               s.due_at
        FROM made m JOIN account_states s ON s.account = m.life
    ), acted AS (
        INSERT INTO account_actions (account, id, category, article, decided_at, effective_at, actor, measures, until,
                                     ban_until, unpaid_until, overturned_at, reduced)
        SELECT m.account, a.id, a.category, a.article, a.decided_at - random() * interval '5 days', a.effective_at,
               a.actor, a.measures, a.until, a.ban_until, a.unpaid_until, a.overturned_at, a.reduced
        FROM made m JOIN account_actions a ON a.account = m.life
    )
    INSERT INTO account_certifications (account, id, field, valid_from, valid_until, starts_at, ends_at, ended_by,
                                        granted_at, actor)
    SELECT m.account, c.id, c.field, c.valid_from, c.valid_until, c.starts_at, c.ends_at, c.ended_by,
           c.granted_at - random() * interval '5 days', c.actor
    FROM made m JOIN account_certifications c ON c.account = m.life
    """
)
_NAMES: Final = text(
    """
    CREATE TABLE bench_names AS
    SELECT place, name, folded, CAST(pairs AS tsvector) AS pairs FROM unnest(
        CAST(:names AS text[]), CAST(:folded AS text[]), CAST(:pairs AS text[])
    ) WITH ORDINALITY AS given (name, folded, pairs, place)
    """
)
_SETTLED: Final = ("CREATE UNIQUE INDEX ON bench_names (place)", "ANALYZE bench_names", "ANALYZE standings")
_AT_THE_END: Final = (
    "DROP TABLE bench_names",
    "VACUUM ANALYZE account_names, account_states, account_actions, account_certifications, standings",
)


async def fill(database: Database, count: int) -> None:
    """Create `count` accounts, of mixed status, with made-up Chinese names."""
    chance, now = random.Random(20231), datetime.now(UTC)
    await write(database, [_life(chance, f"life-{number:04}", now) for number in range(LIVES)])
    names = [first + middle + last for first in _FIRST for middle in _MIDDLE for last in _LAST]
    folded = [folded_name(name) for name in names]
    pairs = [" ".join(map(lexeme, pairs_of(one))) for one in folded]
    async with database.transaction(Size.LONG) as connection:
        await connection.execute(_NAMES, {"names": names, "folded": folded, "pairs": pairs})
        for statement in _SETTLED:
            await connection.execute(text(statement))
    made = LIVES
    while made < count:
        copies = min(SLICE, (count - made + LIVES - 1) // LIVES)
        async with database.transaction(Size.LONG) as connection:
            named = {"first": made, "copies": copies, "names": len(names), "networks": NETWORKS}
            await connection.execute(_COPY, named)
        made += copies * LIVES
        progress(f"{made:,} of {count:,} accounts", last=made >= count)
    async with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as plain:
        await plain.execute(text("SET statement_timeout = 0"))
        for statement in _AT_THE_END:
            await plain.execute(text(statement))


def _life(chance: random.Random, account: str, now: datetime) -> Page:
    """Return one account's page with all its facts."""
    born = now - timedelta(days=chance.randrange(200, 1500), seconds=chance.randrange(86_400))
    fields = (chance.choice(list(Field)),) if chance.random() < 0.12 else ()
    kind = AccountKind.ENTERPRISE if chance.random() < 0.2 else AccountKind.INDIVIDUAL
    body: f.FactBody = f.AccountRegistered(kind=kind, holder=f"h_{account}", name=account, fields=fields)
    pages = [added(None, fact_of(account, 1, born, body), to_temporal=False)]
    for at, happening in sorted(_happenings(chance, fields, now), key=lambda one: one[0]):
        pages.append(added(pages[-1], fact_of(account, len(pages) + 1, at, happening), to_temporal=False))
    return Page([page.entries[0] for page in pages], pages[-1].standing, settled_until=now, to_temporal=False)


def _happenings(chance: random.Random, fields: Sequence[Field], now: datetime) -> list[tuple[datetime, f.FactBody]]:
    def ago(most: float) -> datetime:
        return now - timedelta(seconds=chance.random() * most * 86_400)

    found: list[tuple[datetime, f.FactBody]] = []
    if chance.random() < 0.35:
        found.append((ago(150), f.MonetizationGranted(methods=(chance.choice(list(Method)),))))
    found += [_certified(chance, field, ago(150)) for field in fields if chance.random() < 0.7]
    number = chance.choices((0, 1, 2), (0.88, 0.09, 0.03))[0]
    found += [(ago(120), _sanction(chance, f"v{place}")) for place in range(number)]
    if number and chance.random() < 0.1:
        found.append((now - timedelta(seconds=30), f.Overturned(id="v0", reason="申诉成立")))
    if chance.random() < 0.02:
        found.append((now - timedelta(seconds=10), f.AccountClosed(id="c", category=Category.MATRIX_MANIPULATION)))
    return found


def _certified(chance: random.Random, field: Field, at: datetime) -> tuple[datetime, f.FactBody]:
    begin: date = at.date()
    end = begin + timedelta(days=chance.randrange(20, 700))
    return at, f.CertificationGranted(id="cert-1", field=field, valid_from=begin, valid_until=end)


def _sanction(chance: random.Random, name: str) -> f.FactBody:
    category = chance.choice(_CATEGORIES)
    if chance.random() < 0.3:
        return f.ViolationRecorded(id=name, category=category, clean_months=3)
    length = timedelta(days=chance.choice((1, 3, 7, 15, 30, 90, 180)))
    return f.BanImposed(id=name, category=category, duration=length, factor=Decimal(2), clean_months=3)
