"""Months and years of accounts: each boundary is recorded once, at its own time, and the standing follows."""

from datetime import datetime, timedelta
from decimal import Decimal

from models.accounts.commands import (
    ApplyMonetization,
    CancelMonetization,
    Certify,
    ChangeHolder,
    Close,
    ImposeBan,
    Overturn,
    RecordViolation,
    RevokeCertification,
    ShortenBan,
)
from models.accounts.verdicts import Answer
from models.words.privileges import MONETIZE, PUBLISH, Field, Method, monetize_by, publish_in
from models.words.violations import Category
from regulation.tables.calendar import civil_date, midnight, months_after
from tests.workflows.world import World

DAY = timedelta(days=1)
ADS, GIFTS = Method.ADVERTISING, Method.LIVE_GIFTS
FINANCE = publish_in(Field.FINANCE)


def ban(name: str, days: float, factor: int = 2) -> ImposeBan:
    return ImposeBan(id=name, category=Category.FABRICATION, duration=timedelta(days=days), factor=Decimal(factor))


async def may(world: World, account: str, *privileges: str) -> list[bool]:
    return [(await world.explain(account, privilege)).answer is Answer.ALLOWED for privilege in privileges]


def messages(transitions: list) -> list[str]:
    return [transition.message for transition in transitions]


async def test_a_registered_account_lives_on_without_any_timer(world: World) -> None:
    """With nothing pending the lifecycle sleeps until it is told something, for years."""
    await world.register("a")
    await world.pass_time(800 * DAY)
    assert await may(world, "a", PUBLISH) == [True]
    assert await world.each_boundary_is_recorded_once("a") == []


async def test_a_certification_ends_at_midnight_and_a_renewal_opens_the_field_again(world: World) -> None:
    """The field closes at 00:00 in Shanghai after the last day written on it, and opens with the new one."""
    await world.register("a", fields=(Field.FINANCE,))
    today = civil_date(await world.now())
    last_day = today + 40 * DAY
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=last_day))
    assert await may(world, "a", FINANCE) == [True]
    await world.pass_until(midnight(last_day + DAY) + timedelta(minutes=6))
    [ended] = await world.each_boundary_is_recorded_once("a")
    assert ended.at == midnight(last_day + DAY)
    assert ended.recorded_by == "lifecycle"
    assert ended.message == "publishing in finance ends (c1): publishing in finance closes"
    assert await may(world, "a", PUBLISH, FINANCE) == [True, False]
    renewed_until = last_day + 366 * DAY
    await world.do("a", Certify(id="c2", field=Field.FINANCE, valid_from=today, valid_until=renewed_until))
    assert await may(world, "a", FINANCE) == [True]
    await world.pass_until(midnight(renewed_until + DAY) + timedelta(minutes=6))
    assert (await world.each_boundary_is_recorded_once("a"))[-1].at == midnight(renewed_until + DAY)
    assert await may(world, "a", FINANCE) == [False]


async def test_a_certification_renewed_in_time_never_closes_the_field(world: World) -> None:
    """The midnight on which the first one ends passes and changes nothing, and says so."""
    await world.register("a")
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=today + 30 * DAY))
    await world.do(
        "a",
        Certify(id="c2", field=Field.FINANCE, valid_from=today + 20 * DAY, valid_until=today + 90 * DAY),
    )
    await world.pass_time(45 * DAY)
    begins, ends = await world.each_boundary_is_recorded_once("a")
    assert (begins.at, begins.changes) == (midnight(today + 20 * DAY), ())
    assert (ends.at, ends.changes) == (midnight(today + 31 * DAY), ())
    assert ends.message == "publishing in finance ends (c1): nothing else changes"
    assert await may(world, "a", FINANCE) == [True]


