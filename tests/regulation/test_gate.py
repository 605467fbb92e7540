"""The gate: what the articles say together, ranked; and against a second opinion on random accounts and drafts."""

from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.accounts.commands import Certify, Close, ImposeBan, RecordViolation, RevokeCertification
from models.accounts.facts import Materials
from models.accounts.standing import Restriction, RestrictionKind
from models.gate.drafts import Draft
from models.gate.publishing import GateAnswer, PublishVerdict
from models.intervals import Interval
from models.rumours.matching import Repeated
from models.words.privileges import BE_RECOMMENDED, GAIN_FOLLOWERS, PUBLISH, SERVICE, Field, publish_in
from models.words.stances import Stance
from models.words.violations import Category
from regulation.articles.a03_names import _forms, _no_source, no_source
from regulation.gate import decide_publish, draft_outcome, publish_outcome
from regulation.standing.verdicts import PastNotKeptError
from regulation.words.categories import CATEGORIES
from screening.folding import fold
from tests.examples import examples
from tests.regulation.account import Account, on
from tests.regulation.gating import MADE, NOW, OWN, publish, shown_on, wanting
from tests.regulation.histories import MICROSECOND, Life, Move, histories
from tests.regulation.oracle import CHINA, Oracle

WEEK = timedelta(days=7)
FOR_FABRICATION = Category.FABRICATION


def certified(until: str = "2026-12-31", field: Field = Field.FINANCE) -> Account:
    account = Account()
    account.do(
        Certify(
            id="c1",
            field=field,
            valid_from=on("01-01").date(),
            valid_until=on(until).date(),
            materials=Materials(professional_qualification="注册会计师"),
        ),
        on("01-02"),
    )
    return account


def banned() -> Account:
    account = certified()
    account.do(ImposeBan(id="b1", category=FOR_FABRICATION, duration=WEEK), on("02-26 12:00"))
    return account


def test_a_plain_draft_is_allowed() -> None:
    """Nothing asked of the draft and nothing against the account: allowed, without labels, for as long as nothing
    happens.
    """
    verdict = publish({})

    assert verdict == PublishVerdict(account="a1", at=NOW, answer=GateAnswer.ALLOWED, name="山野厨房", version=1)


# --- article 2: fields ------------------------------------------------------------------------------------------------


def test_a_certified_field_is_labelled() -> None:
    """A draft in a field shows the field's name and the qualification, until the certification's last midnight."""
    verdict = publish({"fields": ["finance"]}, certified().pruned)
    (label,) = verdict.labels

    assert verdict.answer == "allowed_with_labels"
    assert (label.kind, label.article, label.where) == ("field", 2, "fields[0]")
    assert (label.field, label.certification) == ("finance", "c1")
    assert (label.text_zh, label.text_en) == ("金融领域 · 已认证：注册会计师", "Finance · certified: 注册会计师")
    assert verdict.valid_until == on("2027-01-01")


def test_an_uncertified_field_is_refused() -> None:
    """Each field without a certification is a reason at its place; the certified one beside it is none."""
    verdict = publish({"fields": ["justice", "finance", "education", "justice"]}, certified().pruned)

    assert wanting(verdict) == [(2, "uncertified_field", "fields[0]"), (2, "uncertified_field", "fields[2]")]
    assert verdict.until == "never"
    assert verdict.reasons[0].message_zh == "司法领域发布未开放：没有经核验的资质认证"


def test_a_field_opens_when_its_next_certification_begins() -> None:
    """An expired certification says since when, and `until` is the first day of the next one."""
    account = certified("02-15")
    account.do(
        Certify(id="c2", field=Field.FINANCE, valid_from=on("03-10").date(), valid_until=on("04-10").date()),
        on("02-20"),
    )
    verdict = publish({"fields": ["finance"]}, account.pruned)
    (reason,) = verdict.reasons

    assert (reason.cause, reason.since, reason.until) == ("c1", on("02-16"), on("03-10"))
    assert verdict.until == verdict.valid_until == on("03-10")
    assert "资质认证 c1 已于2026年2月16日 00:00过期；下一份资质认证自2026年3月10日 00:00起生效" in reason.message_zh


