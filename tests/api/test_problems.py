"""Every error is problem+json of a known type, says what would be right, and repeats nothing that was sent."""

import ast
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

import ledger
import regulation
from api import routes
from api.handling.routing import LARGEST_BODY
from api.http.problems import ANSWERED, MEDIA_TYPE, OWN, REFUSED, TYPE_PREFIX, UNKNOWN, kind_of
from models.roles import Role
from regulation.words.lifts import LIFTS
from regulation.words.sentences.chinese import in_chinese
from tests.api.conftest import Api, resident_id

RULES = Path(regulation.__file__).parent
SHOWN: dict[str, Any] = {"materials": {"professional_qualification": "资格证 1"}}
LEDGER = Path(ledger.__file__).parent
ROUTES = Path(routes.__file__).parent


def require_problem(answer: httpx2.Response, code: str) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    known = {name.replace("_", "-"): kind for name, kind in {**OWN, **REFUSED}.items()}
    assert problem["type"] == f"{TYPE_PREFIX}{code}", problem
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (problem["status"], problem["title"]) == (answer.status_code, known[code].title)
    assert answer.status_code == known[code].status
    assert problem["instance"] == f"urn:standing:request:{answer.headers['x-request-id']}"
    assert problem["detail"]
    require_chinese(problem)
    return problem


def require_chinese(problem: dict[str, Any]) -> None:
    """Title, detail and each fault are said in Chinese, and not by a word for whatever has no row."""
    assert problem["title_zh"]
    assert problem["detail_zh"] != problem["title_zh"], problem["detail"]
    for fault in problem.get("errors", ()):
        assert in_chinese(fault["message"]) == fault["message_zh"], fault


