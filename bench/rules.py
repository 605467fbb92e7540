"""Benchmark `rules_decide`: verdicts per second in process, against Cedar (cedarpy) evaluating an equivalent policy."""

import json
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import cedarpy

from bench.accounts import banned, registered
from bench.result import Result
from models.accounts.standing import Standing
from regulation.standing.verdicts import permits, verdict

ROUNDS: Final = 5
DECISIONS: Final = 20_000
CEDAR_DECISIONS: Final = 2_000

POLICY: Final = """
permit (principal, action == Action::"publish", resource) when { context.at >= principal.registered_at };
forbid (principal, action == Action::"publish", resource)
  when { principal has ban_start && context.at >= principal.ban_start && context.at < principal.ban_end };
"""


async def decide() -> Result:
    """Decide on an unrestricted and a banned account in turn; Cedar gets its policies and entities in the cheapest way
    that its interface allows.
    """
    now = datetime.now(UTC)
    page = registered("account", now - timedelta(days=1))
    standings = [page.standing, banned(page, now - timedelta(hours=1), now + timedelta(days=7)).standing]
    values = [_ours(standings, now) for _ in range(ROUNDS)]
    limits = [_cedar(standings, now) for _ in range(ROUNDS)]
    value, limit = median(values), median(limits)
    return Result(
        name="rules_decide",
        value=round(value),
        unit="verdicts/s",
        limit=round(limit),
        limit_name="cedarpy with an equivalent policy",
        ratio=round(value / limit, 1),
        goal="ratio at least 20",
        holds=value / limit >= 20,
        remarks=f"with all reasons in words: {round(_explained(standings, now))}/s",
    )


def _ours(standings: list[Standing], now: datetime) -> float:
    started = perf_counter()
    for number in range(DECISIONS):
        permits(standings[number % 2], "publish", now)
    return DECISIONS / (perf_counter() - started)


def _explained(standings: list[Standing], now: datetime) -> float:
    started = perf_counter()
    for number in range(DECISIONS // 4):
        verdict(standings[number % 2], "publish", now)
    return DECISIONS // 4 / (perf_counter() - started)


def _cedar(standings: list[Standing], now: datetime) -> float:
    entities = json.dumps([_entity(number, standing) for number, standing in enumerate(standings)])
    requests = [
        {
            "principal": f'Account::"{number}"',
            "action": 'Action::"publish"',
            "resource": 'Platform::"it"',
            "context": {"at": _ms(now)},
        }
        for number in range(2)
    ]
    answers = [cedarpy.is_authorized(request, POLICY, entities).decision for request in requests]
    if answers != [cedarpy.Decision.Allow, cedarpy.Decision.Deny]:
        raise RuntimeError(f"Cedar gives other verdicts: {answers}")
    started = perf_counter()
    for number in range(CEDAR_DECISIONS):
        cedarpy.is_authorized(requests[number % 2], POLICY, entities)
    return CEDAR_DECISIONS / (perf_counter() - started)


def _entity(number: int, standing: Standing) -> dict[str, object]:
    attributes: dict[str, object] = {"registered_at": _ms(standing.registered_at)}
    for restriction in standing.restrictions:
        if restriction.privilege == "publish" and restriction.interval.end is not None:
            attributes["ban_start"] = _ms(restriction.interval.start)
            attributes["ban_end"] = _ms(restriction.interval.end)
    return {"uid": {"type": "Account", "id": str(number)}, "attrs": attributes, "parents": []}


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