async def test_a_certification_that_begins_later_opens_the_field_by_itself(world: World) -> None:
    """A beginning is a boundary like an end."""
    await world.register("a")
    first_day = civil_date(await world.now()) + 10 * DAY
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=first_day, valid_until=first_day))
    assert await may(world, "a", FINANCE) == [False]
    await world.pass_until(midnight(first_day) + timedelta(hours=12))
    assert await may(world, "a", FINANCE) == [True]
    await world.pass_time(DAY)
    opened, closed = await world.each_boundary_is_recorded_once("a")
    assert [change.opened for change in (*opened.changes, *closed.changes)] == [True, False]


async def test_a_revoked_certification_leaves_no_timer_behind(world: World) -> None:
    """Its old end passes without a word."""
    await world.register("a")
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=today + 30 * DAY))
    await world.pass_time(10 * DAY)
    await world.do("a", RevokeCertification(id="c1", reason="forged"))
    assert await may(world, "a", FINANCE) == [False]
    await world.pass_time(60 * DAY)
    assert await world.each_boundary_is_recorded_once("a") == []


async def test_monetization_is_suspended_by_a_ban_and_comes_back_by_itself(world: World) -> None:
    """Publishing opens when the ban ends, profit when twice its duration has passed, exactly the granted methods."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(ADS,)))
    imposed = await world.do("a", ban("b1", 7))
    start = imposed.facts[0].recorded_at
    seen = []
    for day in (0, 8, 15):
        await world.pass_until(start + day * DAY + timedelta(hours=1))
        seen.append(await may(world, "a", PUBLISH, monetize_by(ADS), monetize_by(GIFTS)))
    assert seen == [[False, False, False], [True, False, False], [True, True, False]]
    await world.pass_until(months_after(start, 3) + DAY)
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [transition.at for transition in recorded] == [start + 7 * DAY, start + 14 * DAY, months_after(start, 3)]
    assert {transition.recorded_by for transition in recorded} == {"lifecycle"}


async def test_a_refused_application_changes_nothing_and_a_later_one_is_granted(world: World) -> None:
    """The clean window of three months opens by itself, and is announced."""
    await world.register("a")
    found = await world.do("a", RecordViolation(id="v1", category=Category.MISSING_SOURCE))
    refused = await world.do("a", ApplyMonetization(methods=(ADS,)))
    assert refused.outcome == "refused"
    clean_again = months_after(found.facts[0].recorded_at, 3)
    await world.pass_until(clean_again + DAY)
    [opened] = await world.each_boundary_is_recorded_once("a")
    assert opened.at == clean_again
    assert opened.message == "violation v1 leaves the clean window: applying for monetization opens"
    assert (await world.do("a", ApplyMonetization(methods=(ADS,)))).outcome == "granted"
    assert await may(world, "a", monetize_by(ADS)) == [True]


async def test_a_ban_in_a_freeze_closes_profit_until_the_later_of_both(world: World) -> None:
    """Overlapping restrictions are a union: the earlier end opens nothing, the later one does."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(ADS, GIFTS)))
    changed = await world.do("a", ChangeHolder(holder="h_second"))
    frozen_until = months_after(changed.facts[0].recorded_at, 3)
    await world.pass_time(60 * DAY)
    imposed = await world.do("a", ban("b1", 20, factor=3))
    start = imposed.facts[0].recorded_at
    await world.pass_until(frozen_until + DAY)
    assert await may(world, "a", PUBLISH, monetize_by(ADS)) == [True, False]
    await world.pass_until(start + 61 * DAY)
    assert await may(world, "a", PUBLISH, monetize_by(ADS), monetize_by(GIFTS)) == [True, True, True]
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [transition.at for transition in recorded] == [start + 20 * DAY, frozen_until, start + 60 * DAY]
    assert [change.privilege for change in recorded[1].changes] == []
    assert [change.privilege for change in recorded[2].changes] == [monetize_by(ADS), monetize_by(GIFTS)]


