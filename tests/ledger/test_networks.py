"""Networks in the ledger: signed, shown, sanctioned with their rosters, escalated when those break rules again."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from ledger.accounts import reading
from ledger.cases import cases
from ledger.networks import networks, roster_watch
from ledger.store.database import Database
from ledger.streams import records
from models.accounts import commands as c
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseKind, Outcome, Ruling
from models.cases.subjects import NetworkTerms
from models.networks import Network, NetworkMeasure, NetworkStatus, Terms
from models.words.privileges import BE_RECOMMENDED, GAIN_FOLLOWERS, MONETIZE
from models.words.violations import Category
from regulation import networks as rules
from regulation.accounts.homepage import homepage
from regulation.cases.cases import decide_case
from regulation.cases.reducer import CASE
from regulation.networks import NETWORK, sanction_id
from regulation.standing.verdicts import permits, reasons
from tests.ledger.doing import ENTERPRISE, NOON, days, do, faults, registration

S1 = sanction_id("n1", 1)
PROFIT = Terms(measure=NetworkMeasure.SUSPEND_PROFIT, duration=days(90), reason="again and again")


class Desk:
    """A network with three accounts, and what is done about it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def roster(
        self, *, sign: Sequence[str] = (), release: Sequence[str] = (), network: str = "n1", at: datetime = NOON
    ) -> networks.EnteredNetwork:
        change = networks.Roster(sign, release)
        return await self.execute(network, rules.change_roster(0, 0), change.enter, at)

    async def execute(
        self, network: str, decide: rules.DecideNetwork, act: object = None, at: datetime = NOON
    ) -> networks.EnteredNetwork:
        command = networks.NetworkCommand(NETWORK, network, decide, actor="key_r", now=at)
        return await records.execute(self.database, command, act)  # type: ignore[arg-type] # an act of this course

    async def sanction(self, terms: Terms = PROFIT, at: datetime = NOON) -> networks.EnteredNetwork:
        return await self.execute("n1", rules.sanction(terms), at=at)

    async def reach(self, at: datetime = NOON, network: str = "n1", most: int = networks.SLICE) -> int:
        return (await networks.advance(self.database, network, now=at, actor="network", most=most)).waiting

    async def network(self) -> Network:
        found = (await records.state_of(self.database, NETWORK, "n1")).state
        assert found is not None
        return found

    async def standing(self, account: str) -> Standing:
        found = await reading.history_of(self.database, account)
        assert found is not None
        return found

    async def violation(self, account: str, name: str, at: datetime) -> None:
        await do(self.database, account, c.RecordViolation(id=name, category=Category.RUMOUR_SPREADING), at)

    async def escalated(self, at: datetime) -> list[str]:
        return await roster_watch.escalate_repeated(self.database, now=at)

    async def case(self, turn: int = 1) -> Case | None:
        name = cases.case_id("network", "n1" if turn == 1 else f"n1#{turn}")
        return (await records.state_of(self.database, CASE, name)).state

    async def decide(self, case: Case, ruling: Ruling, at: datetime) -> None:
        command = cases.CaseCommand(CASE, case.id, decide_case("key_ann", ruling), actor="key_ann", now=at)
        assert (await records.execute(self.database, command)).refusal is None


@pytest.fixture
async def desk(database: Database) -> Desk:
    for number in range(1, 5):
        await do(database, f"a{number}", registration(f"h{number}", ENTERPRISE, f"早报{number}"))
    made = Desk(database)
    for name, shown in (("n1", "东海传媒"), ("n2", "西山文化")):
        assert (await made.execute(name, rules.register(shown))).refusal is None
    await made.roster(sign=("a1", "a2", "a3"))
    await made.reach()
    return made


async def test_the_homepage_of_each_account_shows_its_network_until_it_leaves(desk: Desk) -> None:
    assert homepage(await desk.standing("a1"), NOON).mcn == "东海传媒"
    assert (await desk.network()).accounts == 3
    await desk.roster(release=("a1",), at=NOON + days(1))
    await desk.roster(sign=("a1",), network="n2", at=NOON + days(1))
    await desk.reach(NOON + days(1), "n2")
    await desk.reach(NOON + days(1))
    assert homepage(await desk.standing("a1"), NOON + days(1)).mcn == "西山文化", "the leaving came after the coming"
    assert homepage(await desk.standing("a1"), NOON).mcn == "西山文化"
    before = await reading.history_of(desk.database, "a1", as_of=NOON)
    assert before is not None
    assert before.mcn == "东海传媒"


