"""Engine of the pure rules: facts, the registry of holders and standings are kept in memory."""

from datetime import datetime
from typing import Final

from ledger.accounts.reviews import Screen
from models.accounts.commands import (
    LESSENING,
    ChangeHolder,
    Command,
    CorrectRegistration,
    FollowHolder,
    HolderAction,
    Overturn,
    Register,
    Reopen,
    Sanction,
    SettleChange,
    SettleRegistration,
    Timing,
    WithdrawConsequence,
)
from models.accounts.facts import AccountClosed, AccountReopened, Fact, reference_of
from models.accounts.profiles import Grounds, Likeness
from models.accounts.standing import Standing
from models.gate.drafts import Draft
from models.rumours.matching import Repeated
from regulation.accounts.commands import decide
from regulation.articles import a01_identity as a01
from regulation.articles.a07_one_holder import likenesses_of
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.gate import decide_publish
from regulation.holders import inheritance
from regulation.holders.findings import record_of
from regulation.holders.inheritance import Holding
from regulation.holders.seats import Registry, seat_changes
from regulation.sanctions.by_two import outcomes_by_two
from regulation.standing.fold import apply, fold
from regulation.standing.requirements import Known
from regulation.standing.verdicts import eligible_at, verdict
from scenarios.appealing import ACTOR, Appeals
from scenarios.correcting import Reviews
from scenarios.engine import (
    Answer,
    Done,
    answer_of,
    eligibility_of,
    gate_answer_of,
    no_open_case,
    outcome_of,
    rumour_answer_of,
    unknown_account,
)
from scenarios.proposing import Proposals
from scenarios.rumour_steps import AskRumour, RumourStep
from scenarios.rumouring import Rumours
from scenarios.screening import screened_by_default
from scenarios.steps import (
    Appeal,
    AskAccount,
    AskDraft,
    AskEligible,
    AskPrivilege,
    CorrectCase,
    CorrectReview,
    DecideAppeal,
    DecideCase,
    Happening,
    Propose,
    Question,
    Review,
    Scenario,
)


class DisagreementError(Exception):
    """Standings that must be equal differ (with and without the past, or carried along and refolded): a fold error."""


_SEATED: Final = (Overturn, WithdrawConsequence, Reopen, SettleRegistration, CorrectRegistration, Sanction)
"""Commands that are decided by the seats or the findings of the account's holder."""


