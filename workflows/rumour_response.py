"""`RumorResponse`: one workflow a rumour, from its opening until it is closed or corrected and nothing is waited for.

The orders go out as directives, each with a workflow of its own that has it sent again. This one sees the whole: it
waits for the answers, and says which step is late and what nobody has seen to. Reopened, a rumour has another one.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.rumours import RumourActivities, RumourDue
    from models.base import Frozen
    from models.dossiers import DossierChanged, DossierId
    from models.instants import shown
    from models.rumours import Rumour, Status
    from regulation.articles.a06_rumours import STEPS
    from regulation.rumours import is_at_rest, next_step_at, words_of
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.dossier_life import DossierLife


class RumourStart(Frozen):
    """What a run begins with: the rumour's id, and what the run before hands on."""

    rumour: DossierId
    state: Rumour | None = None
    version: int = 0


class RumourEnd(Frozen):
    """How it ended."""

    rumour: DossierId
    status: Status
    contents: int
    orders: int


@workflow.defn
class RumorResponse(DossierLife[Rumour]):
    """The life of one rumour."""

    @workflow.init
    def __init__(self, start: RumourStart) -> None:
        super().__init__(start.state, start.version)
        self._id = start.rumour
        self._shown: tuple[str, datetime | None] | None = None

    @workflow.run
    async def run(self, _: RumourStart) -> RumourEnd:
        """Wait for the answers; say what is late."""
        await self._begun()
        while True:
            rumour = self._known()
            self._describe(rumour)
            at = next_step_at(rumour)
            if at is not None and at <= workflow.now():
                await self._follow_up(at)
                continue
            if is_at_rest(rumour):
                return RumourEnd(rumour=self._id, status=rumour.status, contents=rumour.contents, orders=rumour.orders)
            self._continue_as_new_if_long(RumourStart(rumour=self._id, state=rumour, version=self._version))
            if at is None:
                version = self._version
                await workflow.wait_condition(lambda known=version: self._version > known)  # type: ignore[misc]
            else:
                await self._wait(at, f"a step is late at {shown(at)} without an answer")

    @workflow.signal
    def changed(self, news: DossierChanged) -> None:
        """The ledger has recorded something about this rumour."""
        self._learn(Rumour.model_validate(news.state), news.version)

    @workflow.query
    def rumour(self) -> Rumour | None:
        """The rumour as this workflow knows it."""
        return self._state

    async def _follow_up(self, at: datetime) -> None:
        found = await carried_out(
            RumourActivities.follow_up_rumour,
            # Stamped with the time it was due, not with the time of waking up.
            RumourDue(rumour=self._id, at=at),
            summary=f"not carried out by {shown(at)}: say that it is late",
        )
        self._learn(found.rumour, found.version)

    def _describe(self, rumour: Rumour) -> None:
        workflow.set_current_details(described(rumour))
        at = next_step_at(rumour)
        if self._shown != (rumour.status.value, at):
            self._shown = (rumour.status.value, at)
            workflow.upsert_search_attributes(search_attributes.updates_of_case("rumour", rumour.status.value, at))


def described(rumour: Rumour) -> str:
    """What operators read in the Temporal UI (Markdown)."""
    opening = rumour.opening
    lines = [
        f"**{rumour.status}**: “{opening.claim[:300]}” ({opening.field.replace('_', ' ')}, article 6)",
        "",
        f"- opened {shown(rumour.opened_at)} by {rumour.opened_by}; {rumour.contents} contents, "
        f"{len(opening.terms)} search terms, {rumour.violations} violations recorded",
    ]
    if opening.information is not None:
        lines.append(f"- what is so: {opening.information.text_zh} ({opening.information.link})")
    begun = (step for step, row in STEPS.items() if rumour.status in row.during or step in rumour.steps)
    lines += [f"- {words_of(rumour, step)}" for step in begun]
    if rumour.ended_at is not None:
        lines.append(f"- {rumour.status} {shown(rumour.ended_at)}: {rumour.reason or 'no reason given'}")
    return "\n".join(lines)
