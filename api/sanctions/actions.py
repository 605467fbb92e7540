"""Enforcement actions: measures other than bans, statements of reasons, and appeals (articles 9 to 12)."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.cases.bodies import CaseStatusAnswer, status_of
from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import REPLAYED, KnownCommand, built, fresh_id
from api.handling.entering import WithCommandHandling
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import Body, Effective, Evidence, Following, Gaining, ReasonBody, examples
from api.handling.routing import Guarded
from api.http.cursors import Number, NumberQuery, PageOf, items_named
from api.http.parameters import Account, Case
from api.http.problems import ProblemError, refused
from api.state.app_state import WithAppState
from ledger.sanctions import appeals
from models.accounts import commands as c
from models.cases.cases import CaseKind
from models.instants import Duration
from models.sanctions.statements import Statement
from models.texts.incoming import Text
from models.words.sanctions import MeasureKind
from models.words.violations import Category
from regulation.accounts.homepage import Inherited, inherited
from regulation.cases import cases as rules
from regulation.cases.reducer import CASE
from regulation.holders.inheritance import refusal_of_inherited

router = APIRouter(prefix="/v1/accounts/{account}/actions", route_class=Guarded, tags=["actions"])


class MeasureBody(Following, Gaining):
    """A measure other than a ban; the violation behind it is recorded with it."""

    model_config = examples(
        {"id": "m-7", "measure": "warning", "category": "missing_source", "reason": "第一次提醒"},
        {"measure": "freeze_growth", "category": "hot_event_exploitation"},
        {"measure": "limit_recommendation", "category": "distortion", "duration": "P30D"},
    )

    measure: MeasureKind
    category: Category
    duration: Annotated[
        Duration | None, Field(description="Length of the measure. Omitted: no end, or an immediate measure.")
    ] = None


class ShortenMeasureBody(Body):
    """The new total length of a measure."""

    model_config = examples({"measure": "limit_recommendation", "duration": "P3D"})

    measure: MeasureKind
    duration: Duration
    reason: Text = ""
    effective_at: Effective = None


class LiftBody(Body):
    """The reason for permitting profit-making again; recorded with the decision."""

    model_config = examples({"reason": "已整改，经复核准予申请"})

    reason: Annotated[Text, Field(min_length=1)]
    effective_at: Effective = None


class AppealBody(Body):
    """The account's reasons for its appeal, in its own words."""

    model_config = examples({"reason": "视频中已注明旧闻时间和地点", "evidence": ["https://files.example.cn/a-1"]})

    reason: Annotated[Text, Field(min_length=1)]
    evidence: Evidence = ()


class ActionsQuery(NumberQuery):
    """Page of the list of actions."""


class ActionsPage(PageOf[Statement, Number]):
    """Statements of reasons, oldest first."""

    model_config = items_named("actions")


class InheritingPage(ActionsPage):
    """Statements of reasons of an account that actions on other accounts also restrict."""

    inherited: Annotated[
        tuple[Inherited, ...],
        Field(description="Restrictions from actions on other accounts of the holder; appeal there."),
    ]


@router.get("", response_model=InheritingPage | ActionsPage, summary="List the actions on an account, with reasons")
async def list_actions(account: Account, query: Annotated[ActionsQuery, Query()], app_state: WithAppState) -> Response:
    """Each action with its facts, article, rule version, evidence, measures, and the outcome of an appeal."""
    standing, now = await standing_for(app_state, account)
    found = await appeals.statements_page(
        app_state.database,
        account,
        now=now,
        window=app_state.appeal_window,
        after=appeals.ORDINAL.behind(query.after),
        most=query.limit,
    )
    if reached := inherited(standing, now):
        return answers.json(InheritingPage.of(found, inherited=reached))
    return answers.json(ActionsPage.of(found))


@router.get("/{id}", response_model=Statement, summary="Read the statement of reasons of an action")
async def read_action(account: Account, id: Case, app_state: WithAppState) -> Response:  # noqa: A002 - the path's own word
    """As data and as a text in English and Chinese; also available after an overturn."""
    standing, now = await standing_for(app_state, account)
    found = await appeals.statements_of(app_state.database, account, now=now, window=app_state.appeal_window, action=id)
    if not found:
        if (elsewhere := refusal_of_inherited(account, id, standing)) is not None:
            raise refused(elsewhere)
        raise ProblemError("unknown-action", f"account {account} has no action with this identifier")
    return answers.json(found[0])


@router.post(
    "/{id}/appeal",
    status_code=201,
    response_model=CaseStatusAnswer,
    summary="Appeal against an action, on the account's behalf",
)
async def appeal_action(account: Account, id: Case, body: AppealBody, handling: WithCommandHandling) -> Response:  # noqa: A002 - the path's own word
    """One appeal for each action, within the appeal window; a person other than the one who decided reviews it."""
    await standing_for(handling.app_state, account)
    bare = rules.open_case(rules.opening(CaseKind.APPEAL, handling.app_state.clock(), account=account))
    act = appeals.opening_of(account, id, body.reason, body.evidence, handling.app_state.appeal_window)
    found = await handling.execute(CASE, appeals.appeal_id(account, id), bare, act)
    if found.state is None:
        raise AssertionError("an appeal that is not refused opens a case")
    headers = {**answers.versioned(found.version), "Location": f"/v1/cases/{found.record}/status"}
    if found.replayed:
        headers[REPLAYED] = "true"
    return answers.json(status_of(found.state), 201, headers)


@router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=FORESEEN,
    summary="Impose a measure: warn, limit, freeze, withhold, clear followers (articles 9, 10 and 12)",
)
async def impose_measure(account: Account, body: MeasureBody, command: KnownCommand) -> Response:
    """The violation behind the measure is recorded with it, as with a ban."""
    measure = built(
        c.ImposeMeasure,
        **body.named(lambda: fresh_id("measure")),
        measure=body.measure,
        category=body.category,
        duration=body.duration,
        reason=body.reason,
        basis=body.basis(),
    )
    return await command.carry_out(account, measure, body.effective_at, status=201)


@router.post(
    "/{id}/shorten",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Shorten a measure (articles 9 and 10)",
)
async def shorten_measure(account: Account, id: Case, body: ShortenMeasureBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """`duration` is the new total length."""
    shorten = built(c.ShortenMeasure, id=id, measure=body.measure, duration=body.duration, reason=body.reason)
    return await command.carry_out(account, shorten, body.effective_at)


@router.post(
    "/{id}/overturn",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Overturn a finding with all its consequences, including a closure",
)
async def overturn_action(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """From now on the finding counts as if it had never been recorded. Past states stay readable. What two people
    decided in a case is taken back by correcting their decision there.
    """
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)


@router.post(
    "/{id}/lift",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Lift the withholding of profit-making (article 9)",
)
async def lift_withholding(account: Account, id: Case, body: LiftBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """Profit-making may be applied for again, as far as the clean window permits; the violation stays on record."""
    lifted = built(c.LiftWithholding, id=id, reason=body.reason)
    return await command.carry_out(account, lifted, body.effective_at)