class RulesEngine:
    """Engine that answers every question twice, from the whole past and from the pruned standing, and compares."""

    def __init__(self, screen: Screen = screened_by_default) -> None:
        self._screen = screen
        self._closed: dict[str, str] = {}
        self._rulebook: Rulebook = IN_FORCE
        self._facts: dict[str, list[Fact]] = {}
        self._standings: dict[str, Standing] = {}
        self._registry = Registry()
        self._appeals = Appeals()
        self._proposals = Proposals()
        self._reviews = Reviews()
        self._rumours = Rumours()

    async def start(self, scenario: Scenario) -> None:
        """Start with empty memory and the scenario's rulebook."""
        self._rulebook = scenario.rulebook
        self._facts = {}
        self._standings = {}
        self._closed = {}
        self._registry = Registry()
        self._appeals = Appeals()
        self._proposals = Proposals()
        self._reviews = Reviews()
        self._rumours = Rumours()

    async def do(self, step: Happening) -> Done:
        """Decide the step's command, or the one that follows from a review, and record the facts."""
        if isinstance(step, RumourStep):
            return self._rumours.do(step, lambda account, command: self._carry_out(account, command, step.at))
        if isinstance(step, Appeal):
            return self._appeals.open(step, self._facts.get(step.account, ()))
        if isinstance(step, DecideAppeal):
            return self._decide_appeal(step)
        if isinstance(step, Propose):
            standing = self._standings.get(step.account)
            return self._proposals.open(step, None if standing is None else standing.holder)
        if isinstance(step, CorrectCase):
            facts = self._facts.get(step.account, ())
            return self._proposals.correct(step, facts, lambda one: self._by_two(step.account, one, step.at))
        if isinstance(step, DecideCase):
            return self._proposals.decide(step, lambda command: self._by_two(step.account, command, step.at))
        if isinstance(step, CorrectReview):
            facts = self._facts.get(step.account, ())
            return self._reviews.correct(step, facts, lambda one: self._carry_out(step.account, one, step.at))
        if isinstance(step, Review):
            return self._review(step)
        return self._carry_out(step.account, step.command, step.at, step.effective_at)

    def _decide_appeal(self, step: DecideAppeal) -> Done:
        account = step.account
        takes_two = outcomes_by_two(step.id, self._proposals.by_two(account))
        return self._appeals.decide(
            step,
            self._facts.get(account, ()),
            takes_two,
            lambda command, by_two: self._carry_out(account, command, step.at, two_persons=by_two),
        )

    def _by_two(self, account: str, command: Command, at: datetime) -> Done:
        """Carry out the command of a case, which two persons decide wherever it takes two."""
        return self._carry_out(account, command, at, two_persons=True)

    def _review(self, step: Review) -> Done:
        command = self._settling(step)
        if command is None:
            return no_open_case(step.account)
        done = self._carry_out(step.account, command, step.at)
        if done.outcome != "refused":
            self._reviews.settled(step.account, command)
        return done

    def _carry_out(
        self,
        account: str,
        command: Command,
        at: datetime,
        effective_at: datetime | None = None,
        *,
        two_persons: bool = False,
    ) -> Done:
        timing = Timing(effective_at=effective_at or at, recorded_at=at)
        decision = decide(command, self._known(account, command, timing, two_persons=two_persons))
        for body in decision.facts:
            seq = len(self._facts.get(account, ())) + 1
            self._record(Fact(account=account, seq=seq, **timing.model_dump(), actor=ACTOR, body=body))
        if decision.facts and isinstance(command, LESSENING):
            self._ease(account, at, effective_at)
        return outcome_of(decision)

    def _ease(self, account: str, at: datetime, effective_at: datetime | None) -> None:
        """Reduce the restrictions that other accounts of the holder took over from this one (article 7)."""
        for heir, standing in list(self._standings.items()):
            origins = dict.fromkeys(r.origin for r in standing.restrictions if r.origin is not None)
            actions = tuple(
                HolderAction(
                    origin=origin, restrictions=inheritance.left_of(self._standings[account], origin.action, at)
                )
                for origin in origins
                if origin.account == account
            )
            if actions:
                effective = effective_at and max(effective_at, standing.registered_at)
                self._carry_out(heir, FollowHolder(actions=actions), at, effective)

    async def ask(self, question: Question) -> Answer:
        """Answer from the facts recorded by the question's time, or by its `as_of`.

        Raises:
            DisagreementError: when standings that must be equal differ.
        """
        if isinstance(question, AskRumour):
            return rumour_answer_of(self._rumours.of(question.id))
        repeated = self._rumours.repeated(draft_of(question), question.at)
        by = question.at if question.as_of is None else question.as_of
        facts = [fact for fact in self._facts.get(question.account, ()) if fact.recorded_at <= by]
        whole, pruned = fold(facts, keep_past=True), fold(facts)
        if whole is None or pruned is None:
            return unknown_account(question)
        if len(facts) == len(self._facts[question.account]) and pruned != self._standings[question.account]:
            raise DisagreementError(f"{question.place}: the standing carried along differs from the one folded anew")
        answer = answer_from(whole, question, repeated)
        if about_of(question) < pruned.as_of:
            return answer
        if answer_from(pruned, question, repeated) != answer:
            raise DisagreementError(f"{question.place}: the standing without its past differs from the one with it")
        return answer

    async def close(self) -> None:
        """Do nothing: the engine has no resources."""

    def _known(self, account: str, command: Command, timing: Timing, *, two_persons: bool) -> Known:
        identifier = getattr(command, "id", None)
        standing = self._standings.get(account)
        holder = command.holder if isinstance(command, Register | ChangeHolder) else None
        if isinstance(command, _SEATED) and standing is not None:
            holder = standing.holder
        return Known(
            account=account,
            standing=standing,
            timing=timing,
            seats=None if holder is None else self._registry.seats(holder),
            recorded=frozenset(
                fact.body.type
                for fact in self._facts.get(account, ())
                if identifier is not None and reference_of(fact.body) == identifier
            ),
            record=record_of(self._facts.get(account, ())),
            counted=None if holder is None else inheritance.counted(holder, self._facts),
            actions=() if holder is None else inheritance.running(holder, self._holdings(), timing.recorded_at),
            grounds=self._grounds(account, command),
            by_two=self._proposals.by_two(account),
            two_persons=two_persons,
            rulebook=self._rulebook,
        )

    def _holdings(self) -> list[Holding]:
        return [Holding(standing, tuple(self._facts[account])) for account, standing in self._standings.items()]

    def _grounds(self, account: str, command: Command) -> Grounds | None:
        """Grounds for a review: protected names, and a name similar to that of an account closed as a sanction."""
        standing = self._standings.get(account)
        profile = a01.profile_after(command, standing)
        if profile is None:
            return None
        forms = likenesses_of(profile.name)
        is_new = standing is None or standing.name != profile.name
        alike = [
            Likeness(code="similar_name", account=closed)
            for closed, name in self._closed.items()
            if is_new and forms & likenesses_of(name)
        ]
        return a01.grounds_of(self._screen(profile), likenesses=alike)

    def _settling(self, review: Review) -> SettleRegistration | SettleChange | None:
        """Command that follows from a decision about the account's oldest open review; None if there is none."""
        standing = self._standings.get(review.account)
        waiting = () if standing is None else a01.reviews_open(standing, review.at)
        if standing is None or not waiting:
            return None
        held = a01.hold_of(standing, waiting[0], review.at) is not None
        settle = SettleRegistration if held else SettleChange
        return settle(id=waiting[0], approved=review.decision == "approve")

    def _record(self, fact: Fact) -> None:
        before = self._standings.get(fact.account)
        self._facts.setdefault(fact.account, []).append(fact)
        self._standings[fact.account] = apply(before, fact)
        holder = None if before is None else before.holder
        if isinstance(fact.body, AccountClosed) and fact.body.category is not None and before is not None:
            self._closed[fact.account] = before.name
        elif isinstance(fact.body, AccountReopened):
            self._closed.pop(fact.account, None)
        self._registry = self._registry.after(*seat_changes(fact, holder))


def draft_of(question: AskAccount) -> Draft | None:
    """Draft of a question, if it has a text to compare with rumours."""
    return question.draft if isinstance(question, AskDraft) and question.draft.text else None


def about_of(question: AskAccount) -> datetime:
    """Instant that the question is about."""
    about = question.about if isinstance(question, AskPrivilege) else None
    return about or question.at


def answer_from(standing: Standing, question: AskAccount, repeated: tuple[Repeated, ...] = ()) -> Answer:
    """Answer of a standing at the question's time; `repeated` are the rumours that its draft repeats."""
    if isinstance(question, AskEligible):
        return eligibility_of(eligible_at(standing, question.method, question.at))
    if isinstance(question, AskPrivilege):
        return answer_of(verdict(standing, question.privilege, about_of(question)))
    return gate_answer_of(decide_publish(standing, question.draft, question.at, repeated))
