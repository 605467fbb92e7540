"""Four eyes of a case by what was decided elsewhere, read when somebody decides or corrects it.

An appeal is often opened before two persons decide about the action, so its opening cannot say who decided. What comes
between the reading and the decision is refused by the account's own rules (`regulation/sanctions/by_two.py`).
"""

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import by_two, reading
from ledger.sanctions import appeals
from models.cases.cases import Case, CaseKind
from models.cases.subjects import Appealed
from regulation.cases.correcting import action_id
from regulation.cases.four_eyes import NOTHING, Further
from regulation.sanctions.by_two import outcomes_by_two


async def further(connection: AsyncConnection, case: Case) -> Further:
    """Return what is to be known of the case, as the caller's transaction sees it."""
    if isinstance(case.opening.subject, Appealed) and case.opening.account is not None:
        return await _of_appeal(connection, case.opening.account, case.opening.subject.action)
    if case.decision is None or case.opening.kind is CaseKind.APPEAL:
        return NOTHING
    # The withdrawal of the decision takes back what accounts have recorded under it.
    action, account = action_id(case), case.opening.account
    everywhere = case.opening.kind is CaseKind.COORDINATION
    accounts = await reading.sanctioned_under(connection, action) if everywhere else [account] if account else []
    found = await by_two.on_accounts(connection, accounts)
    decided = any(one.in_force and one.action == action for about in found.values() for one in about)
    return Further(two_persons=(case.decision.ruling.outcome,)) if decided else NOTHING


async def _of_appeal(connection: AsyncConnection, account: str, action: str) -> Further:
    found = next(iter(await appeals.actions_within(connection, account, action)), None)
    if found is None:
        return NOTHING
    decided = (await by_two.on_accounts(connection, [account])).get(account, ())
    return Further(outcomes_by_two(action, decided), await appeals.who_decided(connection, account, found))
