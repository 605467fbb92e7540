"""Rows of operations whose example needs records of their own."""

from hashlib import sha256
from typing import Final

from models.roles import Role
from tests.api.conftest import name_of, person_with_key
from tests.api.test_emblems import AVATAR, BADGE, encoded
from tests.clients.platform import Platform
from tests.clients.rows import Call
from tests.regulation.test_identifiers import IRREGULAR

PDF: Final = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


async def granted_monetization(platform: Platform) -> Call:
    account = await platform.account()
    await platform.sent(f"/v1/accounts/{account}/monetization-applications", {"methods": ["advertising"]})
    return Call(path={"account": account})


async def cancelled_monetization(platform: Platform) -> Call:
    call = await granted_monetization(platform)
    account = call.path["account"]
    done = await platform.did(account, "monetization-cancellations", category="vulgar_persona", reason="third")
    return Call(path={"account": account, "id": done})


async def closed(platform: Platform) -> Call:
    account = await platform.account()
    await platform.did(account, "closure", category="matrix_manipulation", reason="case 112")
    return Call(path={"account": account})


async def receipt(platform: Platform) -> Call:
    body = {"account": await platform.account(), "privilege": "publish", "record": True}
    answer = await platform.caller.post("/v1/decisions", json=body)
    return Call(path={"receipt": answer.headers["Receipt"]})


async def account_query(platform: Platform) -> Call:
    return Call(query={"account": await platform.account()})


async def batch(platform: Platform) -> Call:
    account = await platform.account()
    return Call(body={"items": [{"account": account, "privilege": "publish"}, {"account": account, "draft": {}}]})


async def lines(platform: Platform) -> Call:
    line = f'{{"account": "{await platform.account()}", "privilege": "publish"}}\n'
    return Call(content=(line * 2).encode())


async def registration(platform: Platform) -> Call:
    return Call(body={"account": platform.fresh("gaoyuan")})


async def evidence(platform: Platform) -> Call:
    case = await platform.case()
    content = PDF + case.encode()
    kept = await platform.sent(
        "/v1/evidence", params={"name": "a.pdf"}, content=content, headers={"Content-Type": "application/pdf"}
    )
    piece = {"kind": "document", "text": "资格证扫描件", "digest": kept["digest"]}
    await platform.sent(f"/v1/cases/{case}/evidence", piece)
    return Call(path={"case": case, "digest": sha256(content).hexdigest()})


async def claimed(platform: Platform) -> str:
    case = await platform.case()
    await platform.sent(f"/v1/cases/{case}/claim")
    return case


async def handing_over(platform: Platform) -> Call:
    case = await claimed(platform)
    other, _ = await person_with_key(platform.api.database, "李宁", [Role.REVIEWER])
    return Call(path={"case": case}, body={"to": other, "reason": "熟悉该领域"})


async def view(platform: Platform) -> str:
    body = {"name": platform.fresh("view"), "filters": {"kind": ["appeal"]}}
    return str((await platform.sent("/v1/views", body))["id"])


async def directive(platform: Platform) -> str:
    body = {"order": "remove_followers", "account": await platform.account(), "expected": 1200}
    return str((await platform.sent("/v1/directives", body))["id"])


async def bulk_accounts(platform: Platform) -> Call:
    accounts = [await platform.account(), await platform.account()]
    return Call(body={"id": platform.fresh("sweep"), "accounts": accounts})


async def bulk_draft(platform: Platform) -> Call:
    return Call(body={"id": platform.fresh("sweep")})


async def bulk_list(platform: Platform) -> Call:
    measure = {"type": "ban", "category": "matrix_manipulation", "duration": "P7D"}
    body = {"id": platform.fresh("sweep"), "measure": measure, "reason": "the same text from all of them"}
    name = str((await platform.sent("/v1/bulk-actions/drafts", body))["id"])
    return Call(path={"bulk": name}, content=f'{{"account": "{await platform.account()}"}}'.encode())