def test_the_longest_valid_certification_is_shown() -> None:
    """Of several certifications of a field the label names the one that is valid longest, as the homepage does."""
    account = certified("06-30")
    account.do(
        Certify(id="c2", field=Field.FINANCE, valid_from=on("01-01").date(), valid_until=on("09-30").date()),
        on("01-03"),
    )

    assert publish({"fields": ["finance"]}, account.pruned).labels[0].certification == "c2"
    account.do(RevokeCertification(id="c2"), on("02-01"))
    assert publish({"fields": ["finance"]}, account.pruned).labels[0].certification == "c1"


# --- the account ------------------------------------------------------------------------------------------------------


def test_a_banned_account_publishes_nothing_until_the_ban_ends() -> None:
    """A ban refuses a plain draft with since, until, cause and remedy in both languages, and is over at its end."""
    account = banned()
    verdict = publish({}, account.pruned)
    (reason,) = verdict.reasons

    assert wanting(verdict) == [(9, "ban", "")]
    assert (reason.cause, reason.since, reason.until) == ("b1", on("02-26 12:00"), on("03-05 12:00"))
    assert reason.message_zh == "账号已被禁言：自2026年2月26日 12:00起，至2026年3月5日 12:00止（b1，第九条）"
    assert reason.lifted_by_zh == "到期、缩短期限或撤销该禁言"
    assert verdict.until == verdict.valid_until == on("03-05 12:00")
    assert publish({}, account.pruned, on("03-05 12:00")).answer == "allowed"


def test_the_account_comes_first_then_the_articles() -> None:
    """A ban stands above everything the draft lacks, and that stands by article and by place in the draft."""
    verdict = publish(
        {
            "anonymous": True,
            "fictional": True,
            "old_event": {"time": "2019"},
            "media": [{"kind": "synthetic"}],
            "topics": ["social_event"],
            "fields": ["finance", "justice"],
        },
        banned().pruned,
    )

    assert wanting(verdict) == [
        (9, "ban", ""),
        (2, "uncertified_field", "fields[1]"),
        (3, "missing_source", "source"),
        (3, "unlabelled_synthetic", "media[0].marked"),
        (3, "undated_old_news", "old_event.place"),
        (4, "anonymous_publishing", "anonymous"),
        (5, "unlabelled_fiction", "fiction_label"),
    ]
    assert verdict.until == "never"


def test_the_draft_waits_for_the_last_thing_in_its_way() -> None:
    """`until` is when nothing at all is in the way: the ban is over and the footage is no longer of the future."""
    account = banned()
    draft = {"media": [{**OWN, "shot_at": "2026-03-09T00:05:00+08:00"}]}

    verdict = publish(draft, account.pruned)
    assert verdict.until == on("03-09")
    assert verdict.valid_until == on("03-05 12:00")
    assert publish(draft, account.pruned, on("03-09")).answer == "allowed_with_labels"


def test_a_closed_account_gets_no_service() -> None:
    """A closure is final and is named before a ban that still runs."""
    account = banned()
    account.do(Close(id="x1", category=FOR_FABRICATION), on("02-28"))
    verdict = publish({}, account.pruned)

    assert [(reason.article, reason.code) for reason in verdict.reasons] == [(4, "closure"), (9, "ban")]
    assert verdict.until == "never"


def test_what_profit_is_denied_does_not_touch_publishing() -> None:
    """A violation that closes the clean window leaves the gate's answer as it was, and as long valid."""
    account = Account()
    account.do(RecordViolation(id="v1", category=FOR_FABRICATION), on("02-01"))
    verdict = publish({}, account.pruned)

    assert (verdict.answer, verdict.valid_until) == ("allowed", None)


def closing(privilege: str, kind: RestrictionKind = RestrictionKind.SUSPENSION) -> Restriction:
    interval = Interval(start=on("02-01"), end=on("04-01"))
    return Restriction(privilege=privilege, interval=interval, kind=kind, article=10, cause="r1")


def test_an_account_that_is_not_recommended_may_publish_within_limits() -> None:
    """Where only being recommended is closed, the draft is allowed and limited, with the reason and its end."""
    standing = Account().pruned.model_copy(update={"restrictions": (closing(BE_RECOMMENDED),)})
    verdict = publish({}, standing)
    (limit,) = verdict.limits

    assert (verdict.answer, verdict.limited, verdict.valid_until) == ("allowed", True, on("04-01"))
    assert (limit.article, limit.code, limit.cause, limit.until) == (10, "suspension", "r1", on("04-01"))
    assert limit.message_zh.startswith("推荐权限已暂停")


