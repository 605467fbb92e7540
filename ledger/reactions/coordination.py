"""Article 7: a cluster that is confirmed is sanctioned in one action, each member with a statement of its own."""

from ledger.coordination import clusters
from ledger.reactions.deciding import Deciding
from models.accounts.commands import Refusal, Sanction
from models.cases.cases import Outcome
from models.cases.subjects import CoordinationFound, SanctionTerms
from models.words.sanctions import Basis
from regulation.coordination import MOST_SANCTIONED, USUAL, named, statement_for

PASSED_OVER = frozenset({"unknown_account", "account_closed"})
"""Refusals of members that cannot be sanctioned any more, or were never accounts of ours; the others are sanctioned all
the same.
"""


async def follows(deciding: Deciding) -> Refusal | None:
    """Record the finding and its consequences, under the case's identifier, for every member that is not spared."""
    if deciding.ruling.outcome is not Outcome.CONFIRMED:
        return None
    case, terms = deciding.case, deciding.ruling.terms
    found = case.opening.subject
    cluster = (
        await clusters.within(deciding.connection, found.cluster) if isinstance(found, CoordinationFound) else None
    )
    if not isinstance(found, CoordinationFound) or cluster is None:
        return Refusal(code="unfit_subject", message=f"case {case.id} names no known cluster: dismiss it")
    sanction = terms if isinstance(terms, SanctionTerms) else USUAL
    members = await clusters.members_of(deciding.connection, found.cluster, found.round)
    strangers = sorted(set(sanction.without) - set(members))
    if strangers:
        return Refusal(
            code="unfit_terms",
            message=f"{named(strangers)} of `without` are not members: GET /v1/coordination/clusters/{found.cluster} "
            "lists them",
        )
    sanctioned = [account for account in members if account not in sanction.without]
    if len(sanctioned) > MOST_SANCTIONED:
        return Refusal(
            code="too_many_members",
            message=f"the case is about {len(sanctioned)} accounts, one decision sanctions at most {MOST_SANCTIONED}: "
            "dismiss it with a note, and sanction them in parts",
            article=7,
        )
    await deciding.hold(sanctioned)
    for account in sanctioned:
        statement = statement_for(account, case.id, cluster.finding, deciding.ruling.reason)
        refusal = await deciding.command(_command(deciding.id, sanction, statement), account)
        if refusal is not None and refusal.code not in PASSED_OVER:
            return refusal
    return None


def _command(case: str, terms: SanctionTerms, statement: str) -> Sanction:
    return Sanction(
        id=case,
        category=terms.category,
        consequences=terms.consequences,
        # Many accounts in one action: irreversible measures are decided account by account.
        closing="by_case",
        cancelling="by_case",
        reason=statement,
        basis=Basis(automated=False),
    )
