"""What operators see of an account in the Temporal UI, and what they may ask: in words, and true."""

import re
from datetime import datetime, timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowQueryFailedError

from models.accounts.commands import (
    ApplyMonetization,
    Certify,
    ChangeHolder,
    Close,
    ImposeBan,
    Overturn,
    RecordViolation,
)
from models.accounts.standing import Standing
from models.accounts.verdicts import Answer, Verdict
from models.instants import shown
from models.words.privileges import PUBLISH, Field, Method, monetize_by
from models.words.violations import Category
from regulation.tables.calendar import civil_date, midnight, months_after
from tests.workflows.world import World
from workflows.jitter import wake_at
from workflows.search_attributes import FIELDS, NEXT_BOUNDARY, RESTRICTIONS, STATUS

DAY = timedelta(days=1)
BAN = ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(days=7), reason="made up")


def row(details: str, privilege: str) -> list[str]:
    """One line of the table: now, until, why."""
    return next(
        [cell.strip() for cell in line.strip("|").split("|")][1:]
        for line in details.splitlines()
        if line.startswith(f"| {privilege} |")
    )


async def attributes(world: World) -> tuple[str, list[str], list[str], datetime | None]:
    found = await world.attributes("a")
    next_one = found[NEXT_BOUNDARY.name]
    return (
        found[STATUS.name],
        found[RESTRICTIONS.name],
        found[FIELDS.name],
        None if next_one is None else datetime.fromisoformat(next_one),
    )


async def test_search_attributes_follow_the_standing(world: World) -> None:
    """Status, restrictions, open fields and next boundary, from registration through ban and freeze to closure."""
    await world.register("a")
    assert await attributes(world) == ("active", [], [], None)
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=today + 300 * DAY))
    ends = midnight(today + 301 * DAY)
    assert await attributes(world) == ("active", [], ["finance"], ends)
    start = (await world.do("a", BAN)).facts[0].recorded_at
    assert await attributes(world) == ("banned", ["ban", "suspension", "withheld"], [], start + 7 * DAY)
    await world.pass_time(8 * DAY)
    await world.caught_up("a")
    assert await attributes(world) == ("suspended", ["suspension", "withheld"], ["finance"], start + 14 * DAY)
    await world.pass_time(8 * DAY)
    await world.caught_up("a")
    assert await attributes(world) == ("active", ["withheld"], ["finance"], months_after(start, 3))
    changed = (await world.do("a", ChangeHolder(holder="h_2"))).facts[0].recorded_at
    assert await attributes(world) == ("frozen", ["freeze", "withheld"], [], months_after(start, 3))
    await world.do("a", Overturn(id="b1"))
    assert await attributes(world) == ("frozen", ["freeze"], [], months_after(changed, 3))
    await world.do("a", Close(id="z1"))
    status, restrictions, fields, next_one = await attributes(world)
    assert (status, restrictions, fields, next_one) == ("closed", ["closure", "freeze"], [], None)


async def test_search_attributes_are_told_only_when_they_change(world: World) -> None:
    """A fact that changes none of them costs no event."""
    await world.register("a")
    for number in range(3):
        await world.do("a", ApplyMonetization(methods=(list(Method)[number],)))
    [run] = await world.runs("a")
    kinds = [event.event_type for event in run.events]
    assert kinds.count(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES) == 1


async def test_nothing_personal_stands_in_what_everybody_can_search(world: World) -> None:
    """The holder's hash and the account's name stay out of the search attributes."""
    await world.register("a")
    await world.do("a", BAN)
    assert not re.search(r"h_a|早报", str(await world.attributes("a")))


async def test_the_page_of_a_banned_account_says_what_holds_until_when_and_what_comes_next(world: World) -> None:
    """Each privilege with its state, its end and its reason; then the next boundary, then what happened lately."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(Method.ADVERTISING,)))
    start = (await world.do("a", BAN)).facts[0].recorded_at
    page = await world.details("a")
    assert page.startswith("### 早报 a is banned\nVersion 3, individual account `a`, seen at ")
    ends, profit = shown(start + 7 * DAY), shown(start + 14 * DAY)
    assert row(page, "the account") == ["open", "", ""]
    assert row(page, "publishing") == [
        "closed",
        ends,
        f"publishing is banned since {shown(start)}, until {ends} (b1, art. 9)",
    ]
    assert row(page, "gaining followers")[:2] == ["closed", ends]
    assert row(page, "being recommended")[:2] == ["closed", ends]
    assert row(page, "monetization by advertising") == [
        "closed",
        profit,
        f"monetization is suspended since {shown(start)}, until {profit} (b1, art. 9)",
    ]
    assert f"**Next:** {ends}: ban b1 ends: publishing, gaining followers and being recommended open" in page
    assert f"monetization stays suspended until {profit} (b1, art. 9)" in page
    lately = page.split("**Lately:**")[1].strip().splitlines()
    assert lately[0].startswith(f"- {shown(start)} ban imposed (id b1, category fabrication, duration P7D, factor 2")
    assert "account registered" in lately[-1]
    assert "h_a" not in page


async def test_the_page_follows_when_the_ban_ends(world: World) -> None:
    """After the boundary it tells of the suspension that is left, and who recorded the end of the ban."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(Method.ADVERTISING,)))
    start = (await world.do("a", BAN)).facts[0].recorded_at
    await world.pass_time(8 * DAY)
    await world.caught_up("a")
    page = await world.details("a")
    assert page.startswith("### 早报 a is suspended\n")
    assert row(page, "publishing") == ["open", "", ""]
    assert row(page, "monetization by advertising")[:2] == ["closed", shown(start + 14 * DAY)]
    assert f"**Next:** {shown(start + 14 * DAY)}: the suspension of ban b1 ends: monetization by advertising op" in page
    assert f"- {shown(start + 7 * DAY)} ban b1 ends: publishing," in page
    assert "(recorded by lifecycle)" in page


