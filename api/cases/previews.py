"""Previews: the outcomes that a person may choose, and what would follow from each (dry run)."""

from typing import Annotated, Self

from fastapi import APIRouter, Path, Request
from pydantic import Field, model_validator
from starlette.responses import Response

from api.cases.bodies import ExposingBody, TermsBody
from api.cases.deciding import barred, further_of, window_of
from api.handling import answers
from api.handling.entering import CommandHandling, WithCommandHandling
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.problems import ProblemError
from api.state.app_state import WithAppState
from ledger import previews
from ledger.streams import records
from models.base import Frozen
from models.cases.cases import Case, CaseKind, Outcome, Ruling
from models.cases.subjects import Exposing
from models.records import RecordId
from models.texts.incoming import Text
from regulation.cases import cases as rules
from regulation.cases.choosing import Deciding, choice
from regulation.cases.correcting import correct_case
from regulation.cases.deferring import deferred
from regulation.cases.four_eyes import Further, considering
from regulation.cases.previews import Choice, Previewed
from regulation.cases.reducer import CASE, current
from regulation.words.case_kinds import KINDS

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]


class PreviewBody(Body):
    """A decision to preview; without an outcome, every outcome of the kind is previewed."""

    model_config = examples({}, {"outcome": "rejected", "reason": "the certificate is of another person"})

    outcome: Outcome | None = None
    reason: Annotated[Text, Field(description="Omitted where one is needed: the texts show a place for it.")] = ""
    terms: TermsBody | None = None
    exposure: ExposingBody | None = None

    @model_validator(mode="after")
    def _of_one_outcome(self) -> Self:
        if self.outcome is None and (self.terms is not None or self.exposure is not None):
            raise ValueError("terms and exposure belong to one outcome: give `outcome` too")
        return self

    def rulings(self, kind: CaseKind) -> tuple[Ruling, ...]:
        """Return the rulings to preview."""
        terms = None if self.terms is None else self.terms.terms()
        exposure = None if self.exposure is None else Exposing(**self.exposure.model_dump())
        outcomes = KINDS[kind].outcomes if self.outcome is None else (self.outcome,)
        return tuple(
            Ruling(outcome=outcome, reason=self.reason, terms=terms, exposure=exposure) for outcome in outcomes
        )


class ChoicesAnswer(Frozen):
    """The outcomes of a case, and which of them the caller may choose now."""

    case: RecordId
    kind: CaseKind
    version: int
    outcomes: tuple[Choice, ...]


@router.get("/{case}/outcomes", response_model=ChoicesAnswer, summary="List the outcomes that the caller may choose")
async def read_case_outcomes(case: _Id, request: Request, app_state: WithAppState) -> Response:
    """Each outcome of the kind: whether the caller may choose it now, why not, and whether it takes a second person."""
    handling = CommandHandling(app_state, request.state.caller, None, None)
    known, version = await _known(case, handling)
    now, deciding = handling.app_state.clock(), await _deciding(handling, await further_of(handling, case))
    seen, refusal = current(known, now), barred(handling.caller, known)
    outcomes = tuple(
        choice(seen, Ruling(outcome=outcome), deciding, now, refusal) for outcome in KINDS[known.opening.kind].outcomes
    )
    answer = ChoicesAnswer(case=case, kind=known.opening.kind, version=version, outcomes=outcomes)
    return answers.json(answer, headers=answers.versioned(version))


@router.post("/{case}/decision/preview", response_model=Previewed, summary="Preview a decision (dry run)")
async def preview_case_decision(case: _Id, body: PreviewBody, handling: WithCommandHandling) -> Response:
    """What would follow from the decision: facts, restrictions, grants, events, and the statement of reasons as the
    holder would read it. The decision runs as it would, and is rolled back; nothing is recorded.

    Where two people must decide, the preview shows what follows once the second has decided alike.
    """
    further = await further_of(handling, case)
    return await _previewed(case, body, handling, await _deciding(handling, further), further)


@router.post("/{case}/correction/preview", response_model=Previewed, summary="Preview a correction (dry run)")
async def preview_case_correction(case: _Id, body: PreviewBody, handling: WithCommandHandling) -> Response:
    """What would be undone, and what would follow instead, with both statements as the holder would read them. The
    correction runs as it would, and is rolled back; nothing is recorded.

    Where two people must correct, the preview shows what follows once the second has decided alike.
    """
    actor, persons = handling.caller.actor, await handling.persons()
    further = await further_of(handling, case)
    correcting: Deciding = lambda ruling: considering(further, correct_case(actor, ruling, persons=persons))  # noqa: E731 - a rule
    return await _previewed(case, body, handling, correcting, further, correcting=True)


async def _previewed(
    case: str,
    body: PreviewBody,
    handling: CommandHandling,
    deciding: Deciding,
    further: Further,
    *,
    correcting: bool = False,
) -> Response:
    known, version = await _known(case, handling)
    asked = previews.Previewing(
        case=case,
        actor=handling.caller.actor,
        deciding=deciding,
        persons=await handling.persons(),
        further=further,
        now=handling.app_state.clock(),
        rulebook=handling.app_state.rulebook,
        appeal_window=handling.app_state.appeal_window,
        barred=barred(handling.caller, known),
        correcting=correcting,
    )
    found = [
        await previews.preview(handling.app_state.database, asked, ruling)
        for ruling in body.rulings(known.opening.kind)
    ]
    outcomes = tuple(one for one in found if one is not None)
    answer = Previewed(case=case, kind=known.opening.kind, version=version, outcomes=outcomes)
    return answers.json(answer, headers=answers.versioned(version))


async def _deciding(handling: CommandHandling, further: Further) -> Deciding:
    actor, window, persons = handling.caller.actor, window_of(handling), await handling.persons()
    return lambda ruling: deferred(considering(further, rules.decide_case(actor, ruling, persons=persons)), window)


async def _known(case: str, handling: CommandHandling) -> tuple[Case, int]:
    found = await records.state_of(handling.app_state.database, CASE, case)
    if found.state is None:
        raise ProblemError("unknown-case", f"there is no case {case}")
    return found.state, found.version
