"""One of everything that the console shows: accounts, cases of many kinds, and every other record, made as people and
the platform make them, with Chinese texts alone.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import cv2
import httpx2
import numpy as np

from bench import emblem_pictures
from models.instants import SHANGHAI, rfc3339
from models.roles import Role
from tests.browser.conftest import Person, Product

PATIENCE_S = 60.0
REASON = "编造传播虚假信息"


@dataclass
class World:
    """What was made, by the names that addresses have for it."""

    product: Product
    made: dict[str, list[str]] = field(default_factory=dict)
    reviewer: Person = field(init=False)
    operator: Person = field(init=False)

    third: Person = field(init=False)
    """Somebody who decided nothing of what is corrected."""

    def __post_init__(self) -> None:
        self.third = self.product.person("桑榆", Role.REVIEWER, Role.OPERATOR)
        self.reviewer = self.product.person("尹澜", Role.REVIEWER)
        self.operator = self.product.person("卫舟", Role.OPERATOR)

    def post(self, path: str, body: dict[str, Any] | None = None, *, by: Person | None = None) -> Any:
        return self.product.call("POST", f"/v1/{path}", {} if body is None else body, by=by)

    def send(self, path: str, content: bytes, kind: str) -> None:
        """Send a file or lines."""
        answer = httpx2.post(
            f"{self.product.address}/v1/{path}",
            content=content,
            headers={"Authorization": f"Bearer {self.product.up.key}", "Content-Type": kind},
            timeout=30,
            trust_env=False,
        )
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"

    def get(self, path: str) -> Any:
        return self.product.call("GET", f"/v1/{path}")

    def with_examples(self, **more: Sequence[object]) -> Self:
        """Keep examples under their names, or under the path of the one page that they are for; return the world."""
        for name, values in more.items():
            self.keep(name, *values)
        return self

    def keep(self, name: str, *values: object) -> None:
        self.made.setdefault(name, []).extend(map(str, values))

    def until(self, path: str, happened: Callable[[Any], object]) -> Any:
        """Ask until the worker has done something; return the answer."""
        deadline = time.monotonic() + PATIENCE_S
        while not happened(answer := self.get(path)):
            assert time.monotonic() < deadline, f"{path}: {answer}"
            time.sleep(0.2)
        return answer

    def decided(self, case: str, *by: Person, outcome: str = "approved", **more: Any) -> None:
        for person in by:
            self.post(f"cases/{case}/decision", {"outcome": outcome, "reason": "证据确凿", **more}, by=person)


def make(product: Product) -> World:
    """Make one of everything."""
    world = World(product)
    for part in PARTS:
        part(world)
    return world


def _hour() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def _day(days: int) -> str:
    """Return the civil day so many days from today."""
    return (datetime.now(SHANGHAI) + timedelta(days=days)).date().isoformat()


def _network(world: World) -> None:
    """A network with a roster under sanctions, and accounts in concert."""
    members = [world.product.account(f"远山快讯{place}") for place in "甲乙丙丁"]
    world.post("networks", {"id": "yuanshan-1", "name": "远山传媒"})
    world.post("networks/yuanshan-1/roster", {"sign": members})
    world.post(f"accounts/{members[0]}/violations", {"category": "fabrication", "reason": REASON})
    for measure in ({"measure": "limit", "duration": "P30D"}, {"measure": "suspend_profit", "duration": "P90D"}):
        world.post("networks/yuanshan-1/sanctions", {**measure, "reason": "旗下账号屡次违规"})
    lifted = world.get("networks/yuanshan-1")["network"]["sanctions"][0]["id"]
    world.post(f"networks/yuanshan-1/sanctions/{lifted}/lift", {"reason": "已完成整改"})
    world.post("networks/yuanshan-1/roster", {"release": [members[3]]})
    links = [{"account": member, "kind": "payout", "value": "6222 0210 0222 6299"} for member in members]
    world.post("coordination/links", {"links": links})
    swept = world.product.up.command("coordination", "sweep")
    assert swept.returncode == 0, swept.stdout + swept.stderr
    found = world.get("coordination/clusters?limit=100")["clusters"]
    cluster = next(one for one in found if members[0] in str(one) or "远山" in str(one))
    world.keep("network", "yuanshan-1")
    world.keep("account", members[1])
    world.keep("cluster", cluster["id"])
    world.keep("case", cluster["case"])


def _rumour(world: World) -> None:
    """A rumour that spread and was verified, one closed, one corrected; directives done and failed."""
    for number, claim in enumerate(("跨江大桥今夜坍塌", "城北水厂全部停产", "明日起停售加碘食盐"), 1):
        body = {"id": f"yaoyan-{number}", "claim": claim, "field": "emergency", "contents": [f"post-7{number}"]}
        world.post("rumors", body | {"terms": [claim[:6]]})
        world.keep("rumour", f"yaoyan-{number}")
    kinds = ("rumour", "debunking")
    seen = [
        {"seen": kind, "hour": rfc3339(_hour() - timedelta(hours=ago)), "viewers": 90 * ago}
        for ago in range(1, 4)
        for kind in kinds
    ]
    world.post("rumors/yaoyan-1/exposures", {"hours": seen})
    world.post("rumors/yaoyan-1/contents", {"contents": ["post-79"]})
    world.post("rumors/yaoyan-1/terms", {"terms": ["大桥断裂"]})
    maker = world.product.account("远山夜话")
    accused = {"making": [maker], "spreading": ["wu-ci-zhanghao-1"], "reason": "制作发布谣言"}
    world.post("rumors/yaoyan-1/violations", accused)
    truth = {"text_zh": "大桥通行正常", "text_en": "The bridge is open", "link": "https://app.example.cn/1"}
    for number in (1, 3):
        world.post(f"rumors/yaoyan-{number}/information", truth)
    world.post("rumors/yaoyan-2/closure", {"reason": "查无此说"})
    corrected = {"reason": "通报有误", "statement_zh": "此前通报有误", "statement_en": "The notice was wrong"}
    world.post("rumors/yaoyan-3/correction", corrected)
    labelled = {"label_zh": "谣言", "label_en": "Rumour", "targets": ["post-71"]}
    for order, acknowledged in (("label_content", "failed"), ("unlabel_content", "done"), ("report_reach", None)):
        more = labelled if "label" in order else {"targets": ["post-71"]}
        made = world.post("directives", {"order": order, **more})["id"]
        if acknowledged is not None:
            said = {"outcome": acknowledged, "reason": "内容已不存在"}
            world.post(f"directives/{made}/acknowledgement", said)
        world.keep("directive", made)


def _accounts(world: World) -> None:
    """Accounts in many states, with histories."""
    banned = world.product.account("临江饭铺", fields=["healthcare"])
    ban = {"id": "jinyan-7", "category": "fabrication", "duration": "P7D", "reason": REASON}
    world.post(f"accounts/{banned}/bans", ban)
    world.post(f"accounts/{banned}/bans/jinyan-7/shorten", {"duration": "P3D", "reason": "已主动改正"})
    appeal = {"reason": "内容属实", "evidence": ["https://a.example.cn/1"]}
    world.post(f"accounts/{banned}/actions/jinyan-7/appeal", appeal)
    appealed = world.get(f"accounts/{banned}/actions/jinyan-7")["appeal"]
    for number, measure in enumerate(("warning", "limit_recommendation", "freeze_growth", "withhold_profit")):
        lasting = {} if measure == "warning" else {"duration": "P10D"}
        body = {"id": f"chuzhi-{number}", "measure": measure, "category": "missing_source", "reason": "未注明信息来源"}
        world.post(f"accounts/{banned}/actions", body | lasting)
    world.post(f"accounts/{banned}/actions/chuzhi-1/overturn", {"reason": "认定有误"})
    world.post(f"accounts/{banned}/impersonations", {"id": "jiamao-1", "imitated": "新华社", "reason": "头像与名称"})
    _followed(world, banned)
    earning = world.product.account("晴川美食", fields=["finance"])
    year = {"valid_from": _day(-300), "valid_until": _day(60), "materials": _materials()}
    world.post(f"accounts/{earning}/certifications", {"id": "zizhi-1", "field": "finance", **year})
    world.post(f"accounts/{earning}/certifications/zizhi-1/revocation", {"reason": "证书已吊销"})
    world.post(f"accounts/{earning}/monetization-applications", {"methods": ["advertising"]})
    cancelled = {"id": "quxiao-1", "category": "fabrication", "reason": REASON}
    world.post(f"accounts/{earning}/monetization-cancellations", cancelled)
    held = world.product.account("新华社山野分社")
    world.product.given |= {"新华社", "山野分社"}
    world.post(f"accounts/{earning}/name-changes", {"name": "人民日报速递"})
    world.keep("account", banned, earning, held)
    world.keep("case", appealed["case"])
    link = world.post(f"accounts/{banned}/status-links", {"language": "zh"})["url"]
    world.keep("holder", link.removeprefix(world.product.address))


def _materials() -> dict[str, str]:
    return {
        "service_qualification": "执业证书",
        "professional_qualification": "资格证",
        "professional_background": "从业十年",
    }


def _followed(world: World, account: str) -> None:
    gains = [
        {
            "id": f"zengfen-{ago}",
            "begins": rfc3339(_hour() - timedelta(hours=ago + 1)),
            "ends": rfc3339(_hour() - timedelta(hours=ago)),
            "gained": 10 * ago + 1,
            "content": "post-1",
        }
        for ago in range(6)
    ]
    count = {"at": rfc3339(_hour()), "followers": 120_000}
    world.post(f"accounts/{account}/follower-gains", {"gains": gains, "count": count})


def _closures(world: World) -> None:
    """Closures at every step: proposed, decided, corrected, withdrawn, with notes and evidence."""
    both = (world.reviewer, world.operator)
    decided, corrected, proposed, worked, withdrawn = (
        world.product.case(f"沿江杂货{place}：操纵账号矩阵") for place in "甲乙丙丁戊"
    )
    for case in (decided, corrected):
        world.decided(case, *both)
    undone = {"outcome": "rejected", "reason": "误认账号"}
    for person in (world.operator, world.third):
        world.post(f"cases/{corrected}/correction", undone, by=person)
    world.decided(proposed, world.reviewer)
    world.post(f"cases/{worked}/claim", by=world.reviewer)
    world.post(f"cases/{worked}/notes", {"text": "同一支付账户"}, by=world.reviewer)
    proof = [
        {"kind": "text", "text": "十一个账号同一内容"},
        {"kind": "link", "text": "原文", "link": "https://a.example.cn/2"},
    ]
    for one in proof:
        world.post(f"cases/{worked}/evidence", one, by=world.reviewer)
    world.post(f"cases/{worked}/hand-over", {"to": world.operator.id, "reason": "请继续核实"}, by=world.reviewer)
    world.post(f"cases/{withdrawn}/withdrawal", {"reason": "重复事项"}, by=world.operator)
    world.keep("case", decided, corrected, proposed, worked, withdrawn)
    exposures = world.get(f"exposures?case={decided}")["exposures"]
    world.keep("number", exposures[0]["id"])
    world.post(f"exposures/{exposures[0]['id']}/publication", by=world.operator)


def _applications(world: World) -> None:
    """What applicants ask for and the platform orders: certification, cancellation, network, emblem, another name."""
    account = world.product.account("闵江医见", fields=["healthcare"])
    year = {"valid_from": _day(-300), "valid_until": _day(60), "materials": _materials()}
    world.post(f"accounts/{account}/certification-applications", {"id": "zizhi-2", "field": "healthcare", **year})
    about = {"kind": "cancellation", "category": "fabrication", "account": account, "title": "闵江医见：取消营利权限"}
    world.post("cases", about)
    world.keep("case", *(one["id"] for one in world.get(f"cases?account={account}")["cases"]))


def _campaigns(world: World) -> None:
    """A campaign that was carried out and reversed, and a draft."""
    accounts = [world.product.account(f"江岸闲谈{place}") for place in "甲乙"]
    measure = {"type": "violation", "category": "missing_source"}
    body = {"measure": measure, "reason": "专项抽查", "accounts": [*accounts, "wu-ci-zhanghao-2"]}
    world.post("bulk-actions", {"id": "zhuanxiang-1", **body})
    world.until("bulk-actions/zhuanxiang-1", lambda answer: answer["bulk"]["status"] == "finished")
    world.post("bulk-actions/zhuanxiang-1/reversal", {"reason": "抽查口径有误"})
    world.until("bulk-actions/zhuanxiang-1", lambda answer: answer["bulk"]["status"] == "reverted")
    draft = {"id": "zhuanxiang-2", "measure": {"type": "ban", "category": "fabrication", "duration": "P7D"}}
    world.post("bulk-actions/drafts", draft | {"reason": "专项整治"})
    world.keep("bulk", "zhuanxiang-1", "zhuanxiang-2")


def _runs(world: World) -> None:
    """A run with rows that were carried out and refused, and one that still receives rows."""
    account = world.product.account("渡口书店")
    rows = (account, ["advertising"]), (account, ["lottery"]), ("wu-ci-zhanghao-3", ["advertising"])
    lines = [{"ref": f"hang-{n}", "account": one, "methods": methods} for n, (one, methods) in enumerate(rows, 1)]
    for run in ("piliang-1", "piliang-2"):
        world.post("runs", {"id": run, "commands": "monetize", "note": "首批开通"})
        content = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        world.send(f"runs/{run}/rows", content, "application/x-ndjson")
        world.keep("run", run)
    world.post("runs/piliang-1/start")
    world.until("runs/piliang-1", lambda answer: answer["run"]["status"] == "finished")


def _names(world: World) -> None:
    """Protected names, an emblem, a case about an avatar that shows it, another rule of screening."""
    names = [{"kind": "news_media", "name": f"远山融媒{place}", "id": f"mingcheng-{place}"} for place in (1, 2)]
    world.post("lexicon/imports", {"names": names, "source": "省级融媒体名录", "listed_on": _day(-60)})
    world.post("lexicon/retirements", {"entries": ["mingcheng-1"], "reason": "更名"})
    world.product.given.add("远山市公安局")
    badge = cv2.imencode(".png", emblem_pictures.badge(np.random.default_rng(51)))[1].tobytes()
    world.send("emblems?name=远山市公安局&id=biaoshi-1", badge, "image/png")
    account = world.product.account("远山平安")
    world.send(f"emblems/screenings?account={account}", badge, "image/png")
    world.keep("case", *(one["id"] for one in world.get(f"cases?account={account}")["cases"]))
    world.keep("emblem", "biaoshi-1")


def _rest(world: World) -> None:
    """A report, a webhook, people, keys, views."""
    period = f"{(datetime.now(SHANGHAI).replace(day=1) - timedelta(days=1)):%Y-%m}"
    world.post("reports", {"period": period})
    world.until(f"reports/{period}", lambda answer: answer["report"]["status"] != "requested")
    world.keep("report", period)
    world.post("webhooks", {"id": "tuisong-1", "url": "https://hooks.example.cn/standing", "note": "测试"})
    world.keep("webhook", "tuisong-1")
    colleague = world.product.person("乔木", Role.REVIEWER)
    world.post(f"people/{colleague.id}/changes", {"kinds": ["appeal"], "reason": "只办申诉"})
    world.post(f"people/{colleague.id}/deactivation", {"reason": "离职"})
    world.keep("person", world.reviewer.id, colleague.id)


PARTS: Sequence[Callable[[World], None]] = (
    _network,
    _rumour,
    _accounts,
    _closures,
    _applications,
    _campaigns,
    _runs,
    _names,
    _rest,
)
