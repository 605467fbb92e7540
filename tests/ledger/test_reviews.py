"""Held registrations and changes in the ledger: the case comes with the hold, and its decision settles it."""

import asyncio
from datetime import datetime, timedelta

import pytest

from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.cases import cases, queue
from ledger.cases.cases import EnteredCase
from ledger.store.database import Database
from ledger.streams import records
from models.accounts import commands as c
from models.accounts.commands import Command, Receipt, Register
from models.accounts.exemptions import MoreAccounts, OwnName, Terms
from models.accounts.profiles import Contact, Profile, Screened, Seen
from models.accounts.standing import Standing
from models.cases.cases import CaseKind, CaseStatus, Outcome, Ruling
from models.cases.queue import CaseFilters
from models.evidence import Evidence, EvidenceKind
from models.names import AccountKind
from models.words.violations import Category
from regulation.accounts.exemptions import EXEMPTION, grant, revoke
from regulation.cases.cases import decide_case
from regulation.cases.reducer import CASE
from regulation.standing.status import status_of
from regulation.standing.verdicts import permits
from tests.ledger.doing import faults
from tests.ledger.notebook import NOON

PAPER = "东海日报"
DAY = timedelta(days=1)
YES = Ruling(outcome=Outcome.APPROVED)
NO = Ruling(outcome=Outcome.REJECTED, reason="not that paper")
PHONE = Contact(kind="phone", ref=f"c_{1:040x}")


def screen(profile: Profile) -> Screened:
    """A list of one name."""
    parts = {"name": profile.name, "bio": profile.bio}
    seen = [
        Seen.model_validate({"part": part, "text": said, "protected": PAPER, "message": f"the {part} holds {PAPER}"})
        for part, said in parts.items()
        if PAPER in said
    ]
    return Screened(seen=tuple(seen), lexicon="1")


def register(name: str, holder: str = "h1", kind: AccountKind = AccountKind.INDIVIDUAL, *known: Contact) -> Register:
    return Register(kind=kind, holder=holder, name=name, contacts=known)


async def do(database: Database, account: str, command: Command, now: datetime = NOON) -> Receipt:
    return await execute(
        database, Request(account=account, command=command, actor="key_platform", now=now, screen=screen)
    )


async def decided(database: Database, case: str, ruling: Ruling, now: datetime = NOON + DAY) -> EnteredCase:
    command = cases.CaseCommand(CASE, case, decide_case("key_ann", ruling), actor="key_ann", now=now)
    return await records.execute(database, command)


async def standing(database: Database, account: str = "a1") -> Standing:
    found = await reading.standing_of(database, account)
    assert found is not None
    return found


async def open_case(database: Database, account: str = "a1") -> str:
    [case] = await queue.listed(database, CaseFilters(status=(CaseStatus.OPEN,), account=account), now=NOON)
    return case.id


@pytest.mark.parametrize(("ruling", "status"), [(YES, "active"), (NO, "denied")])
async def test_a_held_registration_waits_for_its_case(database: Database, ruling: Ruling, status: str) -> None:
    """No service until then; the decision and what follows from it bear one identifier."""
    receipt = await do(database, "a1", register(f"{PAPER}社"))
    assert receipt.outcome == "held"
    case = await open_case(database)
    assert case == receipt.facts[-1].body.model_dump()["id"]
    assert not permits(await standing(database), "publish", NOON)
    found = (await records.state_of(database, CASE, case)).state
    assert found is not None
    assert (found.opening.kind, found.opening.article) == (CaseKind.REGISTRATION, 1)
    assert [piece.text for piece in found.evidence] == [f"the name holds {PAPER}"]
    assert (await decided(database, case, ruling)).refusal is None
    assert status_of(await standing(database), NOON + DAY) == status
    again = (await do(database, "a2", register("海边厨房"))).outcome
    assert again == ("refused" if ruling is YES else "active")
    assert await faults(database) == []


