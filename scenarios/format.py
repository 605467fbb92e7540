"""The format: a YAML document → a scenario. Every error says file, line, what is wrong and what would be right."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from models import commands as c
from models.commands import Command
from models.names import Name
from models.privileges import ASKABLE, PUBLISH
from regulation.parameters import Between
from regulation.rulebook import IN_FORCE, Rulebook
from scenarios import document
from scenarios.document import MalformedError, Part, Problem
from scenarios.reading import Form, data, entries, gathering, meant, read, validated
from scenarios.steps import (
    Action,
    AskDraft,
    AskEligible,
    AskPrivilege,
    Draft,
    ExpectedAnswer,
    ExpectedGate,
    Question,
    Review,
    Scenario,
    Step,
)


class CommandForm(NamedTuple):
    """A step that gives a command."""

    form: Form
    command: Callable[[dict[str, Any]], Command]
    """From the arguments without the account."""
    numbered: str | None = None
    """For commands whose case the format does not name: its identifier, with the step's number behind it."""


_TOP: Final = Form(("title", "steps"), ("articles", "parameters"))
_PARAMETER: Final = Form(("name", "since", "value"), ("article",))

ACTIONS: Final[Mapping[str, CommandForm]] = {
    "register": CommandForm(
        Form(("account", "kind", "holder", "name"), ("fields", "bio", "mcn")), c.Register.model_validate
    ),
    "change_name": CommandForm(Form(("account", "name")), c.ChangeName.model_validate),
    "certify": CommandForm(Form(("account", "id", "field", "valid_from", "valid_until")), c.Certify.model_validate),
    "revoke_certification": CommandForm(Form(("account", "id")), c.RevokeCertification.model_validate),
    "change_holder": CommandForm(Form(("account", "holder"), ("kind",)), c.ChangeHolder.model_validate),
    "apply_monetization": CommandForm(Form(("account", "methods")), c.ApplyMonetization.model_validate),
    "record_violation": CommandForm(Form(("account", "id", "category")), c.RecordViolation.model_validate),
    "ban": CommandForm(Form(("account", "id", "category", "duration"), ("factor",)), c.ImposeBan.model_validate),
    "shorten_ban": CommandForm(Form(("account", "id", "duration")), c.ShortenBan.model_validate),
    "overturn": CommandForm(Form(("account", "id")), c.Overturn.model_validate),
    "cancel_monetization": CommandForm(
        Form(("account",), ("category",)), c.CancelMonetization.model_validate, numbered="cancellation"
    ),
    "close": CommandForm(Form(("account",), ("category",)), c.Close.model_validate, numbered="closure"),
}
"""The steps that give a command, as one can read them aloud."""

_REVIEW: Final = Form(("account", "decision"))
VERBS: Final = (*ACTIONS, "review", "ask")

_ASK_PRIVILEGE: Final = Form(("at", "ask", "account"), ("answer", "article", "articles", "until", "as_of"))
_ASK_DRAFT: Final = Form(("at", "ask", "account", "draft"), ("answer", "articles", "labels", "limited", "as_of"))
_ASK_ELIGIBLE: Final = Form(("at", "ask", "account", "method", "eligible_at"), ("as_of",))


def load(path: Path) -> Scenario:
    """The scenario in a file.

    Raises:
        MalformedError: with everything that is wrong.
    """
    return scenario_in(document.read(path), str(path))


def loads(text: str, file: str = "scenario.yaml") -> Scenario:
    """The scenario in a text; `file` is the name that errors give.

    Raises:
        MalformedError: with everything that is wrong.
    """
    return scenario_in(document.parse(text, file), file)


def scenario_in(whole: Part, file: str) -> Scenario:
    """The scenario in a document.

    Raises:
        MalformedError: with everything that is wrong.
    """
    top = entries(whole, _TOP, "a scenario")
    problems: list[Problem] = []
    title = gathering(problems, lambda: read(_TITLE, top["title"]))
    articles = gathering(problems, lambda: read(_ARTICLES, top["articles"]) if "articles" in top else ())
    rulebook = gathering(problems, lambda: _rulebook(top["parameters"]) if "parameters" in top else IN_FORCE)
    parts = gathering(problems, lambda: top["steps"].items("steps")) or []
    steps = [gathering(problems, lambda p=part, n=number: _step(p, n)) for number, part in enumerate(parts, 1)]
    if not parts and not problems:
        problems.append(top["steps"].problem("steps is empty: write at least one step"))
    read = [step for step in steps if step is not None]
    problems += _out_of_order(read)
    if title is None or articles is None or rulebook is None or problems:
        raise MalformedError(*sorted(problems, key=lambda problem: problem.place.line))
    return Scenario(file=file, title=title, articles=articles, rulebook=rulebook, steps=tuple(read))


_TITLE: Final = TypeAdapter(c.Text)
_ARTICLES: Final = TypeAdapter(tuple[int, ...])


def _out_of_order(steps: list[Step]) -> list[Problem]:
    return [
        Problem(
            place=step.place,
            message=(
                f"at {step.at.isoformat()} lies before the step above it ({above.at.isoformat()}, line "
                f"{above.place.line}): put the steps in time order"
            ),
        )
        for above, step in zip(steps, steps[1:], strict=False)
        if step.at < above.at
    ]


