"""The format: what it reads, and that each error names the file, the line, what is wrong and what would be right."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from documents.document import MalformedError, parse
from models.accounts.commands import CancelMonetization, Certify, Close, ImposeBan
from models.gate.publishing import LabelKind
from models.instants import SHANGHAI
from models.words.violations import Category
from regulation.tables.parameters import Between
from scenarios.format import load, loads
from scenarios.steps import Action, AskDraft, AskEligible, AskPrivilege, ExpectedAnswer, ExpectedGate, Review

NINE = datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)
REGISTER = "register: {account: a1, kind: individual, holder: h1, name: 山野厨房}"


def document(*steps: str, top: str = "title: A case.") -> str:
    return "\n".join([top, "steps:", *(f"  - {step}" for step in steps)]) + "\n"


def at(step: str, time: str = "2026-03-01T09:00+08:00") -> str:
    return f"{{at: {time}, {step}}}"


def problems(text: str) -> list[str]:
    with pytest.raises(MalformedError) as caught:
        loads(text, "case.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-01T09:00+08:00", NINE),
        ("2026-03-01T09:00:00+08:00", NINE),
        ("'2026-03-01T09:00:00+08:00'", NINE),
        ("2026-03-01T01:00:00Z", NINE),
        ("2026-03-01t01:00:00z", NINE),
        ("2026-02-28T20:00-05:00", NINE),
        ("2026-03-01 09:00:00 +08:00", NINE),
        ("2026-03-01 09:00:00+08", NINE),
        ("2026-03-01 9:00:00 +8", NINE),
        ("2026-3-1 09:00:00 +0800", NINE),
        ("2026-03-01T09:00:00.250000+08:00", NINE.replace(microsecond=250_000)),
    ],
)
def test_a_time_is_read_with_its_offset(written: str, meant: datetime) -> None:
    """Whether a YAML reader would take it for text or for a timestamp, the instant and its offset are kept."""
    (step,) = loads(document(at(REGISTER, written))).steps

    assert step.at == meant
    assert step.at.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-03-01T09:00", "the time has no offset: write it as 2026-03-01T09:00:00+08:00"),
        ("2026-03-01 09:00:00", "the time has no offset: write it as 2026-03-01T09:00:00+08:00"),
        ("'2026-03-01T09:00:00'", "the time has no offset: write it as 2026-03-01T09:00:00+08:00"),
        ("2026-03-01", "'2026-03-01' is not a time: write RFC 3339 with an offset, such as 2026-03-01T09:00+08:00"),
        ("1772326800", "'1772326800' is not a time"),
        ("soon", "'soon' is not a time"),
        ("2026-02-30T09:00+08:00", "day value is outside expected range"),
        ("2026-03-01T24:30+08:00", "Input should be a valid datetime"),
        ("1970-01-01T00:00Z", "the time must lie between 1992-01-01 and 2999-12-31"),
        ("", "None is not a time"),
        ("[1]", "is not a time"),
    ],
)
def test_a_time_without_offset_or_that_is_none_is_an_error(written: str, says: str) -> None:
    """No time is guessed: what has no offset or does not exist is refused at its line."""
    (problem,) = problems(document(at(REGISTER, written)))

    assert problem.startswith("case.yaml:3: ")
    assert says in problem


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            document(at("registr: {account: a1}")),
            3,
            "unknown step 'registr' (did you mean 'register'?): one of register",
        ),
        (document(at(REGISTER + ", outcom: active")), 3, "unknown key 'outcom' (did you mean 'outcome'?)"),
        (
            document("at: 2026-03-01T09:00+08:00\n    register:\n      account: a1\n      kinds: individual"),
            6,
            "unknown key 'kinds' (did you mean 'kind'?): register takes account, kind, holder, name, [fields], [bio]",
        ),
        (document(at("register: {account: a1, kind: individual, holder: h1}")), 3, "register lacks 'name'"),
        (document(REGISTER), 3, "the step register lacks 'at'"),
        (document("at: 2026-03-01T09:00+08:00"), 3, "nothing happens in this step: write one of register"),
        (document(at(REGISTER + ", close: {account: a1}")), 3, "the step has register and close: make each a step"),
        (document(at(REGISTER + ", outcome: fine")), 3, "Input should be 'active', 'held', 'changed'"),
        (
            document(at(REGISTER.replace("individual", "person"))),
            3,
            "kind: Input should be 'individual' or 'enterprise'",
        ),
        (document(at(REGISTER.replace("a1", "a/1"))), 3, "account: String should match pattern"),
        (document(at(REGISTER + ", as_of: 2026-03-01T09:00+08:00")), 3, "unknown key 'as_of'"),
        (
            document(at("ban: {account: a1, id: b, category: recycled, duration: P1D}")),
            3,
            "category: Input should be 'impersonation'",
        ),
        (
            document(at("ban: {account: a1, id: b, category: fabrication, duration: P1M}")),
            3,
            "duration: 'P1M' is not a duration we can multiply exactly: use weeks, days",
        ),
        (
            document(at("ban: {account: a1, id: b, category: fabrication, duration: P0D}")),
            3,
            "must be longer than zero",
        ),
        (document(at("ban: {account: a1, id: b, category: fabrication, duration: 7}")), 3, "'7' is not a duration"),
        (
            document(at("ban: {account: a1, id: b, category: fabrication, duration: P1D, factor: double}")),
            3,
            "factor: Input should be a valid decimal (got 'double')",
        ),
        (
            document(
                at("certify: {account: a1, id: c, field: sport, valid_from: 2026-03-01, valid_until: 2026-03-02}")
            ),
            3,
            "field: Input should be 'finance', 'education', 'healthcare' or 'justice' (got 'sport')",
        ),
        (
            document(at("certify: {account: a1, id: c, field: finance, valid_from: today, valid_until: 2026-03-02}")),
            3,
            "'today' is not a date: write year, month and day, such as 2026-03-01",
        ),
        (
            document(
                at("certify: {account: a1, id: c, field: finance, valid_from: 2026-03-02, valid_until: 2026-03-01}")
            ),
            3,
            "valid_until 2026-03-01 lies before valid_from 2026-03-02",
        ),
        (
            document(
                at("certify: {account: a1, id: c, field: finance, valid_from: 2026-03-02, valid_until: 9999-12-31}")
            ),
            3,
            "the date must lie between 1992-01-01 and 2999-12-30",
        ),
        (
            document(at("apply_monetization: {account: a1, methods: []}")),
            3,
            "methods: Tuple should have at least 1 item",
        ),
        (
            document(at("apply_monetization: {account: a1, methods: [adverts]}")),
            3,
            "methods.0: Input should be 'advert",
        ),
        (document(at("review: {account: a1, decision: maybe}")), 3, "decision: Input should be 'approve' or 'reject'"),
        (
            document(at("ask: publsh, account: a1, answer: allowed")),
            3,
            "unknown question 'publsh' (did you mean 'publish'",
        ),
        (document(at("ask: publish, account: a1")), 3, "the question expects nothing: say which answer it must get"),
        (document(at("ask: publish, account: a1, answer: yes")), 3, "answer: Input should be 'allowed' or 'refused'"),
        (document(at("ask: publish, account: a1, answer: allowed, outcome: done")), 3, "has an answer, not an outcome"),
        (document(at("ask: publish, account: a1, answer: allowed, article: 9")), 3, "article goes with a refusal"),
        (document(at("ask: publish, account: a1, method: advertising, answer: allowed")), 3, "unknown key 'method'"),
        (
            document(at("ask: publish, account: a1, answer: refused, until: 2026-03-01T09:00")),
            3,
            "the time has no offset",
        ),
        (document(at("ask: eligible, account: a1, method: advertising")), 3, "lacks 'eligible_at'"),
        (document(at("ask: service, account: a1, draft: {}, answer: allowed")), 3, "a draft goes with ask: publish"),
        (
            document(at("ask: publish, account: a1, draft: {topic: x}, answer: allowed")),
            3,
            "topic: Extra inputs are not permitted",
        ),
        (
            document(
                "at: 2026-03-01T09:00+08:00\n    ask: publish\n    account: a1\n    answer: allowed\n    draft:\n"
                "      media:\n        - {kind: quoted}\n        - kind: self_shot\n"
                "          shot_at: 2026-03-01 09:00:00"
            ),
            11,
            "media.1.shot_at: the time has no offset",
        ),
        (
            document(at("ask: publish, account: a1, draft: {old_event: {time: long ago}}, answer: allowed")),
            3,
            "old_event.time: write when it happened as exactly as it is known, such as",
        ),
        (document("[1, 2]"), 3, "a step must be a mapping such as {key: value}"),
        (document("register: a1\n    at: 2026-03-01T09:00+08:00"), 3, "register must be a mapping"),
        (document(at(REGISTER), top="titel: A case."), 1, "unknown key 'titel' (did you mean 'title'?)"),
        (document(at(REGISTER), top="title: ''"), 1, "String should have at least 1 character"),
        (document(at(REGISTER), top="title: A case.\narticles: nine"), 2, "Input should be a valid tuple"),
        ("title: A case.\nsteps: []\n", 2, "steps is empty: write at least one step"),
        ("title: A case.\nsteps: none\n", 2, "steps must be a list"),
        ("title: A case.\n", 1, "a scenario lacks 'steps'"),
        ("", 1, "is empty"),
        ("- 1\n", 1, "a scenario must be a mapping"),
        ("title: A case.\ntitle: Another.\nsteps: []\n", 2, "'title' occurs twice in a scenario: keep one"),
        ("title: A case.\nsteps:\n  - {at: 2026\n", 4, "is not YAML"),
        ("title: A case.\n\tsteps: []\n", 2, "is not YAML"),
        ("title: A case.\nsteps: []\n---\ntitle: B\n", 3, "is not YAML"),
        ("title: A \x00case.\nsteps: []\n", 1, "is not YAML: special characters are not allowed"),
        ("title: !!python/name:os.system x\nsteps: []\n", 1, "the tag tag:yaml.org,2002:python/name:os.system is not"),
        ("title: A case.\nsteps: &s [*s]\n", 2, "refers to itself"),
        ("title: A case.\n? [a, b]\n: 1\n", 1, "a key must be a plain word"),
    ],
)
def test_what_is_malformed_says_where_and_what_would_be_right(text: str, line: int, says: str) -> None:
    """A file that is wrong in one thing is refused, at the line where it is wrong."""
    found = problems(text)

    assert any(problem.startswith(f"case.yaml:{line}: ") and says in problem for problem in found), found


def test_a_step_may_not_lie_before_the_one_above_it() -> None:
    """The steps stand in time order, whatever offsets they are written with; the same instant twice is in order."""
    early, late = at(REGISTER, "2026-03-01T01:00Z"), at("close: {account: a1}", "2026-03-01T08:59:59+08:00")

    assert problems(document(early, late)) == [
        "case.yaml:4: at 2026-03-01T08:59:59+08:00 lies before the step above it (2026-03-01T09:00:00+08:00 in line "
        "3): put the steps in time order"
    ]
    assert len(loads(document(late.replace("08:59:59", "09:00"), early)).steps) == 2


def test_one_run_tells_everything_that_is_wrong() -> None:
    """Problems in several steps come together, in the order of their lines."""
    text = document(
        at("ban: {account: a1}"), at("ask: publsh, account: a1, answer: allowed"), at("cloze: {account: a1}")
    )

    assert [problem.partition(": ")[0] for problem in problems(text)] == [
        *["case.yaml:3"] * 3,
        "case.yaml:4",
        "case.yaml:5",
    ]


def test_steps_become_commands() -> None:
    """A step is the command of the vocabulary, with exact numbers, and numbered where the format has no identifier."""
    steps = loads(
        document(
            at("ban: {account: a1, id: 7, category: fabrication, duration: PT12H, factor: 2.10, }"),
            at("certify: {account: a1, id: c, field: finance, valid_from: 2026-03-01, valid_until: 2026-12-31}"),
            at("cancel_monetization: {account: a1}"),
            at("close: {account: a1, category: public_order}, outcome: done"),
            at("review: {account: a1, decision: reject}, outcome: refused"),
        )
    ).steps
    ban, certify, cancel, close, review = steps

    assert isinstance(ban, Action)
    assert ban.command == ImposeBan(
        id="7", category=Category.FABRICATION, duration=timedelta(hours=12), factor=Decimal("2.10")
    )
    assert isinstance(certify, Action)
    assert isinstance(certify.command, Certify)
    assert certify.command.valid_until == date(2026, 12, 31)
    assert isinstance(cancel, Action)
    assert cancel.command == CancelMonetization(id="cancellation-3")
    assert isinstance(close, Action)
    assert close.command == Close(id="closure-4", category=Category.PUBLIC_ORDER)
    assert close.outcome == "done"
    assert isinstance(review, Review)
    assert (review.decision, review.outcome, review.place.line) == ("reject", "refused", 7)


def test_questions_keep_what_they_expect() -> None:
    """What a question does not say is not compared, and `never` is an answer of its own."""
    steps = loads(
        document(
            at("ask: publish.finance, account: a1, answer: refused, articles: [9, 2], until: never"),
            at("ask: eligible, account: a1, method: ecommerce, eligible_at: never, as_of: 2026-02-01T00:00Z"),
            at(
                "ask: publish, account: a1, labels: [source], "
                "draft: {media: [{kind: self_shot, place: 大理}], disputed: true}"
            ),
        )
    ).steps
    privilege, eligible, draft = steps

    assert isinstance(privilege, AskPrivilege)
    assert privilege.expected == ExpectedAnswer(answer="refused", articles=frozenset({2, 9}), until="never")
    assert privilege.as_of is None
    assert isinstance(eligible, AskEligible)
    assert eligible.eligible_at == "never"
    assert eligible.as_of == datetime(2026, 2, 1, tzinfo=UTC)
    assert isinstance(draft, AskDraft)
    assert draft.draft.media[0].place == "大理"
    assert draft.draft.disputed
    assert draft.expected == ExpectedGate(labels=frozenset({LabelKind.SOURCE}))


def test_parameters_change_the_rulebook() -> None:
    """A scenario may change a number of the notice from a day on; the numbers before that day stay."""
    top = (
        "title: A case.\nparameters:\n"
        "  - {name: suspension_factor, since: 2027-01-01, value: [3, 4], article: 9}\n"
        "  - {name: clean_months, since: 2027-02-01, value: 6}"
    )
    rulebook = loads(document(at(REGISTER), top=top)).rulebook

    assert rulebook.suspension_factor.at(NINE) == Between(Decimal(2), Decimal(3))
    assert rulebook.suspension_factor.at(NINE.replace(year=2027)) == Between(Decimal(3), Decimal(4))
    assert rulebook.clean_months.at(datetime(2027, 1, 31, 23, tzinfo=SHANGHAI)) == 3
    assert rulebook.clean_months.at(datetime(2027, 2, 1, tzinfo=SHANGHAI)) == 6


@pytest.mark.parametrize(
    ("parameter", "says"),
    [
        ("{name: factor, since: 2027-01-01, value: 3}", "unknown parameter 'factor'"),
        ("{name: clean_months, since: 2027-01-01, value: 6, article: 9}", "clean_months belongs to article 8"),
        ("{name: clean_months, since: 2023-07-10, value: 6}", "must hold from a day after 2023-07-10"),
        ("{name: clean_months, since: 2027-13-01, value: 6}", "Input should be a valid date"),
        ("{name: clean_months, since: 2027-01-01, value: six}", "Input should be a valid integer"),
        ("{name: clean_months, since: 2027-01-01, value: -1}", "-1 must be a number from 0 to 1200"),
        ("{name: suspension_factor, since: 2027-01-01, value: 3}", "Input should be a valid tuple"),
        ("{name: suspension_factor, since: 2027-01-01, value: [4, 3]}", "[4, 3] must be a range, the smaller first"),
        ("{name: clean_months, value: 3}", "a parameter lacks 'since'"),
    ],
)
def test_a_wrong_parameter_is_an_error(parameter: str, says: str) -> None:
    """A change of the rule that names no number of the notice, or rewrites its past, is refused at its line."""
    (problem,) = problems(document(at(REGISTER), top=f"title: A case.\nparameters:\n  - {parameter}"))

    assert problem.startswith("case.yaml:3: ")
    assert says in problem


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and one that is not UTF-8 are malformed like any other, with their name."""
    binary = tmp_path / "latin.yaml"
    binary.write_bytes("title: A case.\nsteps: [Käse]\n".encode("latin-1"))

    with pytest.raises(MalformedError, match=r"absent\.yaml:1: cannot be read"):
        load(tmp_path / "absent.yaml")
    with pytest.raises(MalformedError, match=r"latin\.yaml:2: is not UTF-8 text: save it as UTF-8"):
        load(binary)


@pytest.mark.parametrize("opened", ["[", "{a: "])
@pytest.mark.parametrize("levels", [60, 400, 20_000])
def test_endless_nesting_is_refused_in_words(opened: str, levels: int) -> None:
    """However deep, in lists and in mappings: with the line, and no traceback."""
    text = "title: deep\nsteps:\n  " + opened * levels + ("]" if opened == "[" else "}") * levels

    with pytest.raises(MalformedError) as refused:
        parse(text, "deep.yaml")

    assert str(refused.value).startswith("deep.yaml:3: is nested too deeply: write at most 50")


@pytest.mark.parametrize("written", ['"\\u202e报日民人"', '"\\uffff"', '"\\e[31m"', '"\\u2028"'])
def test_a_text_that_misleads_is_refused_at_its_line(written: str) -> None:
    """Whatever the file is for: a scenario, a catalogue."""
    with pytest.raises(MalformedError) as refused:
        parse(f"title: t\nname: {written}\n", "ugly.yaml")

    assert str(refused.value).startswith("ugly.yaml:2: ")
