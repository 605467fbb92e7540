"""Commands on a rumour, each giving entries or a refusal; and the orders to the platform that follow.

After every change of a rumour, `arrange` computes the orders to give or to withdraw from its state. So the order of
events does not matter: a correction while labels are under way, content found after the closing, a reopening.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal

from models.accounts.commands import Refusal, Sanction
from models.cases.subjects import Reference
from models.directives import MOST_TARGETS, DirectiveBody, DirectiveEntry, Terms
from models.directives import Acknowledged as DirectiveAcknowledged
from models.directives import Escalated as DirectiveEscalated
from models.directives import Withdrawn as DirectiveWithdrawn
from models.instants import shown
from models.rumours.rumours import (
    KIND,
    MOST_TERMS,
    Accused,
    Answered,
    CalledOff,
    Cleared,
    Closed,
    ContentsFound,
    Corrected,
    Escalated,
    Found,
    Information,
    InformationVerified,
    Opened,
    Opening,
    Ordered,
    Reopened,
    Rumour,
    RumourBody,
    RumourStatus,
    Step,
    TermsAdded,
    ViolationsOverturned,
    ViolationsRecorded,
)
from models.words.sanctions import MOST_LINKS, Basis
from models.words.violations import Category
from regulation.articles.a06_rumours import ARTICLE, STEPS, WORDS, due, label_text
from regulation.directives import ORDERS
from regulation.records import Decided
from regulation.records import Step as Entries
from regulation.rumours.reducer import MOVES, RumourMove, progress

DecideRumour = Callable[[Rumour | None, datetime], Decided[RumourBody]]

Did = Literal["making", "spreading"]
CATEGORY: Final[Mapping[Did, Category]] = {"making": Category.RUMOUR_MAKING, "spreading": Category.RUMOUR_SPREADING}

MOST_OPEN: Final = 20
"""Most unanswered orders of one step at a time: content found meanwhile waits for the next order, so that a platform
that does not answer does not make the rumour larger.
"""

_INFORMED: Final = (Step.PIN, Step.RECOMMEND)


def open_rumour(opening: Opening) -> DecideRumour:
    """Open a rumour."""

    def decide(rumour: Rumour | None, _: datetime) -> Decided[RumourBody]:
        if rumour is not None:
            return Refusal(code="duplicate_id", message=f"rumour {rumour.id} exists already: choose another id")
        return Entries((Opened(opening=opening),))

    return decide


def as_another(decide: DecideRumour, repeated: Mapping[str, Opening]) -> DecideRumour:
    """Open or reopen a rumour unless it repeats open ones: those in `repeated`, without the ones that the caller has
    named as different rumours.
    """

    def decided(rumour: Rumour | None, now: datetime) -> Decided[RumourBody]:
        found = decide(rumour, now)
        if isinstance(found, Refusal) or not repeated:
            return found
        named = ", ".join(f"{name} (“{other.claim[:40]}”)" for name, other in [*repeated.items()][:3])
        return Refusal(
            code="rumour_repeats_open",
            message=f"it repeats an open rumour: {named}. Add contents and terms to that one, or name it in "
            "`other_than` if this is another rumour",
            article=ARTICLE,
            others=tuple(repeated),
        )

    return decided


def find_contents(fresh: Sequence[str], by: Found = Found.REPORTED) -> DecideRumour:
    """Add contents that spread the rumour; `fresh` are those not known yet."""

    def decide(_: Rumour, __: datetime) -> Decided[RumourBody]:
        if not fresh:
            return Entries()
        return Entries((_found(fresh, by),))

    return _on_a_rumour("add_contents", decide)


def with_contents(decide: DecideRumour, fresh: Sequence[str], by: Found) -> DecideRumour:
    """Command `decide`, with contents that are known to spread the rumour from the start."""

    def decided(rumour: Rumour | None, now: datetime) -> Decided[RumourBody]:
        opened = decide(rumour, now)
        if isinstance(opened, Refusal) or not opened.bodies or not fresh:
            return opened
        return Entries((*opened.bodies, _found(fresh, by)))

    return decided


def _found(fresh: Sequence[str], by: Found) -> ContentsFound:
    return ContentsFound(count=len(fresh), digest=digest_of(fresh), by=by)


def add_terms(terms: Sequence[str]) -> DecideRumour:
    """Add search terms."""

    def decide(rumour: Rumour, _: datetime) -> Decided[RumourBody]:
        fresh = tuple(term for term in dict.fromkeys(terms) if term not in rumour.opening.terms)
        if len(rumour.opening.terms) + len(fresh) > MOST_TERMS:
            return Refusal(
                code="too_many_terms",
                message=f"a rumour has {MOST_TERMS} search terms at most, this one has {len(rumour.opening.terms)}: "
                "leave out the least used ones",
                article=ARTICLE,
            )
        return Entries((TermsAdded(terms=fresh),) if fresh else ())

    return _on_a_rumour("add_terms", decide)


def verify(information: Information) -> DecideRumour:
    """Enter verified information. Orders that carry the previous information and are not carried out yet are
    withdrawn.
    """

    def decide(rumour: Rumour, _: datetime) -> Decided[RumourBody]:
        if rumour.opening.information == information:
            return Entries()
        outdated = (
            CalledOff(step=step, directive=order.directive, reason="the information was replaced")
            for step in _INFORMED
            for order in progress(rumour, step).open
        )
        return Entries((InformationVerified(information=information), *outdated))

    return _on_a_rumour("verify", decide)


def close(reason: str = "") -> DecideRumour:
    """Close the rumour: it no longer spreads."""
    return _on_a_rumour("close", lambda _, __: Entries((Closed(reason=reason),)))


def correct(correction: Corrected) -> DecideRumour:
    """Correct the rumour: its claim is verified to be true."""
    return _on_a_rumour("correct", lambda _, __: Entries((correction,)))


def reopen(reason: str = "") -> DecideRumour:
    """Reopen the rumour: it spreads again, or was closed or corrected in error."""
    return _on_a_rumour("reopen", lambda _, __: Entries((Reopened(reason=reason),)))


def accuse(accounts: Sequence[Accused], reason: str) -> DecideRumour:
    """Enter the results of recording violations for these accounts."""
    return _on_a_rumour("accuse", lambda _, __: Entries((ViolationsRecorded(accounts=tuple(accounts), reason=reason),)))


def clear(accounts: Sequence[Cleared]) -> DecideRumour:
    """Enter the results of overturning the violations of these accounts."""
    return _on_a_rumour("clear", lambda _, __: Entries((ViolationsOverturned(accounts=tuple(accounts)),)))


def hear(directive: str, entries: Sequence[DirectiveEntry]) -> DecideRumour:
    """React to entries of a directive that the rumour gave."""

    def decide(rumour: Rumour | None, _: datetime) -> Decided[RumourBody]:
        if rumour is None:
            return _unknown()
        step = step_of(rumour.id, directive)
        if step is None:
            return Entries()
        heard = (_heard(rumour, step, directive, entry.body) for entry in entries)
        return Entries(tuple(body for body in heard if body is not None))

    return decide


def _heard(rumour: Rumour, step: Step, directive: str, body: DirectiveBody) -> RumourBody | None:
    is_open = any(order.directive == directive for order in progress(rumour, step).open)
    if isinstance(body, DirectiveAcknowledged):
        return Answered(step=step, directive=directive, outcome=body.outcome, reason=body.reason, counts=body.counts)
    if isinstance(body, DirectiveEscalated) and progress(rumour, step).late_since is None:
        return Escalated(step=step, because=body.because, directive=directive)
    if isinstance(body, DirectiveWithdrawn) and is_open:
        return CalledOff(step=step, directive=directive, reason=body.reason)
    return None


def remind(rumour: Rumour | None, now: datetime) -> Decided[RumourBody]:
    """Entries for steps that have become late."""
    if rumour is None:
        return Entries()
    return Entries(tuple(_late(rumour, now)))


def _late(rumour: Rumour, now: datetime) -> Iterator[RumourBody]:
    for step, at, directive in _deadlines(rumour):
        if now >= at:
            because = "no_information" if directive is None else "overdue"
            yield Escalated(step=step, because=because, directive=directive)  # type: ignore[arg-type] # one of the two


def _deadlines(rumour: Rumour) -> Iterator[tuple[Step, datetime, str | None]]:
    """Deadline of each step that is not late yet, with its order; None for the order when information is missing."""
    for step in STEPS:
        known = progress(rumour, step)
        if known.late_since is not None:
            continue
        if known.open:
            first = min(known.open, key=lambda order: order.due_at)
            yield step, first.due_at, first.directive
        elif waits_for_information(rumour, step):
            yield step, due(step, rumour.since), None


def next_step_at(rumour: Rumour) -> datetime | None:
    """Next instant at which a step becomes late if no answer arrives."""
    return min((at for _, at, _ in _deadlines(rumour)), default=None)


def waits_for_information(rumour: Rumour, step: Step) -> bool:
    """Whether the step waits for verified information only."""
    row = STEPS[step]
    if rumour.status not in row.during or not row.needs_information or rumour.opening.information is not None:
        return False
    return step is not Step.PIN or bool(rumour.opening.terms)


def is_at_rest(rumour: Rumour) -> bool:
    """Whether the rumour is closed or corrected and has no open orders."""
    return rumour.status is not RumourStatus.OPEN and not any(each.open for each in rumour.steps.values())


@dataclass(frozen=True)
class Contents:
    """Contents in the table that the next orders need."""

    unlabelled: tuple[str, ...] = ()
    """Contents without an order to label them."""
    labelled: tuple[str, ...] = ()
    """Contents with an order to label them, and without one to take the label back."""


@dataclass(frozen=True)
class Arranged:
    """Entries to append, and the terms of the orders among them."""

    bodies: tuple[RumourBody, ...]
    orders: dict[str, Terms]


def arrange(rumour: Rumour, now: datetime, contents: Contents) -> Arranged:
    """Orders that follow from the state of the rumour: those to withdraw, and new ones."""
    bodies: list[RumourBody] = []
    orders: dict[str, Terms] = {}
    for step, row in STEPS.items():
        if rumour.status not in row.during:
            bodies += [
                CalledOff(step=step, directive=order.directive, reason=f"the rumour is {rumour.status}")
                for order in progress(rumour, step).open
            ]
            continue
        for targets in _to_do(rumour, step, contents):
            number = rumour.orders + len(orders) + 1
            directive, terms = directive_id(rumour.id, step, number), _terms(rumour, step, targets, now)
            orders[directive] = terms
            searched = targets if step in {Step.PIN, Step.UNPIN} else ()
            bodies.append(
                Ordered(step=step, directive=directive, due_at=terms.due_at, targets=len(targets), terms=searched)
            )
    return Arranged(tuple(bodies), orders)


def _to_do(rumour: Rumour, step: Step, contents: Contents) -> list[tuple[str, ...]]:
    """Targets of each order to give for a step now."""
    information = rumour.opening.information
    match step:
        case Step.LABEL:
            return _portions(rumour, step, contents.unlabelled)
        case Step.UNLABEL:
            return _portions(rumour, step, contents.labelled)
        case Step.PIN:
            unpinned = tuple(term for term in rumour.opening.terms if term not in rumour.pinned)
            return [unpinned] if information is not None and unpinned else []
        case Step.UNPIN:
            return [rumour.up] if rumour.up else []
        case Step.RECOMMEND:
            return [()] if information is not None and not rumour.recommended else []
        case Step.MEASURE:
            reached = rumour.recommended and progress(rumour, Step.RECOMMEND).done_at is not None
            return [()] if reached and not rumour.measured else []
        case Step.CORRECT:
            return [()] if rumour.told else []


def room(rumour: Rumour, step: Step) -> int:
    """Number of further targets that may be ordered now."""
    return MOST_TARGETS * max(0, MOST_OPEN - len(progress(rumour, step).open))


def _portions(rumour: Rumour, step: Step, contents: Sequence[str]) -> list[tuple[str, ...]]:
    contents = contents[: room(rumour, step)]
    return [tuple(contents[start : start + MOST_TARGETS]) for start in range(0, len(contents), MOST_TARGETS)]


def _terms(rumour: Rumour, step: Step, targets: tuple[str, ...], now: datetime) -> Terms:
    row, information, correction = STEPS[step], rumour.opening.information, rumour.correction
    said: dict[str, Any] = {}
    if step is Step.LABEL or step in _INFORMED:
        # The same text beside the content, on the search page and in the feed: the claim, and its refutation.
        said["label_zh"], said["label_en"] = label_text(rumour.opening)
        said["link"] = "" if information is None else information.link
    elif correction is not None:
        said = {
            "label_zh": correction.statement_zh,
            "label_en": correction.statement_en,
            "link": correction.link or "",
            "instructions": "The claim turned out to be true: say so where it was called a rumour.",
        }
    return Terms(
        order=row.order,
        article=ORDERS[row.order].article,
        due_at=due(step, now),
        targets=targets,
        cause=rumour.id,
        origin=Reference(kind=KIND, id=rumour.id),
        **said,
    )


def directive_id(rumour: str, step: Step, number: int) -> str:
    """Identifier of a rumour's order: of bounded length and unique, however long the rumour's identifier is."""
    return f"{step.value}-{number}-{_mark(rumour)}"


def step_of(rumour: str, directive: str) -> Step | None:
    """Step that an order of the rumour belongs to; None for another rumour's order."""
    name, _, rest = directive.partition("-")
    return Step(name) if name in set(Step) and rest.endswith(_mark(rumour)) else None