def _step(part: Part, number: int) -> Step:
    """One step: it holds exactly one verb.

    Raises:
        MalformedError: with everything that is wrong with it.
    """
    entries = part.entries("a step")
    verbs = [key for key in entries if key in VERBS]
    if not verbs:
        unknown = next((key for key in entries if key not in {"at", "outcome", "account"}), None)
        what = "says nothing that happens" if unknown is None else f"has the unknown key {unknown!r}"
        near = "" if unknown is None else meant(unknown, VERBS)
        raise MalformedError(
            (part if unknown is None else part.key(unknown)).problem(
                f"the step {what}{near}: one of {', '.join(VERBS)}"
            )
        )
    if len(verbs) > 1:
        raise MalformedError(part.problem(f"the step holds {' and '.join(verbs)}: make them steps of their own"))
    verb = verbs[0]
    if verb == "ask":
        return _question(part, entries)
    entries(part, Form(("at", verb), ("outcome",)), f"the step {verb}")
    at = data(part, entries, ("at", "outcome"))
    if verb == "review":
        arguments = data(entries[verb], entries(entries[verb], _REVIEW, verb))
        return validated(part, lambda: Review(place=part.place, **at, **arguments), inside=verb)
    return _action(part, entries[verb], at, verb, number)


def _action(part: Part, inner: Part, at: dict[str, Any], verb: str, number: int) -> Action:
    form, command_of, numbered = ACTIONS[verb]
    arguments = data(inner, entries(inner, form, verb))
    account = arguments.pop("account")
    if numbered is not None:
        arguments["id"] = f"{numbered}-{number}"
    command = validated(inner, lambda: command_of(arguments))
    return validated(
        part, lambda: Action(place=part.place, name=verb, account=account, command=command, **at), inside=verb
    )


def _question(part: Part, entries: dict[str, Part]) -> Question:
    what = entries["ask"].data()
    if "outcome" in entries:
        raise MalformedError(part.key("outcome").problem("a question has an answer, not an outcome: write answer"))
    if what == "eligible":
        keys = data(part, entries(part, _ASK_ELIGIBLE, "the question eligible"))
        del keys["ask"]
        return validated(part, lambda: AskEligible(place=part.place, **keys))
    if "draft" in entries:
        return _ask_draft(part, what)
    return _ask_privilege(part, what)


def _ask_privilege(part: Part, what: Any) -> AskPrivilege:
    keys = data(part, entries(part, _ASK_PRIVILEGE, f"the question {what}"))
    if what not in ASKABLE:
        near = meant(str(what), (*ASKABLE, "eligible"))
        raise MalformedError(
            part.at(["ask"]).problem(f"unknown question {what!r}{near}: eligible, or one of {', '.join(ASKABLE)}")
        )
    wanted = {key: keys.pop(key) for key in ("answer", "article", "articles", "until") if key in keys}
    expected = validated(part, lambda: ExpectedAnswer(**wanted))
    if not wanted:
        raise MalformedError(part.problem("the question expects nothing: say which answer it must get"))
    if expected.answer == "allowed" and (surplus := [key for key in wanted if key != "answer"]):
        raise MalformedError(
            part.key(surplus[0]).problem(f"{surplus[0]} goes with a refusal; an allowed answer has no reasons")
        )
    del keys["ask"]
    return validated(part, lambda: AskPrivilege(place=part.place, privilege=what, expected=expected, **keys))


def _ask_draft(part: Part, what: Any) -> AskDraft:
    keys = data(part, entries(part, _ASK_DRAFT, "the question publish with a draft"))
    if what != PUBLISH:
        raise MalformedError(part.at(["ask"]).problem(f"a draft goes with ask: publish, not with {what!r}"))
    wanted = {key: keys.pop(key) for key in ("answer", "articles", "labels", "limited") if key in keys}
    if not wanted:
        raise MalformedError(part.problem("the question expects nothing: say which answer it must get"))
    draft = validated(part.at(["draft"]), lambda: Draft.model_validate(keys.pop("draft")))
    expected = validated(part, lambda: ExpectedGate(**wanted))
    del keys["ask"]
    return validated(part, lambda: AskDraft(place=part.place, draft=draft, expected=expected, **keys))


# --- parameters ------------------------------------------------------------------------------------------------------


def _rulebook(part: Part) -> Rulebook:
    """The rulebook in force after the changes that the scenario makes to it, in their order."""
    rulebook = IN_FORCE
    for change in part.items("parameters"):
        rulebook = _changed(rulebook, change)
    return rulebook


def _changed(rulebook: Rulebook, part: Part) -> Rulebook:
    data = data(part, entries(part, _PARAMETER, "a parameter"))
    name = data["name"]
    known = tuple(vars(rulebook))
    if name not in known:
        raise MalformedError(
            part.at(["name"]).problem(f"unknown parameter {name!r}{meant(str(name), known)}: one of {', '.join(known)}")
        )
    parameter = getattr(rulebook, name)
    if data.get("article", str(parameter.article)) != str(parameter.article):
        raise MalformedError(part.at(["article"]).problem(f"{name} belongs to article {parameter.article}"))
    value_of = _range if isinstance(parameter.values[0][1], Between) else _count
    since = read(TypeAdapter(date), part.at(["since"]), data["since"])
    try:
        return rulebook.changed(name, since, value_of(part.at(["value"])))
    except ValueError as error:
        raise MalformedError(part.at(["since"]).problem(str(error))) from error


def _count(part: Part) -> int:
    try:
        value = int(part.data())
    except (TypeError, ValueError):
        value = -1
    if not 0 <= value <= 1200:
        raise MalformedError(part.problem("the value must be a whole number, such as 3"))
    return value


def _range(part: Part) -> Between:
    low, high = read(_TWO_FACTORS, part)
    if not 0 < low <= high:
        raise MalformedError(part.problem("the value must be a range, the smaller number first, such as [2, 3]"))
    return Between(low, high)
