"""Beginnings of identifiers: found for those who may list the kind, in order, and never more than a page."""

from models.roles import Role
from tests.api.conftest import Api


async def test_identifiers_that_begin_so_are_found_by_whoever_lists_them(api: Api) -> None:
    """The beginning is text: a sign that means something to a pattern means nothing here."""
    account = await api.registered()
    for name in ("dir-ab-1", "dir-ab-2", "dir-ac-1"):
        body = {"id": name, "order": "report_reach", "account": account}
        assert (await api.operator.post("/v1/directives", json=body)).status_code == 201
    for begins, found in (("dir-ab", ["dir-ab-1", "dir-ab-2"]), ("dir-ac-1", ["dir-ac-1"]), ("dir%", []), ("dir_", [])):
        answer = await api.operator.get("/v1/identifiers", params={"kind": "directive", "begins": begins})
        assert answer.json() == {"identifiers": found}, begins
    platform = await api[Role.PLATFORM].get("/v1/identifiers", params={"kind": "case", "begins": "close"})
    assert platform.status_code == 403
    for wrong in ({"kind": "directive", "begins": "dir"}, {"kind": "account", "begins": "account"}):
        assert (await api.operator.get("/v1/identifiers", params=wrong)).status_code == 422


async def test_an_exemption_is_granted_to_the_holder_of_an_account_or_by_reference(api: Api) -> None:
    """Whoever grants it need not have the holder's number."""
    account = await api.registered()
    holder = (await api.operator.get(f"/v1/accounts/{account}")).json()["holder"]
    terms = {"more_accounts": 2, "until": "2027-01-01T00:00:00+08:00", "reason": "editions"}
    for one in ({"account": account}, {"reference": holder}):
        granted = await api.operator.post("/v1/exemptions", json={**terms, **one})
        assert granted.status_code == 201, granted.text
        assert granted.json()["terms"]["holder"] == holder
    for wrong in ({}, {"account": account, "reference": holder}):
        assert (await api.operator.post("/v1/exemptions", json={**terms, **wrong})).status_code == 422
    unknown = await api.operator.post("/v1/exemptions", json={**terms, "account": "nobody"})
    assert unknown.status_code == 404


async def test_names_are_screened_in_their_order(api: Api) -> None:
    """Also what could not become a name."""
    names = ["人民曰报", "北京小吃日记", "\u202e"]
    answer = (await api.operator.post("/v1/screenings/names", json={"names": names})).json()
    assert [one["text"] for one in answer["screenings"]] == names
    assert [one["outcome"] for one in answer["screenings"][:2]] == ["review", "clear"]
    assert (await api.operator.post("/v1/screenings/names", json={"names": []})).status_code == 422
