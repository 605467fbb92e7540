"""Violations with their consequences and single measures, as their callers see them."""

from pathlib import Path
from typing import Any

import pytest

from api.state.rulebook import rulebook_of
from models.roles import Role
from models.words.violations import Category
from settings import SettingsError
from tests.api.conftest import Api, settings_for

LINK = "https://files.example.cn/v-1"


async def found(api: Api, account: str, identifier: str, **more: Any) -> Any:
    query = more.pop("query", "")
    body = {"id": identifier, "category": "recycled_news", **more}
    return await api[Role.REVIEWER].post(f"/v1/accounts/{account}/violations{query}", json=body)


async def test_a_finding_with_its_consequences_and_what_it_would_be(api: Api) -> None:
    """A dry run says exactly what is then done; the second of the year is a ban; evidence is kept with the finding."""
    account = await api.registered()
    assert (await found(api, account, "v1")).json()["consequences"]["warning"] is True
    dry = await found(api, account, "v2", query="?dry_run=true", evidence=[LINK], automated=True)
    real = await found(api, account, "v2", evidence=[LINK], automated=True)

    assert (dry.status_code, real.status_code) == (200, 201)
    said, done = dry.json(), real.json()
    assert (said.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert said.pop("foreseen")["facts"] == done["facts"]
    assert said == done
    assert (done["consequences"]["ban"], done["consequences"]["factor"]) == ("P7D", "2")
    assert (done["nth"], done["rules"], done["evidence"]) == (2, "notice (2023-07-10)", [LINK])
    assert done["standing"]["status"] == "banned"
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert facts[-1]["body"]["basis"]["automated"] is True


async def test_a_finding_alone(api: Api) -> None:
    """`consequences: none` records the finding and nothing else, foreseen and done."""
    account = await api.registered()
    body = {"id": "v1", "category": "vulgar_persona", "consequences": "none"}
    path = f"/v1/accounts/{account}/violations"
    dry = await api[Role.REVIEWER].post(f"{path}?dry_run=true", json=body)
    assert [fact["type"] for fact in dry.json()["facts"]] == ["violation_recorded"]
    alone = await api[Role.REVIEWER].post(path, json=body)
    assert [fact["type"] for fact in alone.json()["facts"]] == ["violation_recorded"]
    assert alone.json()["standing"]["status"] == "active"


async def test_the_catalogue_can_be_read(api: Api) -> None:
    """Every category once, with what its first, second and third lead to, in words too."""
    shown = (await api[Role.PLATFORM].get("/v1/catalogue")).json()
    rows = {row["category"]: row for row in shown["categories"]}
    assert set(rows) == {category.value for category in Category}
    steps = rows["hot_event_exploitation"]["steps"]
    assert (shown["record_months"], rows["hot_event_exploitation"]["article"], len(steps)) == (12, 7, 4)
    assert steps[1]["consequences"]["limit_recommendation"] == "P30D"
    assert steps[2]["en"].startswith("a ban of 30 days, no new followers for ever, followers gained")
    assert steps[2]["zh"].startswith("禁言30日、禁止新增粉丝（无期限）")


@pytest.mark.parametrize(
    ("query", "more", "status", "says"),
    [
        ("?dryrun=true", {}, 422, "query.dryrun"),
        ("", {"evidence": ["javascript:alert(1)"]}, 422, "http"),
        ("", {"evidence": [LINK] * 21}, 422, "body.evidence: must have at most 20 items"),
        ("", {"evidence": ["https://x.cn/11010519491231002X"]}, 422, "resident ID"),
        ("", {"consequences": "some"}, 422, "consequences"),
        ("", {"category": "recycled"}, 422, "category"),
    ],
)
async def test_what_is_wrong_is_said(api: Api, query: str, more: dict[str, Any], status: int, says: str) -> None:
    """A misspelt parameter, evidence that no browser should open, an unknown category: nothing is recorded."""
    account = await api.registered()
    answer = await found(api, account, "v1", query=query, **more)
    assert answer.status_code == status
    assert says in answer.text
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["version"] == 1


async def test_a_measure_is_imposed_shortened_and_overturned(api: Api) -> None:
    """Each step shows in the standing; what is done at once has no length."""
    account = await api.registered()
    reviewer, path = api[Role.REVIEWER], f"/v1/accounts/{account}/actions"
    measure = {"id": "m1", "measure": "freeze_growth", "category": "hot_event_exploitation"}
    imposed = (await reviewer.post(path, json=measure)).json()
    assert imposed["standing"]["status"] == "limited"
    shortened = await reviewer.post(f"{path}/m1/shorten", json={"measure": "freeze_growth", "duration": "P3D"})
    assert "until 2026-03-13 17:00" in shortened.json()["standing"]["message"]
    overturned = await reviewer.post(f"{path}/m1/overturn", json={"reason": "appeal"})
    assert overturned.json()["standing"]["status"] == "active"
    warned = await reviewer.post(path, json={**measure, "id": "m2", "measure": "warning", "duration": "P3D"})
    assert (warned.status_code, warned.json()["type"]) == (422, "urn:standing:problem:no-duration")


async def test_one_offence_counts_once(api: Api) -> None:
    """The second finding of the same contents is told of the first, with what to send if it is another; whoever says
    that is believed, and the word is on record; a dry run is told the same.
    """
    account = await api.registered()
    path = f"/v1/accounts/{account}/violations"
    body = {"category": "rumour_making", "contents": ["p1"], "evidence": [LINK]}
    first = (await api[Role.REVIEWER].post(path, json=body)).json()
    for query in ("", "?dry_run=true"):
        told = await api[Role.REVIEWER].post(path + query, json=body)
        assert (told.status_code, told.json()["type"]) == (409, "urn:standing:problem:same-offence")
        finding = told.json()["finding"]
        assert (finding["id"], finding["category"]) == (first["id"], "rumour_making")
        assert finding["recorded_at"] == first["facts"][0]["recorded_at"]
        assert "another_offence: true" in told.json()["detail"]
    banned = {"category": "rumour_making", "duration": "P3D", "contents": ["p1"]}
    ban = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/bans", json=banned)
    assert ban.json()["finding"]["id"] == first["id"]

    other = await api[Role.REVIEWER].post(path, json={**body, "another_offence": True, "consequences": "none"})
    assert other.status_code == 201
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert facts[-1]["body"]["basis"]["another_offence"] is True
    both = {"id": "m1", "follows": first["id"], "category": "rumour_making", "measure": "freeze_growth"}
    assert (await api[Role.REVIEWER].post(f"/v1/accounts/{account}/actions", json=both)).status_code == 422
    del both["id"]
    followed = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/actions", json=both)
    assert (followed.status_code, followed.json()["id"]) == (201, first["id"])


async def test_when_an_offence_was_committed_is_said(api: Api) -> None:
    """The statement says it in both languages; one that lies ahead, or before the account, is refused."""
    account = await api.registered()
    at = (await api.operator.get(f"/v1/accounts/{account}")).json()["registered_at"]
    done = await found(api, account, "v1", occurred_at=at, contents=["p1"])
    assert done.status_code == 201
    statement = (await api[Role.REVIEWER].get(f"/v1/accounts/{account}/actions/v1")).json()
    assert statement["occurred_at"] == at
    assert "Committed: " in statement["en"]
    assert "违规发生时间：" in statement["zh"]
    ahead = await found(api, account, "v2", occurred_at="2099-01-01T09:00:00+08:00")
    before = await found(api, account, "v2", occurred_at="2001-01-01T09:00:00+08:00")
    assert [(one.status_code, one.json()["type"].rpartition(":")[2]) for one in (ahead, before)] == [
        (422, "occurred-later"),
        (422, "before-registration"),
    ]


async def test_profit_that_was_never_granted_is_withheld_and_no_case_is_named(api: Api) -> None:
    """The answer says that granting is withheld, until when and by article 9; an application is told the same; a person
    lifts it with a reason.
    """
    account = await api.registered()
    persona = (await found(api, account, "v1", category="vulgar_persona")).json()
    consequences = persona["consequences"]
    assert (consequences["cancel_profit"], consequences["withhold_profit"], persona["cases"]) == (
        False,
        "clean_window",
        [],
    )
    (withheld,) = [r for r in persona["standing"]["restrictions"] if (r["kind"], r["article"]) == ("withheld", 9)]
    assert "granting profit-making is withheld since" in withheld["message"]
    assert "a person's lifting with a reason" in withheld["lifted_by"]
    applied = (
        await api[Role.PLATFORM].post(
            f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]}
        )
    ).json()
    assert (applied["outcome"], applied["eligible_at"]) == ("refused", withheld["until"])
    assert "art. 9" in applied["message"]
    assert {(r["article"], r["kind"]) for r in applied["reasons"]} == {
        (9, "suspension"),
        (9, "withheld"),
        (8, "withheld"),
    }
    statement = (await api[Role.REVIEWER].get(f"/v1/accounts/{account}/actions/v1")).json()
    assert "不得赋予营利权限" in statement["zh"]
    assert "取消" not in statement["zh"]
    assert "cancel" not in statement["en"]

    path = f"/v1/accounts/{account}/actions/v1/lift"
    assert (await api[Role.REVIEWER].post(path, json={"reason": ""})).status_code == 422
    assert (await api[Role.PLATFORM].post(path, json={"reason": "已整改"})).status_code == 403
    lifted = (await api[Role.REVIEWER].post(path, json={"reason": "已整改"})).json()
    assert [fact["type"] for fact in lifted["facts"]] == ["withholding_lifted"]
    again = await api[Role.REVIEWER].post(path, json={"reason": "已整改"})
    assert (again.status_code, again.json()["type"]) == (409, "urn:standing:problem:measure-over")
    events = (await api.operator.get(f"/v1/events?account={account}")).json()["events"]
    assert events[-1]["type"] == "account.withholding_lifted"


