"""Admissions: a reviewer admits a credit code that deviates from the standard, on evidence (article 7)."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.cases.bodies import CaseStatusAnswer, status_of
from api.handling import answers
from api.handling.commanding import HELD
from api.handling.entering import WithCommandHandling
from api.handling.requests import Body, CreditCode, EvidenceBody, examples
from api.handling.routing import Guarded
from api.http.problems import Fault, ProblemError, invalid
from ledger.accounts import admissions
from models.cases.cases import MOST_EVIDENCE, CaseKind
from models.cases.subjects import IrregularCode
from models.names import HolderRef
from models.texts.folding import joined
from models.texts.incoming import Line
from regulation.cases import cases as rules
from regulation.cases.reducer import CASE
from regulation.holders.identifiers import IdentifierError, IdentityKind, IrregularCreditCodeError, checked, holder_ref

router = APIRouter(prefix="/v1/credit-code-admissions", route_class=Guarded, tags=["accounts"])

_PATH = "body.unified_social_credit_code"


class AdmissionBody(Body):
    """An organisation's code as its licence shows it, although it deviates from the standard (GB 32100)."""

    model_config = examples(
        {
            "unified_social_credit_code": "91350203M0001QKT19",
            "reference": "onboarding file 2026-0311",
            "evidence": [
                {"kind": "document", "text": "营业执照扫描件", "link": "https://files.example.cn/licence.pdf"},
                {
                    "kind": "link",
                    "text": "国家企业信用信息公示系统查询结果",
                    "link": "https://files.example.cn/extract.pdf",
                },
            ],
        }
    )

    unified_social_credit_code: CreditCode
    reference: Annotated[Line, Field(min_length=1, description="Your reference of the organisation; never its number.")]
    evidence: Annotated[tuple[EvidenceBody, ...], Field(min_length=1, max_length=MOST_EVIDENCE)]


class AdmissionAnswer(CaseStatusAnswer):
    """Status of the admission case, and the reference (keyed hash) of the holder."""

    holder: HolderRef


@router.post(
    "", status_code=202, response_model=AdmissionAnswer, summary="Apply for the admission of an irregular credit code"
)
async def request_admission(body: AdmissionBody, handling: WithCommandHandling) -> Response:
    """A reviewer examines the evidence and decides the case. Once it is approved, the code is accepted for its holder
    wherever a code is accepted, with the usual quota and the registry of closed accounts. A further request while a
    case is pending, or after it was approved, returns that case.
    """
    number = body.unified_social_credit_code.get_secret_value()
    fault = _fault(number, handling)
    _require_unsaid(body, number)
    holder = holder_ref(IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE, number, await handling.app_state.holder_key.proven())
    opening = rules.opening(
        CaseKind.CREDIT_CODE,
        handling.app_state.clock(),
        subject=IrregularCode(holder=holder, reference=body.reference, fault=fault),
        not_by=(handling.caller.actor,),
    )
    evidence = tuple(piece.evidence() for piece in body.evidence)
    async with handling.app_state.database.transaction() as connection:
        name, case = await admissions.standing_case(connection, holder)
    if case is None:
        try:
            case = (await handling.execute(CASE, name, rules.open_case(opening, evidence))).state
        except ProblemError as problem:
            if problem.code != "duplicate-id":
                raise
            # Another request opened the case between our read and our write.
            async with handling.app_state.database.transaction() as connection:
                name, case = await admissions.standing_case(connection, holder)
    if case is None:
        raise AssertionError("the opened case has a state")
    answer = AdmissionAnswer(**status_of(case).model_dump(), holder=holder)
    return answers.json(answer, HELD, {"Location": f"/v1/cases/{name}/status"})


def _fault(number: str, handling: WithCommandHandling) -> str:
    """Return the irregularity of the code.

    Raises:
        ProblemError: when it is regular, or no code at all: neither is for a person to decide.
    """
    try:
        checked(IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE, number, handling.app_state.today())
    except IrregularCreditCodeError as error:
        return str(error)
    except IdentifierError as error:
        raise invalid(Fault(path=_PATH, message=str(error))) from None
    raise invalid(Fault(path=_PATH, message="is regular: register with it, it needs no admission"))


def _require_unsaid(body: AdmissionBody, number: str) -> None:
    """Refuse evidence or a reference that contains the code, as both are stored (invariant 7).

    Raises:
        ProblemError: when it does.
    """
    code = joined(number).upper()
    said = [("reference", body.reference)]
    for at, piece in enumerate(body.evidence):
        said += [(f"evidence.{at}.text", piece.text), (f"evidence.{at}.link", piece.link or "")]
    if found := [path for path, text in said if code in joined(text).upper()]:
        message = "contains the code, which would be stored permanently: remove it"
        raise invalid(*(Fault(path=f"body.{path}", message=message) for path in found))
