"""Screenings and the lexicon over HTTP: what is held and why, and what operators change about it, at once in force."""

from typing import Any

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem

LIST: dict[str, Any] = {
    "source": "测试名录",
    "listed_on": "2026-03-01",
    "names": [{"kind": "news_media", "name": "山野融媒观察社", "plain": ["山野观察"]}],
}


async def screened(api: Api, **body: str) -> dict[str, Any]:
    answer = await api[Role.PLATFORM].post("/v1/screenings", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_held_name_says_what_how_where_and_by_which_version(api: Api) -> None:
    said = await screened(api, name="小编在人民曰报")
    assert said["outcome"] == "review"
    (seen,) = said["name"]["matches"]
    assert (seen["protected"], seen["how"], seen["rule"], seen["start"], seen["end"]) == (
        "人民日报",
        "look_alike",
        "protected_name",
        3,
        7,
    )
    shown = (await api.operator.get("/v1/lexicon")).json()
    assert said["name"]["lexicon"] == shown["version"]
    assert {"row": "newsroom_alone", "on": False}.items() <= {row["row"]: row for row in shown["rows"]}[
        "newsroom_alone"
    ].items()


async def test_a_bio_counts_and_what_is_no_part_of_a_profile_is_refused(api: Api) -> None:
    assert (await screened(api, name="北京小吃日记", bio="每天一家小店"))["outcome"] == "clear"
    claimed = await screened(api, name="山野", bio="新华社官方账号")
    assert (claimed["outcome"], claimed["name"]["outcome"], claimed["bio"]["outcome"]) == ("review", "clear", "review")
    require_problem(
        await api[Role.PLATFORM].post("/v1/screenings", json={"name": "山野", "banner": "iVBORw0KGgo="}),
        "invalid-request",
    )


async def test_a_list_is_imported_found_and_retired_and_each_change_is_an_event(api: Api) -> None:
    assert (await screened(api, name="山野融媒观察社"))["outcome"] == "clear"
    headers = {"Idempotency-Key": f"import-{api.numbers()}"}
    first = await api.operator.post("/v1/lexicon/imports", json=LIST, headers=headers)
    assert first.status_code == 200, first.text
    again = await api.operator.post("/v1/lexicon/imports", json=LIST, headers=headers)
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    held = await screened(api, name="山野融媒观察社")
    assert (held["outcome"], held["name"]["lexicon"]) == ("review", first.json()["version"])
    page = (await api.operator.get("/v1/lexicon/names?search=山野融媒")).json()
    assert [name["id"] for name in page["names"]] == ["山野融媒观察社"]
    gone = await api.operator.post("/v1/lexicon/retirements", json={"entries": ["山野融媒观察社"], "reason": "test"})
    assert gone.json()["entered"] == [{"type": "retired", "entries": ["山野融媒观察社"], "reason": "test"}]
    assert (await screened(api, name="山野融媒观察社"))["outcome"] == "clear"
    events = (await api.operator.get("/v1/events?types=lexicon.*")).json()["events"]
    assert [event["type"] for event in events][-2:] == ["lexicon.imported", "lexicon.retired"]


async def test_names_come_in_pages(api: Api) -> None:
    first = (await api.operator.get("/v1/lexicon/names?kind=military&limit=2")).json()
    rest = (await api.operator.get(f"/v1/lexicon/names?kind=military&after={first['next']}")).json()
    ids = [name["id"] for name in (*first["names"], *rest["names"])]
    assert ids == sorted(set(ids))
    assert "中央军事委员会" in ids
    assert rest["next"] is None


async def test_what_is_wrong_with_a_change_is_said_and_nothing_is_done(api: Api) -> None:
    before = (await api.operator.get("/v1/lexicon")).json()["version"]
    post = api.operator.post
    twice = {**LIST, "names": [LIST["names"][0], LIST["names"][0], {"kind": "party", "name": "★京★"}]}
    wrong = await post("/v1/lexicon/imports", json=twice)
    require_problem(wrong, "invalid-request")
    assert [fault["path"] for fault in wrong.json()["errors"]] == ["body.names.1", "body.names.2"]
    require_problem(await post("/v1/lexicon/retirements", json={"entries": ["没有的"]}), "unknown-protected-name")
    require_problem(await post("/v1/lexicon/switches", json={"row": "none", "on": True}), "unknown-row")
    # Also one that nobody has changed yet has a version to be wrong about.
    stale = await post("/v1/lexicon/switches", json={"row": "newsroom_alone", "on": True}, headers={"If-Match": '"99"'})
    require_problem(stale, "version-mismatch")
    assert (await api.operator.get("/v1/lexicon")).json()["version"] == before


async def test_a_row_is_switched_and_back(api: Api) -> None:
    switch = {"row": "newsroom_alone", "on": True, "reason": "专项行动"}
    assert (await api.operator.post("/v1/lexicon/switches", json=switch)).status_code == 200
    assert (await screened(api, name="宇宙新闻"))["outcome"] == "review"
    await api.operator.post("/v1/lexicon/switches", json={**switch, "on": False})
    assert (await screened(api, name="宇宙新闻"))["outcome"] == "clear"


CLAIMS = ("CCTV记者小李", "央视小李", "BTV记者", "北京交警小王", "4川日报", "④川日报", "CCTV十三")


async def test_a_name_that_claims_to_be_of_a_body_is_held_with_more_words_too(api: Api) -> None:
    for name in CLAIMS:
        assert (await screened(api, name=name))["outcome"] == "review", name


async def test_a_preset_is_chosen_recorded_and_looked_at_again(api: Api) -> None:
    wrong = await api.operator.post("/v1/lexicon/presets", json={"preset": "strict"})
    require_problem(wrong, "unknown-preset")
    assert (await screened(api, name="北京小吃日记"))["outcome"] == "clear"
    chosen = await api.operator.post("/v1/lexicon/presets", json={"preset": "literal", "reason": "专项行动"})
    assert chosen.json()["entered"] == [{"type": "preset_chosen", "preset": "literal", "reason": "专项行动"}]
    held = await screened(api, name="北京小吃日记")
    assert (held["outcome"], held["name"]["lexicon"]) == ("review", chosen.json()["version"])
    shown = (await api.operator.get("/v1/lexicon")).json()
    rows = {row["row"]: row["on"] for row in shown["rows"]}
    assert (shown["preset"], rows["contained"], rows["newsroom_alone"]) == ("literal", True, False)
    rescreens = (await api.operator.get("/v1/rescreens")).json()["rescreens"]
    assert ("lexicon", chosen.json()["version"]) in [(each["because"], each["lexicon"]) for each in rescreens]
    await api.operator.post("/v1/lexicon/presets", json={"preset": "balanced", "reason": "test"})
    assert (await screened(api, name="北京小吃日记"))["outcome"] == "clear"
    events = (await api.operator.get("/v1/events?types=lexicon.*")).json()["events"]
    assert [event["type"] for event in events][-2:] == ["lexicon.preset_chosen"] * 2
