"""Rumours for the engine without a ledger: the same rules (article 6), on rumours and contents kept in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime

from models.accounts.commands import Command, Overturn, Refusal
from models.gate.drafts import Draft
from models.rumours.matching import Repeated
from models.rumours.rumours import KIND, Accused, Ordered, Reopened, Rumour, RumourBody, RumourEntry, RumourStatus, Step
from regulation.rumours import rumours as rules
from regulation.rumours.matching import Index, alike
from regulation.rumours.reducer import RUMOUR
from regulation.rumours.rumours import DecideRumour
from scenarios.appealing import ACTOR
from scenarios.engine import Done
from scenarios.rumour_steps import REASON, RumourStep

CarryOut = Callable[[str, Command], Done]


class Rumours:
    """Rumours of a scenario, by identifier."""

    def __init__(self) -> None:
        self._rumours: dict[str, Rumour] = {}
        self._entries: dict[str, int] = {}
        self._contents: dict[str, dict[str, Step | None]] = {}
        """Last order about each content of a rumour: to label it, to remove the label, or None."""
        self._accused: dict[str, dict[str, str]] = {}

    def do(self, step: RumourStep, carry_out: CarryOut) -> Done:
        """Carry out the step on the rumour, with its consequences for accounts and contents."""
        refusal = self._decided(step.id, self._distinct(step), step.at) if step.name != "accuse" else None
        if step.name == "accuse":
            refusal = self._accuse(step, carry_out)
        if refusal is None and step.contents:
            refusal = self._find(step.id, step.contents, step.at)
        if refusal is not None:
            return Done(outcome="refused", because=f"{refusal.code}: {refusal.message}")
        if step.name == "correct_rumour":
            for account, violation in self._accused.pop(step.id, {}).items():
                carry_out(account, Overturn(id=violation, reason="the claim is true"))
        self._arrange(step.id, step.at)
        return Done(outcome="done")

    def of(self, rumour: str) -> Rumour | None:
        """Current state of the rumour; None if there is none."""
        return self._rumours.get(rumour)

    def repeated(self, draft: Draft | None, at: datetime) -> tuple[Repeated, ...]:
        """Open rumours that the draft repeats, denies or asks about."""
        if draft is None or draft.text is None:
            return ()
        openings = {one.id: one.opening for one in self._rumours.values() if one.status is RumourStatus.OPEN}
        return Index(openings).repeated(draft.text, at, draft.stance)

    def _distinct(self, step: RumourStep) -> DecideRumour:
        """Decision of the step; it refuses to open a rumour that repeats an open one."""
        before = self._rumours.get(step.id)
        opening = step.opening() if step.name == "rumour" else None if before is None else before.opening
        if step.name not in {"rumour", "reopen_rumour"} or opening is None:
            return step.decide()
        others = {
            one.id: one.opening
            for one in self._rumours.values()
            if one.status is RumourStatus.OPEN and one.id not in {step.id, *step.other_than}
        }
        return rules.as_another(step.decide(), alike(opening, others, step.at))

    def _accuse(self, step: RumourStep, carry_out: CarryOut) -> Refusal | None:
        rumour = self._rumours.get(step.id)
        refusal = step.decide()(rumour, step.at)
        if rumour is None or isinstance(refusal, Refusal):
            return refusal if isinstance(refusal, Refusal) else None
        found: list[Accused] = []
        for account, did in rules.each(step.making, step.spreading):
            sanction = rules.accusation(rumour, did, REASON)
            refused = carry_out(account, sanction).outcome == "refused"
            if not refused:
                self._accused.setdefault(rumour.id, {})[account] = sanction.id
            found.append(Accused(account=account, did=did, outcome="refused" if refused else "recorded"))
        return self._decided(step.id, step.decide(found), step.at)

    def _find(self, rumour: str, contents: Sequence[str], at: datetime) -> Refusal | None:
        known = self._contents.setdefault(rumour, {})
        fresh = [content for content in dict.fromkeys(contents) if content not in known]
        refusal = self._decided(rumour, rules.find_contents(fresh), at)
        if refusal is None:
            known.update(dict.fromkeys(fresh))
        return refusal

    def _decided(self, rumour: str, decide: DecideRumour, at: datetime) -> Refusal | None:
        decided = decide(self._rumours.get(rumour), at)
        if isinstance(decided, Refusal):
            return decided
        self._enter(rumour, decided.bodies, at)
        return None

    def _enter(self, rumour: str, bodies: Sequence[RumourBody], at: datetime) -> None:
        for body in bodies:
            seq = self._entries.get(rumour, 0) + 1
            self._entries[rumour] = seq
            entry = RumourEntry(kind=KIND, record=rumour, seq=seq, recorded_at=at, actor=ACTOR, body=body)
            self._rumours[rumour] = RUMOUR.apply(self._rumours.get(rumour), entry)
            if isinstance(body, Reopened):
                held = self._contents.setdefault(rumour, {})
                held.update({content: None for content, last in held.items() if last is Step.UNLABEL})

    def _arrange(self, rumour: str, at: datetime) -> None:
        contents = self._contents.setdefault(rumour, {})
        unlabelled = tuple(content for content, last in contents.items() if last is None)
        labelled = tuple(content for content, last in contents.items() if last is Step.LABEL)
        waiting = rules.Contents(unlabelled=unlabelled, labelled=labelled)
        arranged = rules.arrange(self._rumours[rumour], at, waiting)
        for body in arranged.bodies:
            if isinstance(body, Ordered) and body.step in {Step.LABEL, Step.UNLABEL}:
                contents.update(dict.fromkeys(arranged.orders[body.directive].targets, body.step))
        self._enter(rumour, arranged.bodies, at)
