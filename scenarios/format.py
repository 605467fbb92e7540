"""Parsing of a YAML document to a scenario. Every error names file, line, fault and remedy."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from pydantic import StringConstraints, TypeAdapter

from documents import document
from documents.document import MalformedError, Part, Problem
from documents.reading import Form, Gathering, filled_in, meant, read, spelt, validated, values
from models.accounts import commands as c
from models.accounts.commands import Command, Outcome
from models.gate.drafts import Draft
from models.words.privileges import ASKABLE, PUBLISH
from models.words.sanctions import MeasureKind
from regulation.catalogue.rulebook import IN_FORCE
from scenarios.parameters import rulebook_in
from scenarios.rumour_steps import AskRumour, ExpectedRumour, RumourStep
from scenarios.steps import (
    Action,
    Appeal,
    AskDraft,
    AskEligible,
    AskPrivilege,
    CorrectCase,
    CorrectReview,
    DecideAppeal,
    DecideCase,
    ExpectedAnswer,
    ExpectedGate,
    Propose,
    Question,
    Review,
    Scenario,
    Step,
)


class CommandForm(NamedTuple):
    """Step that gives a command: the keys of its arguments, and the command made of them (without the account)."""

    form: Form
    command: Callable[[dict[str, Any]], Command]
    numbered: str | None = None
    """Prefix of the default identifier, which the step's number completes; None if the identifier is required."""


_MEASURES: Final[tuple[tuple[str, MeasureKind, tuple[str, ...]], ...]] = (
    ("warn", MeasureKind.WARNING, ()),
    ("limit_recommendation", MeasureKind.LIMIT_RECOMMENDATION, ("duration",)),
    ("freeze_growth", MeasureKind.FREEZE_GROWTH, ("duration",)),
    ("withhold_profit", MeasureKind.WITHHOLD_PROFIT, ("duration",)),
    ("remove_followers", MeasureKind.REMOVE_FOLLOWERS, ()),
    ("clear_followers", MeasureKind.CLEAR_FOLLOWERS, ()),
)
"""Steps that impose a measure: verb, measure, optional keys."""


_GROUNDS: Final = ("contents", "evidence", "occurred_at", "another_offence")
"""Optional keys of a finding that state its basis."""


def _finding(kind: type[Command]) -> Callable[[dict[str, Any]], Command]:
    """Constructor of the command, which moves the keys of `_GROUNDS` to its basis."""

    def command(arguments: dict[str, Any]) -> Command:
        said: dict[str, Any] = {key: arguments[key] for key in _GROUNDS if key in arguments}
        rest = {key: value for key, value in arguments.items() if key not in said}
        if "contents" in said:
            said["gained"] = {"contents": said.pop("contents")}
        return kind.model_validate({**rest, "basis": said} if said else rest)

    return command


def _measure(kind: MeasureKind) -> Callable[[dict[str, Any]], Command]:
    return lambda arguments: _finding(c.ImposeMeasure)({**arguments, "measure": kind})


_MATERIALS: Final = {"professional_qualification": "职业资格（已核验）"}
"""Default materials of a certification; every field accepts a professional qualification."""

ACTIONS: Final[Mapping[str, CommandForm]] = {
    "register": CommandForm(
        Form(("account", "kind", "holder", "name"), ("fields", "bio", "mcn")), c.Register.model_validate
    ),
    "change_name": CommandForm(Form(("account", "name")), c.ChangeName.model_validate),
    "certify": CommandForm(
        Form(("account", "id", "field", "valid_from", "valid_until"), ("materials",)),
        lambda arguments: c.Certify.model_validate({"materials": _MATERIALS, **arguments}),
    ),
    "revoke_certification": CommandForm(Form(("account", "id")), c.RevokeCertification.model_validate),
    "change_holder": CommandForm(Form(("account", "holder"), ("kind",)), c.ChangeHolder.model_validate),
    "apply_monetization": CommandForm(Form(("account", "methods")), c.ApplyMonetization.model_validate),
    "record_violation": CommandForm(Form(("account", "id", "category"), _GROUNDS), _finding(c.RecordViolation)),
    "ban": CommandForm(
        Form(("account", "id", "category", "duration"), ("factor", "follows", *_GROUNDS)), _finding(c.ImposeBan)
    ),
    "shorten_ban": CommandForm(Form(("account", "id", "duration")), c.ShortenBan.model_validate),
    "overturn": CommandForm(Form(("account", "id")), c.Overturn.model_validate),
    "violation": CommandForm(Form(("account", "id", "category"), _GROUNDS), _finding(c.Sanction)),
    **{
        verb: CommandForm(Form(("account", "id", "category"), (*allowed, "follows", *_GROUNDS)), _measure(kind))
        for verb, kind, allowed in _MEASURES
    },
    "shorten_measure": CommandForm(Form(("account", "id", "measure", "duration")), c.ShortenMeasure.model_validate),
    "lift_withholding": CommandForm(
        Form(("account", "id"), ("reason",)),
        lambda arguments: c.LiftWithholding.model_validate({"reason": "scenario", **arguments}),
    ),
    "network": CommandForm(
        Form(("account", "network", "name"), ("member", "sanctions")),
        lambda arguments: c.FollowNetwork.model_validate({"member": True, **arguments}),
    ),
    "reopen": CommandForm(Form(("account",)), c.Reopen.model_validate),
    "cancel_monetization": CommandForm(
        Form(("account",), ("id", "category", "follows", *_GROUNDS)),
        _finding(c.CancelMonetization),
        numbered="cancellation",
    ),
    "close": CommandForm(
        Form(("account",), ("id", "category", "follows", *_GROUNDS)), _finding(c.Close), numbered="closure"
    ),
}
"""Steps that give a command, by verb."""

