"""A population of accounts with random lives, and the search of accounts as a naive scan of their standings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from ledger.accounts import reading
from ledger.accounts.search import Sort, Wanted
from ledger.accounts.search_filters import Uncertified
from ledger.store.database import Database
from models.accounts import commands as c
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.sanctions import Basis, MeasureKind
from models.words.violations import Category
from regulation.accounts.homepage import due
from regulation.standing.boundaries import next_boundary
from regulation.standing.fold import fold
from regulation.standing.status import kinds_in_force, status_of
from regulation.standing.verdicts import permits
from regulation.tables.calendar import midnight
from tests.ledger.doing import NOON, do

NAMES = ("山野厨房", "山野書房", "江南茶话会", "海边夜话", "松间晚讯")
CATEGORIES = (Category.RECYCLED_NEWS, Category.MATRIX_MANIPULATION, Category.RUMOUR_MAKING)


@dataclass(frozen=True)
class Life:
    """An account with its facts."""

    standing: Standing
    facts: tuple[Fact, ...]


def registration(chance: Random, number: int) -> c.Register:
    return c.Register(
        kind=chance.choice(list(AccountKind)),
        holder=f"h{number}",
        name=f"{chance.choice(NAMES)}{number}",
        fields=tuple(field for field in Field if chance.random() < 0.3),
    )


def command(chance: Random, number: int, earlier: Sequence[str], now: datetime) -> c.Command:
    begins = now.date() + timedelta(days=chance.randrange(-20, 40))
    before = chance.choice(earlier)
    category, some = chance.choice(CATEGORIES), Basis(another_offence=True)
    commands: list[c.Command] = [
        *[
            c.Certify(
                id=f"i{number}",
                field=chance.choice(list(Field)),
                valid_from=begins,
                valid_until=begins + timedelta(days=chance.randrange(1, 90)),
            )
        ]
        * 3,
        *[c.ImposeBan(id=f"i{number}", category=category, duration=_length(chance), basis=some)] * 3,
        c.RecordViolation(id=f"i{number}", category=category, basis=some),
        c.ApplyMonetization(methods=(chance.choice(list(Method)),)),
        c.CancelMonetization(id=f"i{number}", category=category, basis=some),
        c.ImposeMeasure(
            id=f"i{number}", measure=chance.choice(list(MeasureKind)), category=category, duration=_length(chance)
        ),
        c.ImposeMeasure(id=f"i{number}", measure=MeasureKind.WARNING, category=category),
        c.ShortenBan(id=before, duration=timedelta(hours=5)),
        c.ChangeHolder(holder=f"new-{number}"),
        c.ChangeName(name=f"{chance.choice(NAMES)}改{number}"),
        *[c.Overturn(id=before)] * 2,
        *[c.RevokeCertification(id=before)] * 3,
        c.Close(id=f"i{number}", category=None),
        c.Close(id=f"i{number}", category=category, basis=some),
    ]
    return chance.choice(commands)


def _length(chance: Random) -> timedelta:
    return timedelta(days=chance.randrange(1, 40))


async def populated(database: Database, chance: Random, *, accounts: int = 24, commands: int = 260) -> datetime:
    """Give accounts random lives; return the instant after them."""
    now, identifiers = NOON, defaultdict[str, list[str]](list)
    for number in range(accounts):
        await do(database, f"a{number:02}", registration(chance, number), at=now)
        now += timedelta(hours=chance.randrange(0, 30))
    for number in range(commands):
        account = f"a{chance.randrange(accounts):02}"
        identifiers[account].append(f"i{number}")
        await do(database, account, command(chance, number, identifiers[account], now), at=now)
        now += timedelta(hours=chance.randrange(0, 12))
    return now


async def lives(database: Database, accounts: Sequence[str]) -> list[Life]:
    found: list[Life] = []
    for account in accounts:
        facts = tuple([one.fact for one in await reading.facts_of(database, account, most=500)])
        standing = fold(facts, keep_past=True)
        assert standing is not None
        found.append(Life(standing, facts))
    return found


def passes(life: Life, wanted: Wanted, at: datetime) -> bool:
    """Whether the account passes every filter; a text is sought in the name, or as a beginning of the identifier."""
    one = life.standing
    holding = [r for r in one.restrictions if r.interval.covers(at)]
    boundary = next_boundary(one, at)
    return all(
        (
            wanted.q is None or wanted.q in one.name or one.account.startswith(wanted.q),
            wanted.holder in {None, one.holder},
            wanted.kind in {None, one.kind},
            wanted.field is None or wanted.field in one.fields,
            wanted.status in {None, status_of(one, at)},
            wanted.restriction is None or wanted.restriction in kinds_in_force(one, at),
            wanted.article is None or any(r.article == wanted.article for r in holding),
            wanted.privilege is None or permits(one, wanted.privilege, at) is wanted.open,
            wanted.category is None or wanted.category in _standing_categories(life, at),
            wanted.uncertified is None or _lacks(one, wanted.uncertified, at),
            wanted.certification_ends_before is None or _ends(one, wanted.certification_ends_before, at),
            wanted.registered_since is None or one.registered_at >= wanted.registered_since,
            wanted.registered_before is None or one.registered_at < wanted.registered_before,
            wanted.changed_since is None or one.as_of >= wanted.changed_since,
            wanted.boundary_before is None or (boundary is not None and boundary < wanted.boundary_before),
            wanted.sort is not Sort.BOUNDARY or boundary is not None,
        )
    )


def ordered(found: Sequence[Life], sort: Sort | None, at: datetime) -> list[str]:
    """The accounts in the order of the list; not for relevance."""

    def key(life: Life) -> tuple[datetime, str]:
        one = life.standing
        by = {
            Sort.REGISTERED: one.registered_at,
            Sort.NEWEST: one.registered_at,
            Sort.CHANGED: one.as_of,
            Sort.RECENT: one.as_of,
            Sort.BOUNDARY: next_boundary(one, at) or at,
        }
        return (at if sort is None else by.get(sort, at)), one.account

    latest_first = sort in {Sort.NEWEST, Sort.RECENT}
    return [life.standing.account for life in sorted(found, key=key, reverse=latest_first)]


def _standing_categories(life: Life, at: datetime) -> set[Category]:
    overturned = {f.body.id for f in life.facts if f.body.type == "overturned" and f.effective_at <= at}
    found = [(getattr(f.body, "id", None), getattr(f.body, "category", None)) for f in life.facts]
    return {category for name, category in found if category is not None and name not in overturned}


def _lacks(standing: Standing, wanted: Uncertified, at: datetime) -> bool:
    lacking = {one.field.value for one in due(standing, at)}
    return bool(lacking) if wanted is Uncertified.ANY else wanted.value in lacking


def _ends(standing: Standing, day: date, at: datetime) -> bool:
    found = standing.certifications
    return any(
        one.interval.covers(at)
        and one.interval.end is not None
        and one.interval.end <= midnight(day)
        and not any(
            other.field is one.field
            and other.interval.start <= one.interval.end
            and other.interval.end is not None
            and other.interval.end > one.interval.end
            for other in found
        )
        for one in found
    )