@pytest.mark.parametrize("kind", RestrictionKind)
@pytest.mark.parametrize("privilege", [SERVICE, PUBLISH, *map(publish_in, Field)])
def test_every_restriction_has_its_words(privilege: str, kind: RestrictionKind) -> None:
    """Whatever kind of restriction closes whatever publishing needs, it is explained in Chinese with its remedy."""
    restriction = closing(privilege, kind)
    standing = Account().pruned.model_copy(update={"restrictions": (restriction,)})
    reason = publish({"fields": list(Field)}, standing).reasons[0]

    assert (reason.code, reason.cause, reason.until) == (kind, "r1", on("04-01"))
    assert "2026年4月1日 00:00" in reason.message_zh
    assert reason.lifted_by_zh


def test_an_account_without_growth_is_not_limited() -> None:
    """That an account may gain no followers says nothing about how far a piece is spread."""
    standing = Account().pruned.model_copy(update={"restrictions": (closing(GAIN_FOLLOWERS),)})

    assert not publish({}, standing).limited


def test_a_field_closed_by_a_restriction_is_the_account_s_reason() -> None:
    """A restriction on one field stands among the account's reasons, at the field's place, and leaves others open."""
    standing = certified().pruned
    standing = standing.model_copy(update={"restrictions": (closing(publish_in(Field.FINANCE), RestrictionKind.BAN),)})

    assert wanting(publish({"fields": ["finance"], "anonymous": True}, standing)) == [
        (10, "ban", "fields[0]"),
        (4, "anonymous_publishing", "anonymous"),
    ]
    assert publish({}, standing).answer == "allowed"


def test_reasons_of_the_account_are_ranked_together() -> None:
    """What is cancelled in one field stands above the ban on all publishing, by the precedence of any verdict."""
    standing = banned().pruned
    cancelled = closing(publish_in(Field.FINANCE), RestrictionKind.CANCELLATION)
    standing = standing.model_copy(update={"restrictions": (*standing.restrictions, cancelled)})

    assert wanting(publish({"fields": ["finance"]}, standing)) == [(10, "cancellation", "fields[0]"), (9, "ban", "")]


def test_before_its_registration_nobody_publishes() -> None:
    """An instant before the account existed is refused until its registration."""
    standing = Account(on("01-01 09:00")).standing
    verdict = publish({}, standing, on("01-01 08:59"))

    assert [reason.article for reason in verdict.reasons] == [7]
    assert verdict.until == verdict.valid_until == on("01-01 09:00")
    assert verdict.reasons[0].message_zh == "账号于2026年1月1日 09:00才注册"


def test_a_standing_without_its_past_is_not_asked_about_it() -> None:
    """Rather than a wrong answer about the past there is an error."""
    account = banned()

    with pytest.raises(PastNotKeptError):
        publish({}, account.pruned, on("02-01"))
    assert publish({}, account.standing, on("02-01")).answer == "allowed"


# --- reasons as a whole -----------------------------------------------------------------------------------------------

EVERYTHING_LACKING = {
    "fields": ["finance", "education", "healthcare", "justice"],
    "topics": ["current_affairs", "public_policy", "social_event"],
    "media": [{"kind": "self_shot"}, {"kind": "synthetic"}],
    "old_event": {},
    "fictional": True,
    "anonymous": True,
}


def test_every_code_is_the_violation_it_would_be() -> None:
    """What the draft lacks is coded as the violation that publishing it would be, under that violation's article."""
    reasons = publish(EVERYTHING_LACKING).reasons

    assert {reason.code for reason in reasons} == {
        Category.UNCERTIFIED_FIELD,
        Category.MISSING_SOURCE,
        Category.MISSING_SHOT_INFO,
        Category.UNLABELLED_SYNTHETIC,
        Category.UNDATED_OLD_NEWS,
        Category.ANONYMOUS_PUBLISHING,
        Category.UNLABELLED_FICTION,
    }
    for reason in reasons:
        assert reason.article == CATEGORIES[Category(reason.code)].article


