"""Article 1: what waits for a person, what holds meanwhile, and what follows from the person's decision."""

from datetime import datetime

import pytest

from models.accounts import commands as c
from models.accounts import facts as f
from models.accounts.commands import Command, ExtraSeats, Seats
from models.accounts.profiles import Ground, Grounds
from models.accounts.standing import RestrictionKind, Standing
from models.names import AccountKind
from models.words.privileges import ASKABLE, Method
from regulation.articles import a07_one_holder as a07
from regulation.articles.a01_identity import review_id, reviews_open
from regulation.catalogue.rulebook import IN_FORCE
from regulation.standing.status import status_of
from regulation.standing.verdicts import eligible_at, permits, reasons, verdict
from regulation.words.restrictions import AccountStatus
from tests.regulation.account import Account, on

START, NOW, LATER = on("01-01 09:00"), on("03-10 12:00"), on("03-11 08:00")
SEEN, OTHER = "a" * 32, "b" * 32
NAME = Grounds(article=1, noticed=(Ground(code="protected_name", message="the name holds 东海日报"),), finding=SEEN)
PHONE = Grounds(article=7, noticed=(Ground(code="same_phone", message="the phone of closed account x"),))
BOTH = NAME.model_copy(update={"noticed": (*NAME.noticed, *PHONE.noticed)})
FIRST = review_id("a1", 2)


def held(grounds: Grounds = NAME) -> Account:
    return Account(START, grounds=grounds)


def done(account: Account, command: Command, at: datetime = LATER, grounds: Grounds | None = None) -> Standing:
    assert account.do(command, at, grounds=grounds).refusal is None
    return account.pruned


@pytest.mark.parametrize("grounds", [NAME, PHONE, BOTH], ids=["name", "phone", "both"])
def test_a_held_account_has_no_service(grounds: Grounds) -> None:
    """Every privilege is closed by the hold, under the article it was held by, without an end."""
    account = held(grounds)
    for privilege in ASKABLE:
        (first, *_) = reasons(account.pruned, privilege, NOW)
        assert (first.kind, first.article, first.cause) == (RestrictionKind.HOLD, grounds.article, FIRST)
        assert verdict(account.pruned, privilege, NOW).until == "never"
    assert status_of(account.pruned, NOW) is AccountStatus.HELD
    assert reviews_open(account.pruned, NOW) == (FIRST,)


def test_an_approval_opens_everything_from_then_on() -> None:
    """Not an instant earlier; what was held then stays readable."""
    account = held()
    done(account, c.SettleRegistration(id=FIRST, approved=True))
    assert permits(account.standing, "publish", LATER)
    assert not permits(account.standing, "publish", NOW)
    assert status_of(account.pruned, LATER) is AccountStatus.ACTIVE
    assert reviews_open(account.pruned, LATER) == ()
    assert account.pruned.restrictions == ()


@pytest.mark.parametrize("grounds", [NAME, PHONE], ids=["name", "phone"])
def test_a_rejection_ends_the_account_under_the_article_it_was_held_by(grounds: Grounds) -> None:
    """It never gets service, nothing more can be done to it, and whoever is behind it is not barred."""
    account = held(grounds)
    standing = done(account, c.SettleRegistration(id=FIRST, approved=False, reason="not that newspaper"))
    (reason,) = reasons(standing, "publish", LATER)
    assert (reason.kind, reason.article, reason.cause) == (RestrictionKind.DENIAL, grounds.article, FIRST)
    assert status_of(standing, LATER) is AccountStatus.DENIED
    refusal = account.decide(c.ChangeName(name="海边厨房"), LATER).refusal
    assert refusal is not None
    assert refusal.code == "account_closed"


@pytest.mark.parametrize("approved", [True, False])
def test_a_hold_is_decided_once(approved: bool) -> None:
    account = held()
    done(account, c.SettleRegistration(id=FIRST, approved=True))
    refusal = account.decide(c.SettleRegistration(id=FIRST, approved=approved), LATER).refusal
    assert refusal is not None
    assert refusal.code == "already_decided"


# --- changes ---------------------------------------------------------------------------------------------------------


def test_a_held_change_leaves_the_old_profile_in_force() -> None:
    """Name and bio stay, and so does every privilege, until it is approved."""
    account = Account(START)
    standing = done(account, c.ChangeProfile(name="东海日报", bio="官方"), NOW, NAME)
    assert (standing.name, standing.bio) == ("山野厨房", "")
    assert permits(standing, "publish", NOW)
    standing = done(account, c.SettleChange(id=FIRST, approved=True))
    assert (standing.name, standing.bio, standing.seen, standing.pending) == ("东海日报", "官方", SEEN, ())


def test_a_rejected_change_leaves_nothing_behind() -> None:
    account = Account(START)
    before = account.pruned
    done(account, c.ChangeName(name="东海日报"), NOW, NAME)
    standing = done(account, c.SettleChange(id=FIRST, approved=False))
    assert standing.model_copy(update={"version": 1, "as_of": before.as_of}) == before


