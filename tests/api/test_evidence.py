"""The applicant's own proof: links and files with a registration, a change or an application; who may read it."""

from hashlib import sha256
from typing import Any

import httpx2

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_case_context import context
from tests.api.test_certification_applications import ASKED
from tests.api.test_emblems import AVATAR
from tests.api.test_problems import require_problem
from tests.api.test_registration import PAPER, register

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
LINK = {"kind": "link", "text": "授权书", "link": "https://files.example.cn/authorisation.pdf"}


async def sent(api: Api, content: bytes, form: str, name: str, role: Role = Role.PLATFORM) -> httpx2.Response:
    headers = {"Content-Type": form}
    return await api[role].post("/v1/evidence", params={"name": name}, content=content, headers=headers)


async def test_a_registration_brings_its_proof_to_the_reviewer(api: Api) -> None:
    kept = (await sent(api, PDF, "application/pdf", "授权书.pdf")).json()
    assert (kept["digest"], kept["size"]) == (sha256(PDF).hexdigest(), len(PDF))
    document = {"kind": "document", "text": "盖章授权书", "digest": kept["digest"]}
    held = await register(api, "proof-1", f"{PAPER}读者", evidence=[LINK, document])
    assert held.status_code == 202, held.text
    case = held.json()["id"]
    seen = (await api[Role.REVIEWER].get(f"/v1/cases/{case}")).json()["case"]["evidence"]
    assert [(one["kind"], one["text"]) for one in seen[-2:]] == [("link", "授权书"), ("document", "盖章授权书")]
    assert [(one["name"], one["media_type"]) for one in (await context(api, case))["files"]] == [
        ("授权书.pdf", "application/pdf")
    ]
    read = await api[Role.REVIEWER].get(f"/v1/cases/{case}/evidence/{kept['digest']}")
    assert (read.content, read.headers["content-type"]) == (PDF, "application/pdf")
    assert read.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6%8E%88")
    assert read.headers["x-content-type-options"] == "nosniff"
    other = await register(api, "proof-2", f"{PAPER}之友")
    unnamed = await api[Role.REVIEWER].get(f"/v1/cases/{other.json()['id']}/evidence/{kept['digest']}")
    require_problem(unnamed, "unknown-file")
    require_problem(await api[Role.PLATFORM].get(f"/v1/cases/{case}/evidence/{kept['digest']}"), "forbidden")


async def test_a_change_of_the_name_or_profile_and_an_application_bring_theirs(api: Api) -> None:
    account = await api.registered()
    url = f"/v1/accounts/{account}"
    asked: dict[str, dict[str, Any]] = {
        "name-changes": {"name": f"{PAPER}书评", "evidence": [LINK]},
        "profile-changes": {"bio": f"{PAPER}官方账号", "evidence": [LINK]},
        "certification-applications": {**ASKED, "evidence": [LINK]},
    }
    for path, body in asked.items():
        answer = await api[Role.PLATFORM].post(f"{url}/{path}", json=body)
        seen = (await api[Role.REVIEWER].get(f"/v1/cases/{answer.json()['id']}")).json()["case"]["evidence"]
        assert seen[-1]["link"] == LINK["link"], path


async def test_a_picture_is_decoded_within_the_limits_and_the_same_file_is_kept_once(api: Api) -> None:
    first = await sent(api, AVATAR, "image/jpeg", "证件.jpg")
    assert first.status_code == 201, first.text
    again = await sent(api, AVATAR, "image/jpeg", "又一次.jpg", Role.REVIEWER)
    assert again.json() == first.json(), "the first name stays"
    require_problem(await sent(api, AVATAR, "image/png", "a.png"), "invalid-request")
    require_problem(await sent(api, AVATAR[:200], "image/jpeg", "a.jpg"), "unusable-image")


async def test_what_is_no_document_is_refused(api: Api) -> None:
    for content in (b"", b"<script>alert(1)</script>", PDF[:20]):
        require_problem(await sent(api, content, "application/pdf", "a.pdf"), "invalid-request")
    require_problem(await sent(api, b"<svg/>", "image/svg+xml", "a.svg"), "unsupported-media-type")
    require_problem(await sent(api, PDF + b" " * 5_000_000, "application/pdf", "a.pdf"), "body-too-large")
    require_problem(await sent(api, PDF, "application/pdf", ""), "invalid-request")
    scripted = await register(api, "proof-9", f"{PAPER}报", evidence=[{"kind": "link", "link": "javascript:alert(1)"}])
    require_problem(scripted, "invalid-request")
    many = await register(api, "proof-9", f"{PAPER}报", evidence=[LINK] * 11)
    require_problem(many, "invalid-request")