def test_every_reason_speaks_both_languages() -> None:
    """Each reason says what is wrong and what would be right, in English and in Chinese."""
    for reason in chain(publish(EVERYTHING_LACKING).reasons, publish({}, banned().pruned).reasons):
        for english in (reason.message, reason.lifted_by):
            assert english
            assert english.isascii()
        for chinese in (reason.message_zh, reason.lifted_by_zh):
            assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


def test_the_verdict_goes_out_and_comes_back_as_json() -> None:
    """What is sent is read back as the same verdict, whatever the answer."""
    allowed = publish({"fields": ["finance"], "media": [OWN, MADE], "disputed": True}, certified().pruned)
    for verdict in (publish({}), allowed, publish(EVERYTHING_LACKING, banned().pruned)):
        assert PublishVerdict.model_validate_json(verdict.model_dump_json()) == verdict


# --- random accounts and drafts ---------------------------------------------------------------------------------------

blank = st.sampled_from([None, ""])
places = st.one_of(blank, st.just("大理"))
clocks = st.one_of(st.none(), st.sampled_from(["2020-05-01T08:00:00Z", "2028-02-10T10:00:00+08:00"]))
media = st.fixed_dictionaries(
    {"kind": st.sampled_from(["self_shot", "synthetic", "quoted"])},
    optional={
        "shot_at": clocks,
        "place": places,
        "marked": st.booleans(),
        "detection": st.sampled_from([None, "possible", "suspected"]),
    },
)
events = st.fixed_dictionaries(
    {}, optional={"time": st.sampled_from([None, "", "2019", "2028-02", "2027-12-24"]), "place": places}
)
drafts = st.fixed_dictionaries(
    {},
    optional={
        "fields": st.lists(st.sampled_from(["finance", "justice"]), max_size=2),
        "topics": st.lists(st.sampled_from(["current_affairs", "social_event"]), max_size=2),
        "source": st.sampled_from([None, " ", "新华社", {"name": "新华社", "link": "https://example.com/"}]),
        "media": st.lists(media, max_size=3),
        "old_event": st.one_of(st.none(), events),
        "fictional": st.booleans(),
        "fiction_label": st.booleans(),
        "disputed": st.booleans(),
        "anonymous": st.booleans(),
    },
)
some = settings(deadline=None, max_examples=examples(100))


def happened(time: str) -> datetime:
    """The first instant of a stated time, found by writing the rest of it out."""
    whole = time if "T" in time else f"{time}-01-01"[:10] + "T00:00:00+08:00"
    return datetime.fromisoformat(whole)


def naively_lacking(written: dict[str, Any], at: datetime) -> set[tuple[int, str]]:
    """What articles 3 to 5 have against the draft as it was written, by reading it key by key."""
    found: set[tuple[int, str]] = set()
    source = written.get("source")
    if written.get("topics") and (source is None or source == " "):
        found.add((3, "source"))
    for number, medium in enumerate(written.get("media", [])):
        own, made = medium["kind"] == "self_shot", medium["kind"] == "synthetic"
        shot = medium.get("shot_at")
        if own and (not shot or happened(shot) > at + timedelta(minutes=5)):
            found.add((3, f"media[{number}].shot_at"))
        if own and not medium.get("place"):
            found.add((3, f"media[{number}].place"))
        if made and not medium.get("marked"):
            found.add((3, f"media[{number}].marked"))
    event = written.get("old_event")
    if event is not None:
        if not event.get("time") or happened(event["time"]) > at:
            found.add((3, "old_event.time"))
        if not event.get("place"):
            found.add((3, "old_event.place"))
    if written.get("anonymous"):
        found.add((4, "anonymous"))
    if written.get("fictional") and not written.get("fiction_label"):
        found.add((5, "fiction_label"))
    return found


def naively_refused(oracle: Oracle, written: dict[str, Any], at: datetime) -> bool:
    """May the account not publish at all, or not in a field of the draft, or does the draft lack anything?"""
    fields = written.get("fields", [])
    shut = not oracle.may("publish", at) or any(not oracle.may(f"publish.{field}", at) for field in fields)
    return shut or bool(naively_lacking(written, at))