CaseStep = Review | Appeal | DecideAppeal | Propose | DecideCase | RumourStep
CASES: Final[Mapping[str, tuple[Form, type[CaseStep]]]] = {
    "review": (Form(("account", "decision")), Review),
    "appeal": (Form(("account", "id")), Appeal),
    "correct_review": (Form(("account", "decision")), CorrectReview),
    "propose": (Form(("account", "id", "case"), ("category", "violation")), Propose),
    "decide_case": (Form(("account", "id", "decision")), DecideCase),
    "correct_case": (Form(("account", "id", "decision")), CorrectCase),
    "rumour": (Form(("id", "claim"), ("field", "terms", "contents", "other_than")), RumourStep),
    "rumour_contents": (Form(("id", "contents")), RumourStep),
    "verify_rumour": (Form(("id", "text"), ("link",)), RumourStep),
    "close_rumour": (Form(("id",)), RumourStep),
    "correct_rumour": (Form(("id",)), RumourStep),
    "reopen_rumour": (Form(("id",), ("other_than",)), RumourStep),
    "accuse": (Form(("id",), ("making", "spreading")), RumourStep),
    "decide_appeal": (Form(("account", "id", "decision"), ("duration", "measure")), DecideAppeal),
}
"""Steps about a case or a rumour, by verb."""

VERBS: Final = (*ACTIONS, *CASES, "ask")

_SCENARIO: Final = Form(("title", "steps"), ("articles", "parameters"))
_ASK_PRIVILEGE: Final = Form(
    ("at", "ask", "account"), ("answer", "article", "articles", "kind", "cause", "until", "about", "as_of")
)
_ASK_RUMOUR: Final = Form(("at", "ask", "id"), ("status", "orders"))
_ASK_DRAFT: Final = Form(("at", "ask", "account", "draft"), ("answer", "articles", "labels", "limited", "as_of"))
_ASK_ELIGIBLE: Final = Form(("at", "ask", "account", "method", "eligible_at"), ("as_of",))

_TITLE: Final[TypeAdapter[str]] = TypeAdapter(
    Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
)
_OUTCOME: Final[TypeAdapter[Outcome]] = TypeAdapter(Outcome)
_ARTICLES: Final[TypeAdapter[tuple[int, ...]]] = TypeAdapter(tuple[int, ...])


def load(path: Path) -> Scenario:
    """Scenario in a file.

    Raises:
        MalformedError: with every error of the document.
    """
    return scenario_in(document.read(path))


def loads(text: str, file: str = "scenario.yaml") -> Scenario:
    """Scenario in a text; `file` names it in errors.

    Raises:
        MalformedError: with every error of the document.
    """
    return scenario_in(document.parse(text, file))


def scenario_in(whole: Part) -> Scenario:
    """Scenario in a document.

    Raises:
        MalformedError: with every error of the document.
    """
    top = filled_in(whole, _SCENARIO, "a scenario")
    problems: list[Problem] = []
    title, rulebook = "", IN_FORCE
    articles: tuple[int, ...] = ()
    steps: list[Step] = []
    with Gathering(problems):
        title = read(_TITLE, top["title"])
    with Gathering(problems):
        articles = read(_ARTICLES, top["articles"]) if "articles" in top else ()
    with Gathering(problems):
        rulebook = rulebook_in(top["parameters"]) if "parameters" in top else IN_FORCE
    with Gathering(problems):
        steps = _steps(top["steps"], problems)
    if problems:
        raise MalformedError(*sorted(problems, key=lambda problem: problem.place.line))
    return Scenario(file=whole.place.file, title=title, articles=articles, rulebook=rulebook, steps=tuple(steps))


def _steps(part: Part, problems: list[Problem]) -> list[Step]:
    items = part.items("steps")
    if not items:
        raise MalformedError(part.problem("steps is empty: write at least one step"))
    steps: list[Step] = []
    for number, item in enumerate(items, 1):
        with Gathering(problems):
            steps.append(_step(item, number))
    problems += [
        Problem(
            place=step.place,
            message=(
                f"at {step.at.isoformat()} lies before the step above it ({above.at.isoformat()} in line "
                f"{above.place.line}): put the steps in time order"
            ),
        )
        for above, step in pairwise(steps)
        if step.at < above.at
    ]
    return steps