async def test_what_is_granted_is_cancelled_and_cannot_be_withheld(api: Api) -> None:
    """The measure is refused and says what there is instead; the finding cancels, and withholds what is not granted."""
    account = await api.registered()
    await api[Role.PLATFORM].post(
        f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]}
    )
    measure = {"measure": "withhold_profit", "category": "public_order"}
    refused = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/actions", json=measure)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:standing:problem:profit-granted")
    assert "cancel" in refused.json()["detail"]
    assert "suspend" in refused.json()["detail"]

    done = (await found(api, account, "v1", category="public_order")).json()
    consequences = done["consequences"]
    assert (consequences["cancel_profit"], consequences["withhold_profit"], done["cases"]) == (True, "clean_window", [])
    statement = (await api[Role.REVIEWER].get(f"/v1/accounts/{account}/actions/v1")).json()
    assert "取消营利权限（广告分成）" in statement["zh"]
    assert {m["measure"] for m in statement["measures"]} == {
        "ban",
        "suspension",
        "withhold_profit",
        "report",
        "cancellation",
    }
    alone = {"id": "m1", "category": "public_order"}
    cancelled = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/monetization-cancellations", json=alone)
    assert [fact["type"] for fact in cancelled.json()["facts"]] == ["monetization_cancelled", "measure_imposed"]