def naively_labelled(written: dict[str, Any]) -> set[str]:
    """The kinds of label that the draft, should it be allowed, is shown with."""
    found = {"field"} if written.get("fields") else set()
    if written.get("topics"):
        found.add("source")
    for medium in written.get("media", []):
        if medium["kind"] == "self_shot":
            found.add("shot_info")
        if medium.get("marked") or medium.get("detection"):
            found.add("synthetic")
    if written.get("old_event") is not None:
        found.add("event_time_place")
    found |= {"fiction"} if written.get("fictional") else set()
    return found | ({"disputed"} if written.get("disputed") else set())


def lived(moves: list[Move]) -> tuple[Account, Oracle]:
    life = Life()
    for move in moves:
        life.make(move)
    return life.account, Oracle(life.account.facts)


@some
@given(histories, drafts, st.integers(-3, 400))
def test_against_a_second_opinion(moves: list[Move], written: dict[str, Any], after: int) -> None:
    """On random accounts and drafts the answer, what is lacking, the labels and the limit are those that a naive
    reading of facts and draft gives.
    """
    account, oracle = lived(moves)
    at = account.pruned.registered_at + timedelta(days=after)
    verdict = publish(written, account.standing, at)
    labels = naively_labelled(written)

    assert (verdict.answer == "refused") == naively_refused(oracle, written, at)
    lacking = {(article, where) for article, code, where in wanting(verdict) if article in {3, 4, 5} and where}
    assert lacking == naively_lacking(written, at)
    if verdict.answer != "refused":
        assert verdict.answer == ("allowed_with_labels" if labels else "allowed")
        assert {kind for kind, _ in shown_on(verdict)} == labels
        assert verdict.limited == (bool(written.get("disputed")) or not oracle.may("be_recommended", at))


@some
@given(histories, drafts, st.integers(-3, 400))
def test_until_is_the_first_instant_at_which_it_would_be_allowed(
    moves: list[Move], written: dict[str, Any], after: int
) -> None:
    """Of all instants at which anything turns, `until` is the first at which the naive reading refuses no longer."""
    account, oracle = lived(moves)
    at = account.pruned.registered_at + timedelta(days=after)
    stated = [medium["shot_at"] for medium in written.get("media", []) if medium.get("shot_at")]
    event = written.get("old_event") or {}
    turns = {
        *oracle.turns_after(at),
        *(happened(time) - timedelta(minutes=5) for time in stated),
        *(happened(time) for time in [event.get("time")] if time),
    }
    instants = [at, *sorted(turn.astimezone(CHINA) for turn in turns if turn > at)]
    opens = next((instant for instant in instants if not naively_refused(oracle, written, instant)), None)
    verdict = publish(written, account.standing, at)

    if verdict.answer == "refused":
        assert verdict.until == ("never" if opens is None else opens)
    else:
        assert verdict.until is None


@some
@given(histories, drafts, st.integers(-3, 400), st.floats(0, 1))
def test_the_answer_holds_as_long_as_it_says(
    moves: list[Move], written: dict[str, Any], after: int, part: float
) -> None:
    """Until `valid_until` the whole answer stays the same, but for the instant it was given at."""
    account, _ = lived(moves)
    at = account.pruned.registered_at + timedelta(days=after)
    verdict = publish(written, account.standing, at)
    end = verdict.valid_until or at + timedelta(days=4000)
    for later in (at + (end - at - MICROSECOND) * part, end - MICROSECOND):
        assert publish(written, account.standing, later) == verdict.model_copy(update={"at": later})


def completed(written: dict[str, Any], which: set[str]) -> dict[str, Any]:
    """The draft with some of what articles 3 to 5 can find missing added to it."""
    draft = dict(written)
    if "source" in which and not isinstance(draft.get("source"), dict):
        draft["source"] = "新华社"
    if "media" in which:
        draft["media"] = [
            {**medium, "shot_at": "2020-05-01T08:00:00Z", "place": "大理", "marked": True}
            for medium in draft.get("media", [])
        ]
    if "event" in which and draft.get("old_event") is not None:
        draft["old_event"] = {"time": "2019", "place": "成都"}
    if "fiction" in which:
        draft["fiction_label"] = True
    if "name" in which:
        draft["anonymous"] = False
    return draft