async def test_overlapping_bans_end_one_after_the_other(world: World) -> None:
    """The first ban's end opens nothing while the second lasts; nothing overwrites anything."""
    await world.register("a")
    first = (await world.do("a", ban("b1", 10))).facts[0].recorded_at
    await world.pass_time(6 * DAY)
    second = (await world.do("a", ban("b2", 10))).facts[0].recorded_at
    await world.pass_until(first + 11 * DAY)
    assert await may(world, "a", PUBLISH) == [False]
    await world.pass_until(second + 11 * DAY)
    assert await may(world, "a", PUBLISH) == [True]
    await world.pass_time(30 * DAY)
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [transition.at for transition in recorded] == [
        first + 10 * DAY,
        second + 10 * DAY,
        first + 20 * DAY,
        second + 20 * DAY,
    ]


async def test_a_shortened_ban_wakes_the_account_earlier(world: World) -> None:
    """The timer that waits is left for the earlier boundary, and the old ends pass without a word."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 30, factor=3))).facts[0].recorded_at
    await world.pass_time(2 * DAY)
    await world.do("a", ShortenBan(id="b1", duration=timedelta(days=5), reason="appeal"))
    await world.pass_time(120 * DAY)
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [transition.at for transition in recorded] == [
        start + 5 * DAY,
        start + 15 * DAY,
        months_after(start, 3),
    ]


async def test_a_ban_shortened_to_less_than_was_served_ends_at_once(world: World) -> None:
    """What is over when it is decided is part of the decision, not a boundary that passes later."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 30))).facts[0].recorded_at
    await world.pass_time(10 * DAY)
    await world.do("a", ShortenBan(id="b1", duration=timedelta(days=7)))
    assert await may(world, "a", PUBLISH) == [True]
    await world.pass_time(10 * DAY)
    [profit] = await world.each_boundary_is_recorded_once("a")
    assert profit.at == start + 14 * DAY


async def test_an_overturned_ban_leaves_nothing_to_wait_for(world: World) -> None:
    """Ban, suspension and violation go as if never recorded, and so do their timers."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(ADS,)))
    await world.do("a", ban("b1", 7))
    await world.pass_time(3 * DAY)
    await world.do("a", Overturn(id="b1", reason="appeal upheld"))
    assert await may(world, "a", PUBLISH, monetize_by(ADS)) == [True, True]
    await world.pass_time(200 * DAY)
    assert await world.each_boundary_is_recorded_once("a") == []


async def test_a_ban_overturned_between_its_end_and_that_of_its_suspension(world: World) -> None:
    """What was recorded stays recorded; what lay ahead never comes."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    await world.pass_time(9 * DAY)
    await world.do("a", Overturn(id="b1"))
    await world.pass_time(200 * DAY)
    [ended] = await world.each_boundary_is_recorded_once("a")
    assert ended.at == start + 7 * DAY


async def test_a_cancellation_does_not_come_back_by_itself(world: World) -> None:
    """The suspension of an older ban ends, and still nothing may be earned."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(ADS,)))
    await world.do("a", ban("b1", 7))
    await world.do("a", CancelMonetization(id="x1", category=Category.VULGAR_PERSONA))
    await world.pass_time(120 * DAY)
    assert await may(world, "a", PUBLISH, monetize_by(ADS)) == [True, False]
    recorded = await world.each_boundary_is_recorded_once("a")
    assert all(monetize_by(ADS) not in {c.privilege for c in transition.changes} for transition in recorded)


async def test_certifications_fall_with_their_holder_and_their_ends_are_not_announced(world: World) -> None:
    """The freeze that begins with the change ends by itself three months later."""
    await world.register("a")
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=today + 30 * DAY))
    changed = await world.do("a", ChangeHolder(holder="h_second"))
    assert await may(world, "a", FINANCE) == [False]
    await world.pass_time(120 * DAY)
    [thawed] = await world.each_boundary_is_recorded_once("a")
    assert thawed.at == months_after(changed.facts[0].recorded_at, 3)
    assert "freeze" in thawed.message


async def test_a_backdated_ban_wakes_the_account_at_its_real_end(world: World) -> None:
    """What it would have done before it was recorded is not announced afterwards."""
    await world.register("a")
    await world.pass_time(20 * DAY)
    began = await world.now() - 9 * DAY
    await world.do("a", ban("b1", 7), effective_at=began)
    assert await may(world, "a", PUBLISH) == [True]
    await world.pass_time(10 * DAY)
    [profit] = await world.each_boundary_is_recorded_once("a")
    assert profit.at == began + 14 * DAY


async def test_a_closed_account_ends_its_lifecycle_and_what_was_pending_never_comes(world: World) -> None:
    """The workflow completes with the instant of closure; a ban's end after it is no boundary any more."""
    await world.register("a")
    await world.do("a", ban("b1", 7))
    await world.pass_time(2 * DAY)
    closed = await world.do("a", Close(id="z1", category=Category.RUMOUR_MAKING, reason="serious"))
    end = await world.handle("a").result()
    assert end == {"account": "a", "closed_at": closed.facts[0].recorded_at.isoformat(), "version": 3}
    await world.pass_time(60 * DAY)
    assert await world.transitions("a") == []