async def test_the_page_of_a_certified_account_says_until_when_the_field_is_open(world: World) -> None:
    """And when nothing is pending it says that."""
    await world.register("a")
    assert "**Next:** nothing is pending" in await world.details("a")
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.FINANCE, valid_from=today, valid_until=today + 9 * DAY))
    ends = shown(midnight(today + 10 * DAY))
    page = await world.details("a")
    assert row(page, "publishing in finance") == ["open", ends, ""]
    assert f"**Next:** {ends}: publishing in finance ends (c1): publishing in finance closes" in page


async def test_the_standing_can_be_asked_for(world: World) -> None:
    """As a value with types, equal to the ledger's."""
    await world.register("a")
    await world.do("a", BAN)
    standing = await world.standing("a")
    assert isinstance(standing, Standing)
    assert standing == await world.in_ledger("a")


async def test_a_verdict_can_be_asked_for_at_any_instant_from_now_on(world: World) -> None:
    """With article, cause, and both ends; the future is the same computation as the present."""
    await world.register("a")
    start = (await world.do("a", BAN)).facts[0].recorded_at
    verdict = await world.explain("a", PUBLISH)
    assert isinstance(verdict, Verdict)
    [reason] = verdict.reasons
    assert (verdict.answer, verdict.until, verdict.version) == (Answer.REFUSED, start + 7 * DAY, 2)
    assert (reason.article, reason.cause, reason.since, reason.until) == (9, "b1", start, start + 7 * DAY)
    assert (await world.explain("a", PUBLISH, start + 7 * DAY)).answer is Answer.ALLOWED


@pytest.mark.parametrize(
    ("privilege", "at", "words"),
    [
        ("fly", "2030-01-01T00:00:00+08:00", "must be one of service, publish"),
        ("publish", "2030-01-01T00:00:00", "the time has no offset"),
        ("publish", "1999-01-01T00:00:00+08:00", "this standing answers from"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_in_words(
    world: World, privilege: str, at: str, words: str
) -> None:
    """And does the workflow no harm."""
    await world.register("a")
    with pytest.raises(WorkflowQueryFailedError, match=re.escape(words)):
        await world.handle("a").query("explain", args=[privilege, at])
    assert (await world.explain("a", monetize_by(Method.ADVERTISING))).answer is Answer.REFUSED


async def test_timers_and_activities_say_in_the_history_what_they_are_for(world: World) -> None:
    """The instant, the ban, and what its end opens, in a sentence of less than 400 bytes."""
    await world.register("a")
    start = (await world.do("a", BAN)).facts[0].recorded_at
    await world.pass_time(8 * DAY)
    await world.caught_up("a")
    said = await _summaries(world)
    ended = (
        "ban b1 ends: publishing, gaining followers and being recommended open; "
        f"monetization stays suspended until {shown(start + 14 * DAY)} (b1, art. 9)"
    )
    assert said == [
        f"{shown(start + 7 * DAY)}: {ended}",
        ended,
        f"{shown(start + 14 * DAY)}: the suspension of ban b1 ends: nothing else changes",
    ]


async def test_a_summary_never_grows_beyond_what_temporal_takes(world: World) -> None:
    """Many restrictions that end or stay at once fill a sentence; it is cut at 400 bytes, not refused."""
    await world.register("a")
    today = civil_date(await world.now())
    for number in range(3):
        for field in Field:
            await world.record(
                "a",
                Certify(
                    id=f"certification-with-a-long-name-{field}-{number}",
                    field=field,
                    valid_from=today,
                    valid_until=today + 5 * DAY,
                ),
            )
    await world.relay()
    await world.pass_time(10 * DAY)
    await world.caught_up("a")
    assert len(await world.each_boundary_is_recorded_once("a")) == 1
    said = await _summaries(world)
    assert max(len(words.encode()) for words in said) > 300
    assert all(len(words.encode()) <= 400 for words in said)


async def test_timers_are_set_for_the_instant_that_the_jitter_gives_the_account(world: World) -> None:
    """The boundary plus this account's own delay, and not a moment more."""
    await world.register("a")
    start = (await world.do("a", BAN)).facts[0].recorded_at
    [run] = await world.runs("a")
    [timer] = [e for e in run.events if e.event_type == EventType.EVENT_TYPE_TIMER_STARTED]
    length = timer.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
    set_at = timer.event_time.ToDatetime(tzinfo=start.tzinfo)
    assert abs(set_at + length - wake_at("a", start + 7 * DAY)) < timedelta(seconds=5)


async def test_reasons_for_a_withheld_application_reach_the_page(world: World) -> None:
    """An operator reads why an application would be refused."""
    await world.register("a")
    found = (await world.do("a", RecordViolation(id="v1", category=Category.MISSING_SOURCE))).facts[0].recorded_at
    now, until, why = row(await world.details("a"), "applying for monetization")
    assert (now, until) == ("closed", shown(months_after(found, 3)))
    assert "withheld after a violation" in why
    assert "(v1, art. 8)" in why


async def _summaries(world: World) -> list[str]:
    """What the history says beside timers and activities."""
    return [
        event.user_metadata.summary.data.decode().strip('"')
        for run in await world.runs("a")
        for event in run.events
        if event.HasField("user_metadata") and event.user_metadata.summary.data
    ]