@some
@given(
    histories, drafts, st.integers(0, 400), st.sets(st.sampled_from(["source", "media", "event", "fiction", "name"]))
)
def test_adding_what_is_missing_never_hurts(
    moves: list[Move], written: dict[str, Any], after: int, which: set[str]
) -> None:
    """A draft that states more is refused for no reason it was not refused for before."""
    account, _ = lived(moves)
    at = account.pruned.registered_at + timedelta(days=after)
    before = publish(written, account.standing, at)
    completer = publish(completed(written, which), account.standing, at)

    assert set(wanting(completer)) <= set(wanting(before))


@some
@given(drafts, st.randoms())
def test_the_order_of_media_changes_nothing(written: dict[str, Any], chance: Any) -> None:
    """Shuffled media bring the same reasons and the same labels, each at the new place of its medium."""
    order = list(range(len(written.get("media", []))))
    chance.shuffle(order)
    shuffled = {**written, "media": [written["media"][index] for index in order]} if order else written

    def moved(where: str) -> str:
        for new, old in enumerate(order):
            if where.startswith(f"media[{new}]"):
                return where.replace(f"[{new}]", f"[{old}]", 1)
        return where

    one, other = publish(written), publish(shuffled)
    assert one.answer == other.answer
    assert set(wanting(one)) == {(article, code, moved(where)) for article, code, where in wanting(other)}
    assert set(shown_on(one)) == {(kind, moved(where)) for kind, where in shown_on(other)}


@some
@given(drafts, st.integers(-3, 400))
def test_reasons_stand_in_the_order_of_articles_and_of_the_draft(written: dict[str, Any], after: int) -> None:
    """What a draft lacks is always named by article, and within one as the draft is written."""
    parts = ["fields", "source", "media", "old_event.time", "old_event.place", "anonymous", "fiction_label"]

    def place(where: str) -> tuple[int, int, int]:
        part, _, rest = where.partition("[")
        index, _, key = rest.partition("].")
        return parts.index(part), int(index.rstrip("]") or 0), ["", "shot_at", "place", "marked"].index(key)

    reasons = wanting(publish(written, at=on("01-02") + timedelta(days=abs(after))))
    assert reasons == sorted(reasons, key=lambda reason: (reason[0], place(reason[2])))


repetitions = st.lists(
    st.builds(
        Repeated,
        rumour=st.just("r1"),
        label_zh=st.just("谣言"),
        label_en=st.just("Rumour"),
        stance=st.sampled_from(Stance),
    ),
    max_size=2,
).map(tuple)


@some
@given(histories, drafts, repetitions, st.integers(-3, 400))
def test_the_outcome_alone_is_that_of_the_verdict(
    moves: list[Move], written: dict[str, Any], repeated: tuple[Repeated, ...], after: int
) -> None:
    """Without its words, a verdict has the same answer and holds as long; and of an account that may publish always,
    the draft without a field decides alone.
    """
    account, _ = lived(moves)
    at = account.pruned.registered_at + timedelta(days=after)
    draft = Draft.model_validate(written)
    verdict = decide_publish(account.standing, draft, at, repeated)
    unhindered = decide_publish(Account().pruned, draft, NOW + timedelta(days=after), repeated)

    assert publish_outcome(account.standing, draft, at, repeated) == (verdict.answer, verdict.valid_until)
    if not draft.fields:
        alone = draft_outcome(draft, NOW + timedelta(days=after), unhindered.name, repeated)
        assert alone == (unhindered.answer, unhindered.valid_until)


@pytest.mark.parametrize("name", ["山野厨房", "山野厨房微博", "网络", "山·野 厨房", "微博", "！！", "（山野厨房）"])
@pytest.mark.parametrize("own_name", ["山野厨房", "（山）野厨房", "！！", "网", "微博", "房"])
def test_an_own_name_in_a_source_is_found_however_it_is_written(name: str, own_name: str) -> None:
    """The account's own name makes a difference where its folded form is part of the source's, and only there."""
    forms = _forms(name)
    own = fold(own_name)
    assert no_source(name, own_name) == _no_source(name, own if own and any(own in form for form in forms) else "")
