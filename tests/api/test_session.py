"""One account's life through the API, as the platform's own people would live it."""

from models.roles import Role
from tests.api.conftest import Api, resident_id

FIELD = {
    "field": "finance",
    "valid_from": "2026-03-01",
    "valid_until": "2027-02-28",
    "materials": {"professional_qualification": "资格证 1"},
}


async def test_an_account_lives_from_registration_to_closure(api: Api) -> None:
    """Each step answers with the outcome, the version, the facts and the standing after it; verdicts follow at once."""
    platform, reviewer = api[Role.PLATFORM], api[Role.REVIEWER]
    path = "/v1/accounts/gaoyuan"

    made = await platform.post(
        "/v1/accounts",
        json={"account": "gaoyuan", "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "高原财经"},
    )
    assert (made.status_code, made.headers["location"], made.headers["etag"]) == (201, path, '"1"')
    assert made.json()["outcome"] == "active"
    assert [fact["type"] for fact in made.json()["facts"]] == ["account_registered"]

    certified = await reviewer.post(f"{path}/certifications", json={**FIELD, "id": "cert-1"})
    assert (certified.status_code, certified.json()["id"], certified.json()["version"]) == (201, "cert-1", 2)
    assert certified.json()["standing"]["next_boundary"]["at"] == "2027-03-01T00:00:00+08:00"

    granted = await platform.post(f"{path}/monetization-applications", json={"methods": ["live_gifts"]})
    assert (granted.status_code, granted.json()["outcome"], granted.json()["message"]) == (200, "granted", "granted")

    banned = await reviewer.post(f"{path}/bans", json={"id": "b1", "category": "rumour_making", "duration": "P7D"})
    assert banned.status_code == 201
    assert banned.json()["standing"]["status"] == "banned"
    assert "until 2026-03-17 17:00 (b1, art. 9)" in banned.json()["standing"]["message"]

    asked = {"account": "gaoyuan", "privilege": "publish.finance", "at_least_version": banned.json()["version"]}
    refused = (await platform.post("/v1/decisions", json=asked)).json()
    assert (refused["answer"], refused["until"]) == ("refused", "2026-03-17T17:00:00+08:00")
    assert refused["reasons"][0]["article"] == 9

    withheld = await platform.post(f"{path}/monetization-applications", json={"methods": ["advertising"]})
    assert (withheld.status_code, withheld.json()["outcome"]) == (200, "refused")
    assert withheld.json()["eligible_at"] == "2026-06-10T17:00:00+08:00"
    assert {reason["article"] for reason in withheld.json()["reasons"]} == {8, 9}

    shorter = await reviewer.post(f"{path}/bans/b1/shorten", json={"duration": "P3D"})
    assert shorter.json()["standing"]["next_boundary"]["at"] == "2026-03-13T17:00:00+08:00"

    api.clock.pass_(days=3)
    standing = (await platform.get(f"{path}/standing")).json()
    assert standing["status"] == "suspended"
    answers = {one["privilege"]: one["answer"] for one in standing["privileges"]}
    assert (answers["publish"], answers["publish.finance"], answers["monetize.live_gifts"]) == (
        "allowed",
        "allowed",
        "refused",
    )

    overturned = await reviewer.post(f"{path}/bans/b1/overturn", json={"reason": "appeal upheld"})
    assert overturned.json()["standing"] == {
        "status": "active",
        "message": "高原财经 is active: nothing is restricted",
        "message_zh": "高原财经：正常，未受限制",
        "restrictions": [],
        "next_boundary": {
            "at": "2027-03-01T00:00:00+08:00",
            "message": "publishing in finance ends (cert-1): publishing in finance closes",
            "message_zh": "金融领域发布到期（cert-1）：金融领域发布关闭",
        },
    }

    home = (await platform.get(f"{path}/homepage")).json()
    assert [label["label_zh"] for label in home["labels"]] == ["金融"]

    closed = await platform.post(f"{path}/closure", json={})
    assert (closed.status_code, closed.json()["standing"]["status"]) == (201, "closed")
    account = (await platform.get(path)).json()
    assert (account["status"], account["closed_at"]) == ("closed", "2026-03-13T17:00:00+08:00")


async def test_what_a_command_recorded_stands_at_its_location(api: Api) -> None:
    """An identifier is made where none was given, and Location leads to the fact that carries it."""
    account = await api.registered()
    for resource, body in (
        ("violations", {"category": "missing_source", "consequences": "none"}),
        ("bans", {"category": "fabrication", "duration": "PT12H"}),
        ("certifications", FIELD),
        ("monetization-cancellations", {"category": "vulgar_persona"}),
    ):
        done = await api.operator.post(f"/v1/accounts/{account}/{resource}", json=body)
        assert done.status_code == 201, done.text
        there = (await api.operator.get(done.headers["location"])).json()
        assert [fact["body"]["id"] for fact in there["facts"]] == [done.json()["id"]]


async def test_a_holder_change_takes_the_kind_from_the_number(api: Api) -> None:
    """An enterprise that takes over an individual's account makes it an enterprise's; profit freezes (article 8)."""
    account = await api.registered()
    changed = await api.operator.post(
        f"/v1/accounts/{account}/holder-changes",
        json={"holder": {"unified_social_credit_code": "91350100m000100y43"}},
    )
    assert (changed.status_code, changed.json()["standing"]["status"]) == (200, "frozen")
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["kind"] == "enterprise"


async def test_a_cancellation_is_overturned_by_its_own_path(api: Api) -> None:
    """What the cancellation ended is granted again (reading 5)."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    await api.operator.post(f"{path}/monetization-applications", json={"methods": ["ecommerce"]})
    await api.operator.post(f"{path}/monetization-cancellations", json={"id": "c1"})
    question = {"account": account, "privilege": "monetize.ecommerce"}
    assert (await api.operator.post("/v1/decisions", json=question)).json()["answer"] == "refused"
    done = await api.operator.post(f"{path}/monetization-cancellations/c1/overturn", json={})
    assert done.status_code == 200
    assert (await api.operator.post("/v1/decisions", json=question)).json()["answer"] == "allowed"


async def test_a_name_and_a_revocation_change_what_is_shown(api: Api) -> None:
    """The homepage shows the new name, and no label once the certification is revoked (articles 2 and 4)."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    await api.operator.post(f"{path}/certifications", json={**FIELD, "id": "c1"})
    await api.operator.post(f"{path}/name-changes", json={"name": "高原观察"})
    revoked = await api.operator.post(f"{path}/certifications/c1/revocation", json={"reason": "withdrawn"})
    assert revoked.status_code == 200
    home = (await api.operator.get(f"{path}/homepage")).json()
    assert (home["name"], home["labels"]) == ("高原观察", [])
