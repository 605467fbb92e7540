"""Every string that comes in is readable text, compared text, or a word whose pattern holds nothing that misleads."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from ledger.importing.rows import AccountRow
from models.texts.incoming import MARK
from tests.api.conftest import Api, name_of, resident_id
from tests.api.test_problems import require_problem
from tests.ugly_names import REFUSED, TAKEN

KINDS = {"name", "line", "text", "word", "compared"}
FORMATS = {"date", "date-time", "duration", "binary", "uri"}
"""Formats whose readers take ASCII alone, or write the rest of it in ASCII."""
MISLEADING = ["a\u202eb", "a\u2028b", "a\uffffb", "a\ue000b", "a\x00b", "a\x1bb", "a\u200bb", "\u3164", "a\ud800b"]

CHECKED_ELSEWHERE = {
    "NewWebhookBody.types[]": "each must be one of the known types of events",
    "WebhookChangeBody.types[]": "each must be one of the known types of events",
    "query:types": "each must be one of the known types of events",
    "RegisterBody.picture": "base64",
    "ProfileChangeBody.picture": "base64",
    "ScreeningBody.avatar": "base64",
    "BanBody.factor": "a decimal number",
    "BanInput.factor": "a decimal number",
    "ConsequencesInput.factor": "a decimal number",
}


def strings(schema: dict[str, Any], path: str, known: dict[str, Any], inside: tuple[str, ...] = ()) -> Iterator[Any]:
    """Each schema of a string in this one, with the path that leads to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in inside:
            yield from strings(known[name], name, known, (*inside, name))
        return
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
    for part in parts:
        yield from strings(part, path, known, inside)
    if schema.get("type") == "string" or not ({"type", "const", "enum", "properties"} & set(schema) or parts):
        yield path, schema
    for key, inner in schema.get("properties", {}).items():
        yield from strings(inner, f"{path}.{key}", known, inside)
    for inner in [schema.get("items"), *schema.get("prefixItems", ()), schema.get("additionalProperties")]:
        if isinstance(inner, dict):
            yield from strings(inner, f"{path}[]", known, inside)


