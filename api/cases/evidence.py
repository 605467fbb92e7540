"""Files as evidence: sent by the platform or a reviewer, read by those who may read the case."""

from typing import Annotated, ClassVar, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers, auditing
from api.handling.entering import found_or_404
from api.handling.routing import BYTES, Guarded, media_type
from api.http.problems import Fault, ProblemError, invalid
from api.state.app_state import WithAppState
from emblems.images import MEDIA_TYPES, MOST_BYTES
from ledger import evidence
from models.audit import FileDownloaded
from models.base import Frozen
from models.evidence import EvidenceFile
from models.names import Digest
from models.records import RecordId
from models.texts.incoming import Line
from regulation.cases.reducer import CASE

PDF: Final = "application/pdf"
FORMS: Final = (PDF, *MEDIA_TYPES)
_PDF_BEGINS: Final = b"%PDF-"
_PDF_ENDS: Final = b"%%EOF"
_END_WITHIN: Final = 1_024
"""Bytes at the end of a PDF within which its end must stand."""


class FileRoute(Guarded):
    """Guarded route whose body is a file."""

    forms: ClassVar[tuple[str, ...]] = (*FORMS, BYTES)
    largest_body: ClassVar[int] = MOST_BYTES


file_router = APIRouter(prefix="/v1/evidence", route_class=FileRoute, tags=["cases"])
router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

_CONTENT: Final = {"schema": {"type": "string", "format": "binary"}}
_FILE: Final = dict.fromkeys(FORMS, _CONTENT)
_BODY: Final = {"requestBody": {"required": True, "content": {BYTES: _CONTENT}}}
_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]
_Digest = Annotated[Digest, Path(description="SHA-256 of the file, as in the evidence of the case.")]


class FileQuery(Frozen):
    """Name of the file."""

    name: Annotated[Line, Field(min_length=1, description="Name of the file, as reviewers read it.")]


@file_router.post(
    "", status_code=201, response_model=EvidenceFile, summary="Send a file as evidence", openapi_extra=_BODY
)
async def upload_evidence(query: Annotated[FileQuery, Query()], request: Request, app_state: WithAppState) -> Response:
    """The body is the file: PDF, PNG, JPEG or WebP, at most 4 MiB. Send it as `application/octet-stream`, or as
    what it is. Pictures are decoded as avatars are, within the same limits. Name the `digest` of the answer in the
    `evidence` of a registration, a change of the profile, an application or a case. Sending the same file again has no
    effect, so no Idempotency-Key is needed.
    """
    content, form = await request.body(), media_type(request)
    if form == PDF or (form == BYTES and content.startswith(_PDF_BEGINS)):
        form = PDF
        _require_pdf(content)
    else:
        header = await app_state.recogniser.looked_at(content)
        if form == BYTES:
            form = header.media_type
        if header.media_type != form:
            raise invalid(
                Fault(path="header.Content-Type", message=f"says {form}, and the file is {header.media_type}")
            )
    kept = await evidence.keep(
        app_state.database,
        content,
        media_type=form,
        name=query.name,
        actor=request.state.caller.actor,
        now=app_state.clock(),
    )
    return answers.json(kept, 201)


@router.get(
    "/{case}/evidence/{digest}",
    response_class=Response,
    summary="Read a file of the evidence",
    responses={200: {"description": "The file, as an attachment.", "content": _FILE}},
)
async def read_case_evidence(case: _Id, digest: _Digest, app_state: WithAppState, request: Request) -> Response:
    """The file as it was sent, for those who may read the case."""
    state = (await found_or_404(app_state, CASE, case)).state
    named = any(piece.digest == digest for piece in state.evidence)
    found = await evidence.content_of(app_state.database, digest) if named else None
    if found is None:
        raise ProblemError("unknown-file", f"case {case} has no file {digest[:12]}… that is kept here")
    form, name, content = found
    # Without the file's name, which somebody has written.
    await auditing.record(
        request, FileDownloaded, kind="evidence", id=case, file=form, sha256=digest, size=len(content)
    )
    # Uploaded bytes: a browser must neither interpret nor show them as a page of ours.
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=form, headers=headers)


def _require_pdf(content: bytes) -> None:
    if content.startswith(_PDF_BEGINS) and _PDF_ENDS in content[-_END_WITHIN:]:
        return
    raise invalid(Fault(path="body", message="is no whole PDF: save it anew, and send it as it is"))