def _mark(rumour: str) -> str:
    return sha256(rumour.encode()).hexdigest()[:20]


def violation_id(rumour: Rumour, did: Did) -> str:
    """Identifier of a violation recorded from a rumour: one account is accused once, each time the rumour is open."""
    turn = f"-{rumour.turn}" if rumour.turn > 1 else ""
    return f"rumour-{did}-{_mark(rumour.id)}{turn}"


def each(making: Sequence[str], spreading: Sequence[str]) -> list[tuple[str, Did]]:
    """Accounts with their deed, by identifier; an account that made the rumour has also spread it."""
    did: dict[str, Did] = dict.fromkeys(spreading, "spreading")
    return sorted((did | dict.fromkeys(making, "making")).items())


def accusation(rumour: Rumour, did: Did, reason: str) -> Sanction:
    """Violation to record for an account, with the catalogue's consequences for its record."""
    return Sanction(
        id=violation_id(rumour, did),
        category=CATEGORY[did],
        # One action reaches many accounts: irreversible measures are decided by two people, account by account.
        closing="by_case",
        cancelling="by_case",
        reason=reason,
        basis=Basis(
            evidence=tuple(proof.link for proof in rumour.opening.evidence[:MOST_LINKS]),
            automated=False,
            # The rumour is the offence, and an account is accused of it once each time it is open: evidence shared by
            # several rumours, or by a reopened one, does not make them one offence.
            another_offence=True,
        ),
    )


