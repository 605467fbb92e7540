"""A standing as a page for operators: what holds now, why, until when, and the next changes by themselves."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from models.accounts.facts import Fact, HolderLifted, HolderRestricted
from models.accounts.standing import Standing
from models.accounts.verdicts import Never
from models.instants import shown
from models.networks import NetworkMeasure
from regulation.articles.a11_networks import MEASURES as NETWORK_MEASURES
from regulation.standing.boundaries import next_boundary, privileges_of, transition_at
from regulation.standing.status import status_of
from regulation.standing.verdicts import opens_at, permits, reasons
from regulation.words.english import lasting, spoken
from regulation.words.facts import FACTS
from regulation.words.field_names import FIELD_NAMES
from regulation.words.languages import shown_zh
from regulation.words.sentences.chinese import in_chinese


def described(standing: Standing, at: datetime, *, lately: tuple[str, ...] = ()) -> str:
    """Page of the account in Markdown; `lately` holds lines about the latest facts, oldest first."""
    return "\n".join(
        (
            f"### {_literally(standing.name)} is {status_of(standing, at).value}",
            f"Version {standing.version}, {standing.kind.value} account `{standing.account}`, "
            f"seen at {shown(at)} (Asia/Shanghai).",
            "",
            "| privilege | now | until | why |",
            "|---|---|---|---|",
            *(_row(standing, privilege, at) for privilege in privileges_of(standing)),
            "",
            f"**Next:** {upcoming(standing, at)}",
            *(("", "**Lately:**", *(f"- {line}" for line in reversed(lately))) if lately else ()),
        )
    )


def upcoming(standing: Standing, after: datetime) -> str:
    """Next changes by themselves, each with its instant: "2026-03-17 12:00: ban of publishing (b1) ends; …"."""
    boundary = next_boundary(standing, after)
    if boundary is None:
        return "nothing is pending"
    return f"{shown(boundary)}: {transition_at(standing, boundary).message}"


def upcoming_zh(standing: Standing, after: datetime) -> str:
    """Return the next changes in Chinese; see `upcoming`."""
    boundary = next_boundary(standing, after)
    if boundary is None:
        return "没有待发生的变化"
    return f"{shown_zh(boundary)}：{transition_at(standing, boundary).message_zh}"


def happened(fact: Fact, *, by: str | None = None) -> str:
    """One fact in one line, for operators' lists; `by` is the name of the person or service who recorded it."""
    named = "" if by is None else f", by {_literally(by)}"
    if isinstance(fact.body, HolderRestricted | HolderLifted):
        return f"{shown(fact.effective_at)} {_inherited(fact.body)}{named}"
    body = fact.body.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    details = ", ".join(f"{key} {_plain(value)}" for key, value in body.items() if key not in _SILENT and value)
    return f"{shown(fact.effective_at)} {fact.body.type.replace('_', ' ')}{f' ({details})' if details else ''}{named}"


def _inherited(body: HolderRestricted | HolderLifted) -> str:
    """Origin of an inherited restriction, and until when it closes which privilege."""
    origin = f"{body.origin.action} on account {body.origin.account}"
    if isinstance(body, HolderLifted):
        return f"holder lifted (nothing is left here of {origin})"
    closed = ", ".join(
        f"{spoken(one.privilege)} {'without end' if one.until is None else f'until {shown(one.until)}'}"
        for one in body.restrictions
    )
    return f"holder restricted ({origin} follows its holder: {closed})"


def happened_zh(fact: Fact) -> str:
    """Return the fact in one line in Chinese; see `happened`."""
    label = FACTS[type(fact.body)].zh
    if isinstance(fact.body, HolderRestricted | HolderLifted):
        return f"{shown_zh(fact.effective_at)} {label}（账号 {fact.body.origin.account} 的 {fact.body.origin.action}）"
    said = [
        f"{FIELD_NAMES.get(key, key)}：{shown}"
        for key, value in fact.body
        if key not in _SILENT and (shown := _plain_zh(value))
    ]
    return f"{shown_zh(fact.effective_at)} {label}{f'（{_JOINT.join(said)}）' if said else ''}"


def _plain_zh(value: object) -> str:
    """Return a value in Chinese; nothing for one that says nothing, or has parts."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, NetworkMeasure):
        return NETWORK_MEASURES[value].words_zh
    if isinstance(value, datetime):
        return shown_zh(value)
    if isinstance(value, timedelta):
        return in_chinese(lasting(value))
    if isinstance(value, tuple | list | frozenset):
        return "、".join(filter(None, map(_plain_zh, value)))
    if isinstance(value, str | int | Decimal | date):
        return in_chinese(str(value), str(value)) if value else ""
    return ""


_JOINT = "；"
_MARKDOWN = re.compile(r"[\\`*_\[\]()<>#|~!]")
_SILENT = frozenset({"type", "holder", "bio", "materials", "clean_months", "freeze_months", "grounds", "finding"})
"""Fields of a fact left out of a list: too long, or private."""


def _plain(value: object) -> str:
    return _literally(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _literally(text: str) -> str:
    """Name as literal text: it may contain what Markdown would take for a link or a heading."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _row(standing: Standing, privilege: str, at: datetime) -> str:
    if permits(standing, privilege, at):
        return f"| {spoken(privilege)} | open | {_ends(standing, privilege, at)} | |"
    why = "; ".join(reason.message for reason in reasons(standing, privilege, at))
    return f"| {spoken(privilege)} | closed | {_moment(opens_at(standing, privilege, at))} | {why} |"


def _ends(standing: Standing, privilege: str, at: datetime) -> str:
    ends = [g.interval.end for g in standing.grants if g.privilege == privilege and g.interval.covers(at)]
    return "" if not ends or None in ends else shown(max(end for end in ends if end is not None))


def _moment(until: datetime | Never) -> str:
    return until if isinstance(until, str) else shown(until)