def refusals_of_the_rules() -> list[tuple[str, bool]]:
    """Every code that stands in a `Refusal(code=…)` or `refuse("…")`, of the rules or of what goes by them, and whether
    an article stands beside it.
    """
    found: list[tuple[str, bool]] = []
    for path in (*RULES.rglob("*.py"), *LEDGER.rglob("*.py"), *ROUTES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            codes = {"refuse": node.args[:1], "Refusal": [named["code"]] if "code" in named else []}
            cites = "article" in named or (node.func.id == "refuse" and len(node.args) > 2)
            found += [
                (code.value, cites)
                for code in codes.get(node.func.id, [])
                if isinstance(code, ast.Constant) and isinstance(code.value, str)
            ]
    return found


def codes_of_the_rules() -> set[str]:
    return {code for code, _ in refusals_of_the_rules()}


def test_every_refusal_of_the_rules_has_a_row() -> None:
    """A rule that refuses in a new way fails here, not at a caller's; and no row is left over."""
    codes = codes_of_the_rules()
    assert len(codes) > 15
    named = {code for code in codes if code.replace("_", "-") in UNKNOWN}
    assert codes - named == set(REFUSED) | ANSWERED
    assert all(kind_of(code).status == 404 for code in named)


def test_a_refusal_by_an_article_says_what_would_lift_it() -> None:
    """Each that another input does not help has a row; each row belongs to a code, and is said in both languages."""
    by_article = {code for code, cites in refusals_of_the_rules() if cites and code not in ANSWERED}
    assert {code for code in by_article if kind_of(code).status == 409} <= set(LIFTS)
    assert set(LIFTS) <= set(REFUSED)
    for code, lift in LIFTS.items():
        assert lift.words is None or (lift.words.zh and lift.words.en), code
        assert lift.words is not None or lift.until == "never", f"{code}: what ends by itself, ends by something"


def test_a_problem_is_declared_once() -> None:
    """Whether a route or a rule finds it, one row says its status and its title."""
    assert not {code.replace("_", "-") for code in REFUSED} & set(OWN)
    assert len({kind.title for kind in UNKNOWN.values()}) == len(UNKNOWN)


FINDING = {"id": "x", "category": "fabrication"}
REFUSALS: list[tuple[str, list[tuple[str, dict[str, Any]]], str, dict[str, Any]]] = [
    ("unknown-id", [], "bans/b9/overturn", {}),
    ("same-name", [("name-changes", {"name": "另一个"})], "name-changes", {"name": "另一个"}),
    ("duplicate-id", [("violations", FINDING)], "violations", FINDING),
    ("already-overturned", [("violations", FINDING), ("violations/x/overturn", {})], "violations/x/overturn", {}),
    (
        "already-revoked",
        [
            (
                "certifications",
                {"id": "c", "field": "finance", "valid_from": "2026-03-01", "valid_until": "2026-04-01", **SHOWN},
            ),
            ("certifications/c/revocation", {}),
        ],
        "certifications/c/revocation",
        {},
    ),
    ("nothing-granted", [], "monetization-cancellations", {}),
    (
        "not-shorter",
        [("bans", {**FINDING, "duration": "P7D"})],
        "bans/x/shorten",
        {"duration": "P8D"},
    ),
    ("reserved-id", [], "bans", {**FINDING, "id": "application-2", "duration": "P7D"}),
    ("factor-out-of-range", [], "bans", {**FINDING, "duration": "P7D", "factor": "3.1"}),
    (
        "certification-over",
        [],
        "certifications",
        {"field": "finance", "valid_from": "2025-03-01", "valid_until": "2026-03-09"},
    ),
    (
        "materials-missing",
        [],
        "certifications",
        {"field": "finance", "valid_from": "2026-03-01", "valid_until": "2027-02-28"},
    ),
    ("account-closed", [("closure", {})], "name-changes", {"name": "另一个"}),
    ("before-registration", [], "name-changes", {"name": "另一个", "effective_at": "2026-03-01T00:00:00+08:00"}),
    ("effective-in-future", [], "name-changes", {"name": "另一个", "effective_at": "2026-03-11T00:00:00+08:00"}),
    ("effective-too-old", [], "name-changes", {"name": "另一个", "effective_at": "2026-02-01T00:00:00+08:00"}),
]


@pytest.mark.parametrize(("code", "before", "path", "body"), REFUSALS, ids=[row[0] for row in REFUSALS])
async def test_a_refusal_of_the_rules_is_a_problem(
    api: Api, code: str, before: list[tuple[str, dict[str, Any]]], path: str, body: dict[str, Any]
) -> None:
    """Each refusal arrives under its own type, and leaves the account as it was."""
    account = await api.registered()
    for step, sent in before:
        assert (await api.operator.post(f"/v1/accounts/{account}/{step}", json=sent)).is_success
    version = (await api.operator.get(f"/v1/accounts/{account}")).json()["version"]
    require_problem(await api.operator.post(f"/v1/accounts/{account}/{path}", json=body), code)
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["version"] == version


async def test_a_ban_that_is_over_cannot_be_shortened(api: Api) -> None:
    """Once the suspension has ended too, there is nothing left to shorten."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/bans", json={**FINDING, "duration": "P1D"})
    api.clock.pass_(days=4)
    answer = await api.operator.post(f"/v1/accounts/{account}/bans/x/shorten", json={"duration": "PT1H"})
    require_problem(answer, "ban-over")


async def test_quota_and_bar_cite_article_7(api: Api) -> None:
    """A second account of a person is refused; after a sanction closure every account is."""
    number = resident_id()
    body = {"kind": "individual", "holder": {"resident_id": number}, "name": "甲"}
    await api.operator.post("/v1/accounts", json={**body, "account": "first"})
    again = require_problem(
        await api.operator.post("/v1/accounts", json={**body, "account": "second"}), "quota-exceeded"
    )
    assert again["article"] == 7
    assert "until" not in again
    assert (again["lifted_by"], again["lifted_by_zh"]) == (
        "closing an account of the holder, or an exemption",
        "关闭该主体的一个账号，或获得豁免",
    )
    require_problem(await api.operator.post("/v1/accounts", json={**body, "account": "first"}), "account-exists")
    holder = {"holder": {"resident_id": number}}
    require_problem(await api.operator.post("/v1/accounts/first/holder-changes", json=holder), "same-holder")
    await api.operator.post("/v1/accounts/first/closure", json={"category": "matrix_manipulation"})
    barred = require_problem(
        await api.operator.post("/v1/accounts", json={**body, "account": "third"}), "holder-barred"
    )
    assert (barred["article"], barred["until"]) == (7, "never")
    assert barred["lifted_by"] == "a successful appeal against the closure"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/standing"),
        ("GET", "/timeline"),
        ("GET", "/facts"),
        ("GET", "/homepage"),
        ("GET", "/eligibility?method=advertising"),
        ("POST", "/closure"),
        ("POST", "/monetization-applications"),
    ],
)
async def test_an_unknown_account_is_404_everywhere(api: Api, method: str, path: str) -> None:
    """Also a command on it, also with an If-Match."""
    body = {"methods": ["advertising"]} if "applications" in path else {}
    for headers in ({}, {"If-Match": '"1"'}) if method == "POST" else ({},):
        sent: dict[str, Any] = {"json": body, "headers": headers} if method == "POST" else {}
        require_problem(await api.operator.request(method, f"/v1/accounts/nobody{path}", **sent), "unknown-account")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("events?after=-1", ["query.after: must be greater than or equal to 0", "query.after: must be 'latest'"]),
        ("events?after=soon", ["query.after: must be an integer", "query.after: must be 'latest'"]),
        ("accounts?limit=1e3", ["query.limit: must be an integer"]),
    ],
)
async def test_a_place_is_one_of_the_request_and_not_of_its_validation(api: Api, asked: str, told: list[str]) -> None:
    problem = require_problem(await api.operator.get(f"/v1/{asked}"), "invalid-request")
    assert [f"{fault['path']}: {fault['message']}" for fault in problem["errors"]] == told


@pytest.mark.parametrize("listed", ["accounts", "accounts/counts", "bans", "exemptions"])
async def test_an_identity_number_is_no_reference_of_a_holder(api: Api, listed: str) -> None:
    query = "by=status&" if listed.endswith("counts") else ""
    answer = await api.operator.get(f"/v1/{listed}?{query}holder={resident_id()}")
    assert "resident ID number" in require_problem(answer, "invalid-request")["detail"]


async def test_a_word_of_a_path_is_no_identifier(api: Api) -> None:
    body = {"account": "counts", "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "甲"}
    problem = require_problem(await api.operator.post("/v1/accounts", json=body), "invalid-request")
    assert problem["detail"] == "body.account: is the word of a path of this API: choose another identifier"


async def test_what_the_framework_finds_wrong_is_a_problem_too(api: Api) -> None:
    """Unknown paths, other methods, bodies that are no JSON, too large or of another type."""
    require_problem(await api[None].get("/nowhere"), "not-found")
    require_problem(await api.operator.get("/v1/accounts/"), "not-found")
    other = await api.operator.delete("/v1/decisions")
    require_problem(other, "method-not-allowed")
    assert other.headers["allow"] == "POST"
    as_json = {"Content-Type": "application/json"}
    post = api.operator.post
    for content in (b"{", b"\xff\xfe{", b"[" * 100_000, b'{"at_least_version": ' + b"9" * 5000 + b"}", b'{"a":"\xd8"}'):
        require_problem(await post("/v1/decisions", content=content, headers=as_json), "malformed-body")
    require_problem(await post("/v1/decisions", content=b"a=1"), "unsupported-media-type")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    require_problem(await post("/v1/decisions", content=b"a=1", headers=form), "unsupported-media-type")
    large = b'{"account":"' + b"a" * LARGEST_BODY + b'"}'
    require_problem(await post("/v1/decisions", content=large, headers=as_json), "body-too-large")

    async def dribble() -> Any:
        for _ in range(20):
            yield b" " * (LARGEST_BODY // 16)

    require_problem(await post("/v1/decisions", content=dribble(), headers=as_json), "body-too-large")


ID = resident_id(7)
BAN = {"category": "fabrication", "duration": "P7D"}
WRONG: list[tuple[str, str, Any, str, str]] = [
    ("unknown field", "bans", {**BAN, "durration": "P1D"}, "body.durration", "not known here"),
    ("unknown name that may be a number", "bans", {**BAN, ID: 1}, "body.(a name that is not shown)", "not known here"),
    ("unknown nested field", "holder-changes", {"holder": {"resident_id": ID, "x": 1}}, "body.holder.x", "not known"),
    ("months", "bans", {**BAN, "duration": "P1M"}, "body.duration", "months and years differ in length"),
    ("no duration", "bans", {"category": "fabrication"}, "body.duration", "is required"),
    ("zero", "bans", {**BAN, "duration": "PT0S"}, "body.duration", "longer than zero"),
    ("a century", "bans", {**BAN, "duration": "P40000D"}, "body.duration", "at most P3653D"),
    ("number as duration", "bans", {**BAN, "duration": 7}, "body.duration", "P7D"),
    ("unknown category", "bans", {**BAN, "category": ID}, "body.category", "must be 'impersonation'"),
    ("time without offset", "bans", {**BAN, "effective_at": "2026-03-01T09:00:00"}, "body.effective_at", "no offset"),
    ("unix time", "bans", {**BAN, "effective_at": "1772355600"}, "body.effective_at", "RFC 3339"),
    ("factor", "bans", {**BAN, "factor": "NaN"}, "body.factor", "finite"),
    ("identifier", "bans", {**BAN, "id": f"{ID} "}, "body.id", "1 to 64 letters"),
    ("identity in a text", "bans", {**BAN, "reason": f"{ID}造谣"}, "body.reason", "remove it"),
    ("control character", "name-changes", {"name": "a\x00b"}, "body.name", "control characters"),
    ("lone surrogate", "name-changes", {"name": "\ud800"}, "body.name", "must be a string"),
    ("no holder", "holder-changes", {"holder": {}}, "body.holder", "exactly one"),
    ("wrong kind", "holder-changes", {"holder": {"resident_id": ID}, "kind": "enterprise"}, "body.holder.resident_id",
     "unified_social_credit_code"),
    ("wrong check digit", "holder-changes", {"holder": {"resident_id": ID[:-1] + ("0" if ID[-1] != "0" else "1")}},
     "body.holder.resident_id", "check digit"),
    ("bare number", "holder-changes", {"holder": {"resident_id": 110105}}, "body.holder.resident_id", "string"),
    ("day as a number", "certifications", {"field": "finance", "valid_from": 1, "valid_until": "2026-04-01"},
     "body.valid_from", "must be a day"),
    ("end first", "certifications", {"field": "finance", "valid_from": "2026-05-01", "valid_until": "2026-04-01"},
     "body", "lies before"),
    ("dated back", "monetization-applications", {"methods": ["advertising"], "effective_at": "2026-03-10T00:00:00Z"},
     "body.effective_at", "not known here"),
    ("no method", "monetization-applications", {"methods": []}, "body.methods", "at least 1"),
    ("not an object", "bans", [1], "body", "JSON object"),
    ("nothing", "bans", None, "body", "is required"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "where", "says"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
async def test_what_is_wrong_is_named_by_path_and_not_repeated(
    api: Api, path: str, body: Any, where: str, says: str
) -> None:
    """422 with the path and what would be right; the identity number that was sent is nowhere in the answer."""
    account = await api.registered()
    content = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    answer = await api.operator.post(f"/v1/accounts/{account}/{path}", content=content, headers=headers)
    problem = require_problem(answer, "invalid-request")
    said = {fault["path"]: fault["message"] for fault in problem["errors"]}
    assert says in said.get(where, ""), said
    assert ID not in answer.text


@pytest.mark.parametrize(
    ("query", "where", "says"),
    [
        ("standing?as_off=2026-03-01T00:00:00Z", "query.as_off", "not known here"),
        ("homepage?at=2026-03-01T00:00:00Z", "query.at", "not known here"),
        ("standing?at=yesterday", "query.at", "RFC 3339"),
        ("standing?at=2026-03-01T00:00:00", "query.at", "no offset"),
        ("facts?limit=1&limit=2", "query.limit", "give it once"),
        ("facts?limit=0", "query.limit", "greater than or equal to 1"),
        ("facts?limit=501", "query.limit", "less than or equal to 500"),
        ("facts?after=2147483648", "query.after", "less than or equal"),
        ("eligibility", "query.method", "is required"),
        ("timeline?from=2026-05-01T00:00:00Z&to=2026-04-01T00:00:00Z", "query.to", "after `from`"),
    ],
)
async def test_questions_are_checked_as_well(api: Api, query: str, where: str, says: str) -> None:
    """A misspelt parameter is not ignored: the answer would be about something else."""
    account = await api.registered()
    problem = require_problem(await api.operator.get(f"/v1/accounts/{account}/{query}"), "invalid-request")
    assert says in {fault["path"]: fault["message"] for fault in problem["errors"]}.get(where, ""), problem


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("Idempotency-Key", "a" * 256, "1 to 255 visible"),
        ("Idempotency-Key", "two words", "1 to 255 visible"),
        ("If-Match", "3", "quotation marks"),
        ("If-Match", 'W/"3"', "quotation marks"),
        ("If-Match", "*", "quotation marks"),
    ],
)
async def test_headers_are_checked_as_well(api: Api, name: str, value: str, says: str) -> None:
    """A key or a version that cannot be one is refused before anything happens."""
    account = await api.registered()
    answer = await api.operator.post(f"/v1/accounts/{account}/closure", json={}, headers={name: value})
    problem = require_problem(answer, "invalid-request")
    assert problem["errors"][0]["path"] == f"header.{name.lower()}"
    assert says in problem["errors"][0]["message"]


async def test_a_list_is_not_too_short_because_an_item_is_wrong(api: Api) -> None:
    """The item is named with its place, and nothing else is found wrong; an empty list is too short."""
    named = {"source": "名录", "listed_on": "2026-10-01"}
    wrong = {**named, "names": [{"kind": "news_media", "name": "山野融媒"}, {"kind": "shoe"}]}
    problem = require_problem(await api.operator.post("/v1/lexicon/imports", json=wrong), "invalid-request")
    assert {fault["path"] for fault in problem["errors"]} == {"body.names.1.kind", "body.names.1.name"}
    none = {**named, "names": []}
    problem = require_problem(await api.operator.post("/v1/lexicon/imports", json=none), "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == ["body.names"]


async def test_what_nobody_foresaw_is_a_problem_without_details(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 with an identifier that stands in the log, and no word of the error itself."""

    def broken() -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(api.app.state.app_state.measures, "exposition", broken)
    answer = await api[None].get("/metrics")
    require_problem(answer, "internal-error")
    assert "secret" not in answer.text


async def test_who_is_nobody_gets_401_and_how_to_become_somebody(api: Api) -> None:
    """No key, a key of another form, one that never was: the body is not even read."""
    for authorization in (None, "Bearer", "Basic YTpi", "Bearer sk_short", f"Bearer sk_{'a' * 43}", "Bearer \x7f"):
        headers = {} if authorization is None else {"Authorization": authorization}
        answer = await api[None].post("/v1/decisions", content=b"{", headers=headers)
        require_problem(answer, "unauthenticated")
        assert answer.headers["www-authenticate"] == 'Bearer realm="standing"'


async def test_forbidden_names_the_roles_that_may(api: Api) -> None:
    """403 says which role it takes and which ones the key has."""
    answer = await api[Role.AUDITOR].post("/v1/accounts/a/bans", json=BAN)
    assert require_problem(answer, "forbidden")["detail"] == (
        "this takes a key with the role reviewer or operator; yours has auditor"
    )