def sent(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each string that the description lets a caller send: in bodies, queries, paths and headers."""
    known = description["components"]["schemas"]
    for methods in description["paths"].values():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from strings(content["schema"], "BODY", known)
            for parameter in operation.get("parameters", ()):
                yield from strings(parameter["schema"], f"{parameter['in']}:{parameter['name']}", known)


def is_safe(schema: dict[str, Any]) -> bool:
    if {"enum", "const"} & set(schema) or schema.get("format") in FORMATS or schema.get(MARK) in KINDS:
        return True
    pattern = schema.get("pattern")
    return pattern is not None and not any(re.search(pattern, text) for text in MISLEADING)


def test_every_string_of_the_description_is_of_one_kind(api: Api) -> None:
    """A new field with a plain string fails here, and so does an exception that nothing needs any more."""
    found = list(sent(api.app.openapi()))
    marked = {path for path, schema in found if schema.get(MARK)}
    unsafe = {path for path, schema in found if not is_safe(schema)}

    assert unsafe == set(CHECKED_ELSEWHERE)
    assert len(marked) > 100


def test_every_column_of_an_import_is_of_one_kind() -> None:
    """The same of the rows that a platform brings along, and of everything nested in their cells."""
    schema = TypeAdapter(AccountRow).json_schema()
    found = list(strings(schema, "row", schema["$defs"]))

    assert [path for path, inner in found if not is_safe(inner)] == ["RowBan.factor"]
    assert len([path for path, inner in found if inner.get(MARK)]) > 8


@pytest.mark.parametrize("value", [{"source": "a\u202eb"}, {"media": [{"kind": "self_shot", "place": "a\uffffb"}]}])
async def test_a_draft_misleads_nobody(api: Api, value: dict[str, Any]) -> None:
    """What is put into labels is readable text as well."""
    account = await api.registered()
    body = {"account": account, "draft": value}
    answer = await api.operator.post("/v1/decisions/publish", json=body)
    require_problem(answer, "invalid-request")


@pytest.mark.parametrize("source", ["\u200b", "\u3164", "\u2800", {"name": "\u200b"}, {"name": "\u3164"}])
async def test_a_source_that_shows_nothing_is_a_missing_source(api: Api, source: Any) -> None:
    """A blank that is not a space names nobody: as a name alone it is left out, as a source it is refused."""
    account = await api.registered()
    body = {"account": account, "draft": {"topics": ["public_policy"], "source": source}}
    answer = await api.operator.post("/v1/decisions/publish", json=body)
    if isinstance(source, str):
        assert answer.json()["answer"] == "refused"
        assert [reason["code"] for reason in answer.json()["reasons"]] == ["missing_source"]
    else:
        (fault,) = require_problem(answer, "invalid-request")["errors"]
        assert (fault["path"], fault["message"]) == ("body.draft.source.name", "name the source, or leave it out")


def registration(account: str, **more: Any) -> dict[str, Any]:
    return {
        "account": account,
        "kind": "individual",
        "holder": {"resident_id": resident_id()},
        "name": name_of(account),
        **more,
    }


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
async def test_an_ugly_name_is_refused(api: Api, name: str) -> None:
    """On each way on which a name comes in; nothing of it is repeated."""
    account = await api.registered()
    for path, body in (
        ("/v1/accounts", registration("ugly", name=name)),
        (f"/v1/accounts/{account}/name-changes", {"name": name}),
        ("/v1/screenings", {"name": name}),
        ("/v1/networks", {"id": "ugly", "name": name}),
    ):
        problem = require_problem(await api.operator.post(path, json=body), "invalid-request")
        assert [fault["path"] for fault in problem["errors"]] == ["body.name"]
        assert name.strip() not in problem["errors"][0]["message"] or not name.strip()


@pytest.mark.parametrize("name", TAKEN.values(), ids=TAKEN)
async def test_a_real_name_is_taken_and_shown_as_it_was_sent(api: Api, name: str) -> None:
    """Families, flags, rare characters and odd signs come back letter by letter."""
    account = f"taken-{api.numbers()}"
    answer = await api.operator.post("/v1/accounts", json=registration(account, name=name))
    assert answer.status_code in {201, 202}, answer.text
    shown = (await api.operator.get(f"/v1/accounts/{account}")).json()
    assert shown["name"] == name


async def test_a_place_in_a_list_that_no_text_holds_is_422(api: Api) -> None:
    """What a query seeks goes to the database, which knows no U+0000."""
    for path in ("/v1/rumors", "/v1/cases", "/v1/lexicon/names?search=%00", "/v1/exemptions?holder=%00"):
        asked = path if "?" in path else f"{path}?after=%00"
        assert (await api.operator.get(asked)).status_code == 422, asked


ID = "11010519491231002X"
DISGUISED = [
    ID,
    "110105 19491231 002X",
    "１１０１０５１９４９１２３１００２Ｘ",
    f"ID{ID}",
    "110105\u200b19491231\u200b002X",
    "110105-1949-1231-002x",
]


@pytest.mark.parametrize("number", DISGUISED)
async def test_an_identity_number_is_refused_in_whatever_disguise(api: Api, number: str) -> None:
    """In names, bios, reasons and materials, as the plain form; nothing of it is repeated."""
    account = await api.registered()
    url = f"/v1/accounts/{account}"
    certification = {
        "field": "finance",
        "valid_from": "2026-03-01",
        "valid_until": "2027-02-28",
        "materials": {"professional_background": f"持证 {number}"},
    }
    for path, body, where in (
        ("/v1/accounts", registration("disguised", name=number), "name"),
        ("/v1/accounts", registration("disguised", bio=f"我的号 {number}"), "bio"),
        (f"{url}/profile-changes", {"bio": number}, "bio"),
        (f"{url}/bans", {"category": "fabrication", "duration": "P1D", "reason": number}, "reason"),
        (f"{url}/certifications", certification, "materials"),
    ):
        answer = await api.operator.post(path, json=body)
        (fault,) = require_problem(answer, "invalid-request")["errors"]
        assert fault["path"] == f"body.{where}"
        assert "resident ID number" in fault["message"]
        assert number not in answer.text


async def test_a_phone_of_a_closed_account_is_known_however_it_is_spelt(api: Api) -> None:
    """The registration waits for a person, for the same reason as with the plain number."""
    owner = await api.registered(contacts={"phone": "13900139000"})
    await api.operator.post(f"/v1/accounts/{owner}/closure", json={"category": "matrix_manipulation"})
    for phone in (
        "１３９００１３９０００",
        "139.0013.9000",
        "139\u200b00139000",
        "+86 139 0013 9000",
        "0086-13900139000",
    ):
        account = f"phoned-{api.numbers()}"
        held = await api.operator.post("/v1/accounts", json=registration(account, contacts={"phone": phone}))
        assert held.status_code == 202, held.text
        case = (await api.operator.get(f"/v1/cases/{held.json()['id']}")).json()["case"]
        assert f"phone of account {owner}" in str(case["evidence"])


async def test_a_link_is_the_same_however_it_is_spelt(api: Api) -> None:
    """Accounts that act in concert are tied by what they share, not by how it was typed."""
    url = "/v1/coordination/links"
    for kind, spellings in {
        "phone": ["13900139000", "+86 139-0013-9000", "139\u200b00139000", "１３９００１３９０００"],
        "payout": ["6222020000011234567", "6222 0200 0001 1234 567", "6222-0200-0001-1234-567"],
        "device": ["imei-86-1", "IMEI-86-1", "imei-86\u200b-1", "ｉｍｅｉ-86-1"],
    }.items():
        links = [{"account": "linked", "kind": kind, "value": value} for value in spellings]
        assert (await api.operator.post(url, json={"links": links})).json()["new"] == 1, kind


@pytest.mark.parametrize("phone", ["\u200b", "\u3164", " "])
async def test_a_contact_that_shows_nothing_is_refused(api: Api, phone: str) -> None:
    """It would tie everybody to everybody."""
    answer = await api.operator.post("/v1/accounts", json=registration("blank", contacts={"phone": phone}))
    require_problem(answer, "invalid-request")