def digest_of(contents: Sequence[str]) -> str:
    """Digest that binds an entry to the contents in the table."""
    return sha256("\n".join(sorted(contents)).encode()).hexdigest()


def _on_a_rumour(move: RumourMove, decide: Callable[[Rumour, datetime], Decided[RumourBody]]) -> DecideRumour:
    def decided(rumour: Rumour | None, now: datetime) -> Decided[RumourBody]:
        if rumour is None:
            return _unknown()
        return _closed_to(rumour, move) or decide(rumour, now)

    return decided


def _unknown() -> Refusal:
    return Refusal(code="unknown_rumour", message="there is no such rumour: `GET /v1/rumors` lists them")


def _closed_to(rumour: Rumour, move: RumourMove) -> Refusal | None:
    """Refusal when the rumour does not allow the move; None when it does."""
    if move in MOVES[rumour.status]:
        return None
    since = shown(rumour.ended_at or rumour.since)
    said = f"rumour {rumour.id} is {rumour.status.value} since {since}"
    if rumour.status is RumourStatus.OPEN:
        return Refusal(code="rumour_open", message=f"{said}: there is nothing to reopen", article=ARTICLE)
    if rumour.status is RumourStatus.CLOSED:
        return Refusal(code="rumour_closed", message=f"{said}: reopen it first", article=ARTICLE)
    return Refusal(
        code="rumour_corrected", message=f"{said}: the claim is true; reopen it if that was an error", article=ARTICLE
    )


def words_of(rumour: Rumour, step: Step) -> str:
    """Progress of a step, in words."""
    known = progress(rumour, step)
    late = f", late since {shown(known.late_since)}" if known.late_since else ""
    if known.open:
        first = min(order.due_at for order in known.open)
        return f"{WORDS[step]}: {len(known.open)} of {known.orders} orders open, due {shown(first)}{late}"
    if known.failed:
        return f"{WORDS[step]}: {known.failed} of {known.orders} orders failed{late}"
    if known.done_at is not None:
        return f"{WORDS[step]}: done {shown(known.done_at)}"
    if waits_for_information(rumour, step):
        return f"{WORDS[step]}: waits for verified information, due {shown(due(step, rumour.since))}{late}"
    return f"{WORDS[step]}: {'called off' if known.orders else 'nothing to do yet'}"