async def test_two_years_of_an_account(world: World) -> None:
    """Certifications, bans, a change of holder and profit in one life: every boundary once, in order, at its time."""
    await world.register("a", fields=(Field.FINANCE, Field.HEALTHCARE))
    today = civil_date(await world.now())
    year = today + 365 * DAY
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=today + 180 * DAY))
    await world.do("a", Certify(id="c2", field=Field.HEALTHCARE, valid_from=today, valid_until=year))
    await world.do("a", ApplyMonetization(methods=(ADS, GIFTS)))
    for number, (wait, days, factor) in enumerate(((20, 3, 2), (40, 15, 3), (10, 30, 2), (100, 1, 3)), start=1):
        await world.pass_time(wait * DAY)
        await world.do("a", ban(f"b{number}", days, factor))
    await world.do("a", ShortenBan(id="b4", duration=timedelta(hours=6)))
    await world.pass_time(30 * DAY)
    await world.do("a", ChangeHolder(holder="h_second"))
    renewed = civil_date(await world.now())
    await world.do("a", Certify(id="c3", field=Field.FINANCE, valid_from=renewed, valid_until=renewed + 200 * DAY))
    await world.pass_time(50 * DAY)
    await world.do("a", ban("b5", 60))
    await world.pass_time(10 * DAY)
    await world.do("a", Overturn(id="b5"))
    await world.pass_time(400 * DAY)
    recorded = await world.each_boundary_is_recorded_once("a")
    assert len(recorded) >= 14
    assert {transition.recorded_by for transition in recorded} <= {"lifecycle", "ledger"}
    assert await world.standing("a") == await world.in_ledger("a")
    assert await may(world, "a", PUBLISH, monetize_by(ADS), monetize_by(GIFTS), FINANCE) == [True, True, True, False]


async def test_many_accounts_wake_on_their_own(world: World) -> None:
    """Accounts whose bans end at different times do not disturb each other."""
    starts: dict[str, datetime] = {}
    for number in range(5):
        account = f"a{number}"
        await world.register(account)
        starts[account] = (await world.do(account, ban("b1", number + 1))).facts[0].recorded_at
    await world.pass_time(30 * DAY)
    for number, (account, start) in enumerate(starts.items()):
        recorded = await world.each_boundary_is_recorded_once(account)
        assert [t.at for t in recorded] == [start + (number + 1) * DAY, start + 2 * (number + 1) * DAY]


async def test_monetization_as_a_whole_is_closed_by_name(world: World) -> None:
    """The verdict of the lifecycle names the ban behind a closed method, and when it opens."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(ADS,)))
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    verdict = await world.explain("a", monetize_by(ADS))
    assert (verdict.reasons[0].privilege, verdict.reasons[0].cause) == (MONETIZE, "b1")
    assert verdict.until == start + 14 * DAY


async def test_the_lifecycle_and_the_ledger_agree_after_every_step(world: World) -> None:
    """The same facts fold to the same standing in both places."""
    await world.register("a")
    for command in (ban("b1", 7), ShortenBan(id="b1", duration=timedelta(days=2)), Overturn(id="b1")):
        await world.do("a", command)
        assert await world.standing("a") == await world.in_ledger("a")