async def filled_draft(platform: Platform) -> str:
    call = await bulk_list(platform)
    path, headers = f"/v1/bulk-actions/{call.path['bulk']}/accounts", {"Content-Type": "application/x-ndjson"}
    await platform.sent(path, content=call.content, headers=headers)
    return call.path["bulk"]


async def filled_draft_to_start(platform: Platform) -> Call:
    return Call(path={"bulk": await filled_draft(platform)}, body={"accounts": 1})


async def open_rumours(platform: Platform) -> list[str]:
    return [str(one["id"]) for one in (await platform.read("/v1/rumors?status=open&limit=200"))["rumours"]]


async def new_rumour(platform: Platform) -> str:
    claim = "、".join(name_of(platform.fresh("claim")) for _ in range(4))
    body = {"claim": f"{claim}全部停业", "field": "livelihood", "contents": ["post-4711"]}
    return str((await platform.sent("/v1/rumors", {**body, "other_than": await open_rumours(platform)}))["id"])


async def closed_rumour(platform: Platform) -> Call:
    rumour = await new_rumour(platform)
    await platform.sent(f"/v1/rumors/{rumour}/closure")
    return Call(path={"rumor": rumour}, body={"other_than": await open_rumours(platform)})


async def accused(platform: Platform) -> Call:
    making, spreading = [await platform.account()], [await platform.account()]
    return Call(path={"rumor": await new_rumour(platform)}, body={"making": making, "spreading": spreading})


async def cleanup(platform: Platform) -> str:
    account = await platform.account()
    body = {"violation": "v-2031", "contents": ["post-881"]}
    return str((await platform.sent(f"/v1/accounts/{account}/follower-cleanups", body))["id"])


async def followed(platform: Platform) -> Call:
    account = await platform.account()
    count = {"at": "2026-03-02T00:00:00+08:00", "followers": 52_000}
    await platform.sent(f"/v1/accounts/{account}/follower-gains", {"count": count})
    return Call(path={"account": account})


async def new_network(platform: Platform) -> str:
    body = {"id": platform.fresh("donghai"), "name": "东海传媒"}
    return str((await platform.sent("/v1/networks", body))["id"])


async def roster(platform: Platform) -> Call:
    return Call(path={"network": await new_network(platform)}, body={"sign": [await platform.account()]})


async def sanctioned(platform: Platform) -> Call:
    network = await new_network(platform)
    body = {"measure": "limit", "duration": "P30D", "reason": "a matrix of its accounts"}
    state = await platform.sent(f"/v1/networks/{network}/sanctions", body)
    return Call(path={"network": network, "id": state["sanctions"][0]["id"]})


async def new_webhook(platform: Platform) -> str:
    return str((await platform.sent("/v1/webhooks", {"url": "http://127.0.0.1:9/hook"}))["id"])


async def paused(platform: Platform) -> str:
    webhook = await new_webhook(platform)
    await platform.sent(f"/v1/webhooks/{webhook}/pause")
    return webhook


async def protected_name(platform: Platform) -> Call:
    name = platform.fresh("山野融媒")
    body = {"source": "省级融媒体名录", "listed_on": "2026-03-01", "names": [{"kind": "news_media", "name": name}]}
    await platform.sent("/v1/lexicon/imports", body)
    return Call(body={"entries": [name]})


async def emblem(platform: Platform) -> str:
    listed = (await platform.read("/v1/emblems"))["emblems"]
    if in_force := [one for one in listed if one.get("retired_at") is None]:
        return str(in_force[0]["id"])
    done = await platform.sent(
        "/v1/emblems",
        params={"name": platform.fresh("某某市公安局")},
        content=encoded(BADGE),
        headers={"Content-Type": "image/png"},
    )
    return str(done["id"])


async def new_emblem(platform: Platform) -> Call:
    return Call(query={"name": platform.fresh("某某市城管局")}, content=encoded(BADGE[::-1]))