@pytest.mark.parametrize(
    ("order", "name"),
    [((2, 3), "东海晚报"), ((3, 2), "东海晚报"), ((3,), "东海晚报"), ((2,), "东海日报"), ((), "山野厨房")],
    ids=str,
)
def test_what_was_asked_for_last_wins(order: tuple[int, ...], name: str) -> None:
    """Two held changes, approved in any order: an older one never undoes a newer one."""
    account = Account(START)
    done(account, c.ChangeName(name="东海日报"), NOW, NAME)
    done(account, c.ChangeName(name="东海晚报"), NOW, NAME)
    for seq in order:
        done(account, c.SettleChange(id=review_id("a1", seq), approved=True))
    assert account.pruned.name == name
    assert len(account.pruned.pending) == 2 - len(order)


def test_a_plain_change_goes_past_one_that_waits() -> None:
    """Approved afterwards it brings back only what the later change did not touch."""
    account = Account(START)
    done(account, c.ChangeProfile(name="东海日报", bio="每天"), NOW, NAME)
    done(account, c.ChangeName(name="海边厨房"), NOW)
    standing = done(account, c.SettleChange(id=FIRST, approved=True))
    assert (standing.name, standing.bio) == ("海边厨房", "每天")


@pytest.mark.parametrize(
    ("grounds", "outcome"),
    [
        (None, "changed"),
        (NAME, "changed"),
        (NAME.model_copy(update={"finding": OTHER}), "held"),
        (BOTH, "held"),
        (PHONE, "held"),
    ],
    ids=["nothing", "the same", "other words", "the same and more", "only more"],
)
def test_what_a_person_has_seen_is_not_asked_about_again(grounds: Grounds | None, outcome: str) -> None:
    """An approved name with another bio: held only where something is found that nobody has seen."""
    account = held()
    done(account, c.SettleRegistration(id=FIRST, approved=True), NOW)
    assert account.decide(c.ChangeProfile(bio="新"), LATER, grounds=grounds).outcome == outcome


def test_another_holder_is_asked_again() -> None:
    """The name may have been the old holder's to bear."""
    account = held()
    done(account, c.SettleRegistration(id=FIRST, approved=True), NOW)
    assert account.pruned.seen == SEEN
    assert done(account, c.ChangeHolder(holder="h2")).seen == ""


# --- imitations ------------------------------------------------------------------------------------------------------

FOUND = c.FindImpersonation(id="i1", imitated="东海日报", finding=SEEN, reason="its logo and its name")


def test_an_imitation_gets_no_service_and_is_a_violation() -> None:
    standing = done(Account(START), FOUND, NOW)
    (reason,) = reasons(standing, "publish", NOW)
    assert (reason.kind, reason.article, reason.until) == (RestrictionKind.DENIAL, 1, "never")
    assert status_of(standing, NOW) is AccountStatus.DENIED


@pytest.mark.parametrize(
    ("undone", "clean"),
    [(c.LiftImpersonation(id="i1"), False), (c.Overturn(id="i1"), True)],
    ids=["lifted", "overturned"],
)
def test_service_returns_when_it_is_lifted_or_overturned(undone: Command, clean: bool) -> None:
    """Lifted, the violation stays on record; overturned, it counts as if never recorded."""
    account = Account(START)
    done(account, FOUND, NOW)
    standing = done(account, undone)
    assert permits(standing, "publish", LATER)
    assert (eligible_at(standing, Method.ADVERTISING, LATER).eligible_at == LATER) is clean
    refusal = account.decide(c.LiftImpersonation(id="i1"), LATER).refusal
    assert refusal is not None


def test_a_dismissed_finding_is_remembered() -> None:
    standing = done(Account(START), c.DismissFinding(id="case-1", finding=OTHER, reason="a cook of that name"))
    assert standing.seen == OTHER
    assert permits(standing, "publish", LATER)


def test_facts_from_before_there_were_avatars_still_parse() -> None:
    """What was stored then lacks the newer fields."""
    old = {"type": "account_registered", "kind": "individual", "holder": "h1", "name": "n", "fields": [], "bio": ""}
    assert f.AccountRegistered.model_validate(old).avatar == ""


# --- exemptions from the quota ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "accounts", "allowed"),
    [
        (on("02-01"), 1, True),
        (on("02-01"), 2, True),
        (on("02-01"), 3, False),
        (on("01-31 23:59:59"), 1, False),
        (on("02-28 23:59:59"), 2, True),
        (on("03-01"), 2, False),
        (on("03-01"), 1, False),
        (on("03-01"), 0, True),
    ],
    ids=str,
)
def test_an_exemption_counts_from_its_first_instant_to_its_last(at: datetime, accounts: int, allowed: bool) -> None:
    """Two more than the one a person may have, in February alone."""
    extra = ExtraSeats(id="x1", seats=2, since=on("02-01"), until=on("03-01"))
    seats = Seats(holder="h1", open_accounts=tuple(f"a{n}" for n in range(accounts)), extra=(extra,))
    kind = AccountKind.INDIVIDUAL
    assert (a07.refusal_of(seats, kind, IN_FORCE.quota(kind), at) is None) is allowed