def _step(part: Part, number: int) -> Step:
    verb = _verb(part)
    if verb == "ask":
        return _question(part)
    optional = ("outcome", "effective_at") if verb in ACTIONS else ("outcome",)
    entries = filled_in(part, Form(("at", verb), optional), f"the step {verb}")
    inner = entries.pop(verb)
    happens = values(entries)
    if "outcome" in entries:
        happens["outcome"] = read(_OUTCOME, entries["outcome"])
    if verb in CASES:
        form, about = CASES[verb]
        arguments = values(filled_in(inner, form, verb))
        return validated(
            inner, lambda: about.model_validate({"place": part.place, "name": verb, **happens, **arguments})
        )
    arguments = _command(inner, verb, number)
    return validated(inner, lambda: Action.model_validate({"place": part.place, "name": verb, **happens, **arguments}))


def _verb(part: Part) -> str:
    entries = part.entries("a step")
    verbs = [key for key in entries if key in VERBS]
    if len(verbs) == 1:
        return verbs[0]
    if verbs:
        raise MalformedError(part.problem(f"the step has {' and '.join(verbs)}: make each a step of its own"))
    for key in entries:
        if key not in {"at", "outcome", "effective_at"}:
            raise MalformedError(
                part.key(key).problem(f"unknown step {key!r}{meant(key, VERBS)}: one of {', '.join(VERBS)}")
            )
    raise MalformedError(part.problem(f"nothing happens in this step: write one of {', '.join(VERBS)}"))


def _command(inner: Part, verb: str, number: int) -> dict[str, Any]:
    form, command_of, numbered = ACTIONS[verb]
    arguments = values(filled_in(inner, form, verb))
    account = arguments.pop("account")
    if numbered is not None:
        arguments.setdefault("id", f"{numbered}-{number}")
    return {"account": account, "command": validated(inner, lambda: command_of(arguments))}


def _question(part: Part) -> Question:
    entries = part.entries("a question")
    what = entries["ask"].data()
    if "outcome" in entries:
        raise MalformedError(part.key("outcome").problem("a question has an answer, not an outcome: write answer"))
    if what == "eligible":
        keys = values(filled_in(part, _ASK_ELIGIBLE, "the question eligible"))
        del keys["ask"]
        return validated(part, lambda: AskEligible(place=part.place, **keys))
    if what == "rumour":
        return _ask_rumour(part)
    if what not in ASKABLE:
        known = ("eligible", "rumour", *ASKABLE)
        raise MalformedError(
            entries["ask"].problem(f"unknown question {what!r}{meant(str(what), known)}: one of {', '.join(known)}")
        )
    return _ask_draft(part, what) if "draft" in entries else _ask_privilege(part, what)


def _ask_rumour(part: Part) -> AskRumour:
    keys = values(filled_in(part, _ASK_RUMOUR, "the question rumour"))
    del keys["ask"]
    wanted = _wanted(part, keys, ExpectedRumour)
    expected = validated(part, lambda: ExpectedRumour(**wanted))
    return validated(part, lambda: AskRumour(place=part.place, expected=expected, **keys))


def _ask_privilege(part: Part, privilege: str) -> AskPrivilege:
    keys = values(filled_in(part, _ASK_PRIVILEGE, f"the question {privilege}"))
    del keys["ask"]
    wanted = _wanted(part, keys, ExpectedAnswer)
    expected = validated(part, lambda: ExpectedAnswer(**wanted))
    if expected.answer == "allowed" and (surplus := [key for key in wanted if key != "answer"]):
        raise MalformedError(
            part.key(surplus[0]).problem(f"{surplus[0]} goes with a refusal: an allowed answer has no reasons")
        )
    return validated(part, lambda: AskPrivilege(place=part.place, privilege=privilege, expected=expected, **keys))


def _ask_draft(part: Part, privilege: str) -> AskDraft:
    entries = filled_in(part, _ASK_DRAFT, "a question with a draft")
    if privilege != PUBLISH:
        raise MalformedError(entries["ask"].problem(f"a draft goes with ask: publish, not with {privilege}"))
    written = entries.pop("draft")
    keys = values(entries)
    del keys["ask"]
    wanted = _wanted(part, keys, ExpectedGate)
    expected = validated(part, lambda: ExpectedGate(**wanted))
    draft = validated(written, lambda: Draft.model_validate(_with_times_spelt(written.data())))
    return validated(part, lambda: AskDraft(place=part.place, draft=draft, expected=expected, **keys))


def _with_times_spelt(written: Any, key: str = "") -> Any:
    """Draft with its times in the spelling that `Instant` parses; other text stays, for an error at its line."""
    if isinstance(written, dict):
        return {name: _with_times_spelt(value, name) for name, value in written.items()}
    if isinstance(written, list):
        return [_with_times_spelt(item) for item in written]
    return (spelt(written) or written) if key in {"shot_at", "time"} and isinstance(written, str) else written


def _wanted(
    part: Part, keys: dict[str, Any], expected: type[ExpectedAnswer | ExpectedGate | ExpectedRumour]
) -> dict[str, Any]:
    """Remove the expected values from the question's keys and return them."""
    wanted = {key: keys.pop(key) for key in expected.model_fields if key in keys}
    if not wanted:
        raise MalformedError(part.problem("the question expects nothing: say which answer it must get"))
    return wanted