async def test_a_sanction_reaches_the_roster_with_its_cause_and_ends_with_it(desk: Desk) -> None:
    await do(desk.database, "a1", c.ApplyMonetization.model_validate({"methods": ["advertising"]}))
    await desk.sanction()
    assert await desk.reach(most=2) == 1
    assert await desk.reach(most=2) == 0
    for account in ("a1", "a2", "a3"):
        closed = [one for one in (await desk.standing(account)).restrictions if one.cause == S1]
        assert [(one.privilege, one.article, one.interval.end) for one in closed] == [(MONETIZE, 11, NOON + days(90))]
    paid, refused = await desk.standing("a1"), NOON + days(89)
    assert [reason.cause for reason in reasons(paid, "monetize.advertising", refused)] == [S1]
    assert permits(paid, "monetize.advertising", NOON + days(90)), "by itself, with no worker at all"
    versions = [(await desk.standing(account)).version for account in ("a1", "a2", "a3", "a4")]
    await desk.reach(NOON + days(91))
    assert ((await desk.network()).status, (await desk.network()).sanctions[0].ended) == (NetworkStatus.ACTIVE, True)
    assert [(await desk.standing(account)).version for account in ("a1", "a2", "a3", "a4")] == versions
    assert await faults(desk.database) == []


async def test_who_comes_gets_it_too_and_who_leaves_keeps_it(desk: Desk) -> None:
    await desk.sanction(Terms(measure=NetworkMeasure.LIMIT, duration=days(30)))
    await desk.reach()
    await desk.roster(sign=("a4",), release=("a1",), at=NOON + days(1))
    await desk.reach(NOON + days(1))
    for account in ("a1", "a4"):
        for privilege in (GAIN_FOLLOWERS, BE_RECOMMENDED):
            assert not permits(await desk.standing(account), privilege, NOON + days(29)), account
            assert permits(await desk.standing(account), privilege, NOON + days(30)), account
    await desk.execute("n1", rules.lift(S1, "not so"), at=NOON + days(2))
    await desk.reach(NOON + days(2))
    for account in ("a1", "a2", "a3", "a4"):
        assert permits(await desk.standing(account), GAIN_FOLLOWERS, NOON + days(2)), account
    assert not permits(await desk.standing("a2"), GAIN_FOLLOWERS, NOON + days(1)), "what was true stays readable"


async def test_expelled_it_loses_its_roster_and_signs_nobody(desk: Desk) -> None:
    await desk.sanction(Terms(measure=NetworkMeasure.EXPEL))
    await desk.reach()
    assert ((await desk.network()).status, (await desk.network()).accounts) == (NetworkStatus.EXPELLED, 0)
    assert (await desk.standing("a1")).mcn is None
    for again in (await desk.roster(sign=("a1",)), await desk.sanction()):
        assert again.refusal is not None
        assert again.refusal.code == "network_expelled"
    await desk.execute("n1", rules.lift(S1, "not so"))
    assert (await desk.roster(sign=("a1",))).refusal is None