async def test_a_held_change_leaves_the_old_profile_and_its_decision_shows_the_new(database: Database) -> None:
    await do(database, "a1", register("山野厨房"))
    assert (await do(database, "a1", c.ChangeProfile(name=PAPER, bio="每天"))).outcome == "held"
    assert (await standing(database)).name == "山野厨房"
    assert permits(await standing(database), "publish", NOON)
    await decided(database, await open_case(database), YES)
    shown = await standing(database)
    assert (shown.name, shown.bio, shown.pending) == (PAPER, "每天", ())
    assert (await do(database, "a1", c.ChangeProfile(bio="每周"), NOON + 2 * DAY)).outcome == "changed"


async def test_a_case_about_an_account_that_was_closed_meanwhile_can_still_be_decided(database: Database) -> None:
    """It changes nothing, and does not stay open for ever."""
    await do(database, "a1", register(PAPER))
    case = await open_case(database)
    await do(database, "a1", c.Close(id="wish"))
    settled = await decided(database, case, YES)
    assert (settled.refusal, settled.receipts) == (None, ())
    found = (await records.state_of(database, CASE, case)).state
    assert found is not None
    assert found.status == CaseStatus.DECIDED


async def test_who_comes_back_after_a_sanction_is_recognised_and_looked_at(database: Database) -> None:
    """The same holder is refused; the same phone or nearly the same name is a reason to look; a plain name is none."""
    await do(database, "old", register("山野厨房日记", "h1", AccountKind.INDIVIDUAL, PHONE))
    await do(database, "wish", register("海边厨房日记", "h2"))
    await do(database, "old", c.Close(id="x", category=Category.MATRIX_MANIPULATION))
    await do(database, "wish", c.Close(id="x"))
    assert (await do(database, "b1", register("别的", "h1"))).outcome == "refused"
    by_phone = await do(database, "b2", register("别的", "h3", AccountKind.INDIVIDUAL, PHONE))
    by_name = await do(database, "b3", register("山野 厨房日誌", "h4"))
    found = (await records.state_of(database, CASE, await open_case(database, "b2"))).state
    assert found is not None
    assert (found.opening.article, found.evidence[0].kind) == (7, EvidenceKind.ACCOUNT)
    assert "account old" in found.evidence[0].text
    assert (by_phone.outcome, by_name.outcome) == ("held", "held")
    assert (await do(database, "b4", register("海边厨房日记", "h5"))).outcome == "active"


async def test_a_holder_of_a_protected_name_passes_until_the_end_and_others_do_not(database: Database) -> None:
    terms = Terms(
        holder="h1",
        allows=OwnName(name=PAPER),
        until=NOON + DAY,
        reason="the paper itself",
        evidence=(Evidence(kind=EvidenceKind.DOCUMENT, text="licence 17"),),
    )
    granted = records.Command(EXEMPTION, "x1", grant(terms), actor="key_op", now=NOON)
    assert (await records.execute(database, granted)).refusal is None
    assert (await do(database, "a1", register(PAPER))).outcome == "active"
    assert (await do(database, "a2", register(PAPER, "h2"))).outcome == "held"
    assert (await do(database, "a1", c.ChangeName(name=f"{PAPER}社"), NOON + DAY)).outcome == "held"


async def test_an_exemption_gives_more_seats_until_it_is_revoked(database: Database) -> None:
    terms = Terms(holder="h1", allows=MoreAccounts(seats=1), until=NOON + 30 * DAY, reason="two editions")
    await records.execute(database, records.Command(EXEMPTION, "x1", grant(terms), actor="key_op", now=NOON))
    outcomes = [(await do(database, f"a{n}", register("厨房", "h1"))).outcome for n in range(3)]
    assert outcomes == ["active", "active", "refused"]
    await records.execute(database, records.Command(EXEMPTION, "x1", revoke("merged"), actor="key_op", now=NOON + DAY))
    await do(database, "a0", c.Close(id="wish"), NOON + DAY)
    assert (await do(database, "a4", register("厨房", "h1"), NOON + 2 * DAY)).outcome == "refused"


async def test_two_who_register_the_same_account_at_once_leave_one_case(database: Database) -> None:
    """The loser's attempt takes its case back with it."""
    outcomes = await asyncio.gather(
        *(do(database, "a1", register(PAPER, f"h{n}")) for n in range(8)), return_exceptions=False
    )
    assert sorted(receipt.outcome for receipt in outcomes) == ["held", *["refused"] * 7]
    assert await open_case(database)