async def avatar(platform: Platform) -> Call:
    return Call(content=AVATAR)


async def pdf(platform: Platform) -> Call:
    return Call(query={"name": "licence.pdf"}, content=PDF)


async def links(platform: Platform) -> Call:
    return Call(body={"links": [{"account": await platform.account(), "kind": "device", "value": "imei-86-1"}]})


async def posts(platform: Platform) -> Call:
    post = {"account": await platform.account(), "post": "p-4711", "published_at": "2026-03-01T09:00:00+08:00"}
    return Call(body={"posts": [{**post, "text": "速看！再不看就没了，这件事终于有人说清楚了"}]})


async def exemption(platform: Platform) -> str:
    body = {
        "holder": {"unified_social_credit_code": "91350100M000100Y43"},
        "more_accounts": 3,
        "reason": "five regional editions",
        "until": "2027-03-01T00:00:00+08:00",
    }
    return str((await platform.sent("/v1/exemptions", body))["id"])


async def rescreen(platform: Platform) -> str:
    return str((await platform.sent("/v1/rescreens", {"id": platform.fresh("rescreen")}))["id"])


async def new_person(platform: Platform) -> str:
    body = {"name": platform.fresh("安莉"), "roles": ["reviewer"]}
    return str((await platform.sent("/v1/people", body))["id"])


async def inactive(platform: Platform) -> str:
    person = await new_person(platform)
    await platform.sent(f"/v1/people/{person}/deactivation")
    return person


async def new_identity(platform: Platform) -> Call:
    return Call(path={"person": await new_person(platform)}, body={"subject": platform.fresh("anli")})


async def identity(platform: Platform) -> Call:
    call = await new_identity(platform)
    body = {"issuer": "https://id.example.cn", **call.body}
    await platform.sent(f"/v1/people/{call.path['person']}/identities", body)
    return call


async def service_key(platform: Platform) -> str:
    return str(
        (await platform.sent("/v1/keys", {"service": platform.fresh("feed"), "roles": ["platform"]}))["key"]["id"]
    )


async def assigned_key(platform: Platform) -> Call:
    return Call(path={"key": await service_key(platform)}, body={"person": platform.person})


async def decided(platform: Platform) -> str:
    case = await platform.application()
    await platform.sent(f"/v1/cases/{case}/decision", {"outcome": "approved"})
    return case


async def told_event(platform: Platform) -> Call:
    await platform.account()
    event = (await platform.read("/v1/events?limit=1"))["events"][0]["id"]
    return Call(path={"webhook": await new_webhook(platform), "event": event})


async def assignment(platform: Platform) -> Call:
    return Call(path={"case": await platform.case()}, body={"to": platform.person})


async def session(platform: Platform) -> str:
    return (await platform.session())[1]


async def sessions(platform: Platform) -> Call:
    return Call(body={"person": (await platform.session())[0]})


async def decisions(platform: Platform) -> Call:
    return Call(body={"decisions": [{"case": await platform.application(), "outcome": "approved"}]})


async def irregular(platform: Platform) -> Call:
    return Call(body={"unified_social_credit_code": IRREGULAR})


async def loading(platform: Platform) -> Call:
    return Call(body={"accounts": [{"account": await platform.account()}]})


async def run(platform: Platform) -> str:
    return str((await platform.sent("/v1/runs", {"id": platform.fresh("run"), "commands": "monetize"}))["id"])


async def run_rows(platform: Platform) -> Call:
    row = f'{{"ref": "row-1", "account": "{await platform.account()}", "methods": ["advertising"]}}\n'
    return Call(path={"run": await run(platform)}, content=row.encode())


async def filled_run(platform: Platform) -> str:
    call = await run_rows(platform)
    path, headers = f"/v1/runs/{call.path['run']}/rows", {"Content-Type": "application/x-ndjson"}
    await platform.sent(path, content=call.content, headers=headers)
    return call.path["run"]