async def test_repeated_violations_on_the_roster_escalate_and_a_decision_sanctions_the_network(desk: Desk) -> None:
    await desk.violation("a1", "v1", NOON + days(1))
    await desk.violation("a2", "v2", NOON + days(2))
    await desk.violation("a4", "v4", NOON + days(2))
    assert await desk.escalated(NOON + days(3)) == [], "two on the roster; a4 is with nobody"
    await desk.violation("a2", "v3", NOON + days(3))
    await do(desk.database, "a2", c.Overturn(id="v3"), NOON + days(4))
    assert await desk.escalated(NOON + days(5)) == [], "overturned, it counts no longer"
    await desk.violation("a3", "v5", NOON + days(6))
    assert await desk.escalated(NOON + days(90)) == ["n1"]
    assert await desk.escalated(NOON + days(90)) == [], "once"
    case = await desk.case()
    assert case is not None
    assert (case.opening.kind, case.opening.article) == (CaseKind.NETWORK, 11)
    assert "3 violations on its roster" in case.evidence[0].text
    assert "a3: rumour_spreading (v5)" in case.evidence[0].text
    await desk.decide(case, Ruling(outcome=Outcome.CONFIRMED, reason="as proposed"), NOON + days(91))
    await desk.reach(NOON + days(91))
    sanction = (await desk.network()).sanctions[0]
    assert (sanction.measure, sanction.until) == (NetworkMeasure.LIMIT, NOON + days(121))
    assert not permits(await desk.standing("a1"), BE_RECOMMENDED, NOON + days(100))


async def test_what_follows_from_a_finding_later_is_no_violation_of_its_own(desk: Desk) -> None:
    """Measures under the identifier of a finding count with it, also when that lies before the last escalation."""
    category = Category.RUMOUR_SPREADING
    for number in range(1, 4):
        await desk.violation(f"a{number}", f"v{number}", NOON + days(number))
    assert await desk.escalated(NOON + days(5)) == ["n1"]
    for number in range(1, 4):
        later = c.ImposeBan(id=f"v{number}", follows=True, category=category, duration=days(3))
        assert (await do(desk.database, f"a{number}", later, NOON + days(6))).refusal is None
    assert await desk.escalated(NOON + days(7)) == []
    for number in range(1, 4):
        await desk.violation(f"a{number}", f"w{number}", NOON + days(8))
    assert await desk.escalated(NOON + days(9)) == ["n1"]


async def test_the_next_time_the_next_grade_is_proposed_and_a_reviewer_may_say_another(desk: Desk) -> None:
    await desk.sanction(Terms(measure=NetworkMeasure.LIMIT, duration=days(30)))
    for number in range(3):
        await desk.violation("a1", f"v{number}", NOON + days(1 + number))
    assert await desk.escalated(NOON + days(5)) == ["n1"]
    proposed = (await desk.network()).proposed
    assert proposed is not None
    assert (proposed.measure, proposed.duration) == (NetworkMeasure.SUSPEND_PROFIT, days(90))
    case = await desk.case()
    assert case is not None
    terms = NetworkTerms(measure=NetworkMeasure.SUSPEND_PROFIT, duration=days(10))
    await desk.decide(case, Ruling(outcome=Outcome.CONFIRMED, reason="small", terms=terms), NOON + days(6))
    assert (await desk.network()).sanctions[1].until == NOON + days(16)
    for number in range(3):
        await desk.violation("a2", f"w{number}", NOON + days(7 + number))
    assert await desk.escalated(NOON + days(12)) == ["n1"], "those before count no longer, these do"
    again = await desk.case(2)
    assert again is not None
    await desk.decide(again, Ruling(outcome=Outcome.DISMISSED, reason="one person's mistake"), NOON + days(13))
    assert len((await desk.network()).sanctions) == 2


async def test_an_account_has_one_network_and_a_refused_change_changes_nothing(desk: Desk) -> None:
    for sign, code, hint in (
        (("a4", "a1"), "signed_elsewhere", "a1 (n1)"),
        (("a4", "nobody"), "unknown_account", "nobody"),
    ):
        refused = await desk.roster(sign=sign, network="n2")
        assert refused.refusal is not None
        assert (refused.refusal.code, hint in refused.refusal.message) == (code, True)
    assert not await networks.members(desk.database, "n2")
    assert (await desk.roster(sign=("a1", "a2"))).entries == (), "the same twice changes nothing"
    missing = await desk.roster(sign=("a4",), network="n9")
    assert missing.refusal is not None
    assert missing.refusal.code == "unknown_network"


async def test_a_closed_account_stops_nobody_else(desk: Desk) -> None:
    await do(desk.database, "a2", c.Close(id="cl"))
    await desk.sanction()
    assert await desk.reach() == 0
    rows = {row.account: row.code for row in await networks.members(desk.database, "n1")}
    assert rows == {"a1": None, "a2": "account_closed", "a3": None}