async def test_an_account_is_closed_and_opened_again(api: Api) -> None:
    """A third disaster closes; the reopening restores it, and a second one has nothing to open."""
    account = await api.registered()
    *_, closed = [await found(api, account, f"v{n}", category="disaster_exploitation") for n in (1, 2, 3)]
    assert closed.json()["standing"]["status"] == "closed"
    again = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/reopening", json={"reason": "appeal"})
    assert [fact["type"] for fact in again.json()["facts"]] == ["overturned", "account_reopened"]
    assert again.json()["standing"]["status"] == "banned"
    twice = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/reopening", json={})
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:standing:problem:not-closed")


def test_a_platforms_catalogue_is_checked_at_the_start(tmp_path: Path) -> None:
    """A wrong one keeps the API from starting, and says file and line; a right one is what violations lead to."""
    own = tmp_path / "own.yaml"
    own.write_text("version: v2\nsince: 2024-01-01\ncategories:\n  distortion:\n    - {ban: P1D, factor: 5}\n")
    with pytest.raises(SettingsError, match=r"own\.yaml:5: factor 5 is outside \[2, 3\]"):
        rulebook_of(settings_for("postgresql://u@localhost/x", catalogue=own))
    own.write_text(own.read_text().replace("5}", "3}"))
    catalogue = rulebook_of(settings_for("postgresql://u@localhost/x", catalogue=own)).catalogue
    assert catalogue.ladders[Category.DISTORTION].values[-1][1][0].factor == 3
