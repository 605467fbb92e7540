"""Article 11: sanction of a network for repeated violations on its roster, as a person has decided."""

from ledger.networks import networks
from ledger.reactions.deciding import Deciding
from models.accounts.commands import Refusal
from models.cases.cases import Outcome
from models.cases.subjects import NetworkTerms
from models.networks import Terms
from regulation.articles.a11_networks import GRADES
from regulation.networks import NETWORK, sanction


async def sanctioned(deciding: Deciding) -> Refusal | None:
    """Sanction a confirmed network as was proposed, or as the reviewer decides."""
    origin, ruling = deciding.case.opening.origin, deciding.ruling
    if ruling.outcome is not Outcome.CONFIRMED or origin is None:
        return None
    said = ruling.terms if isinstance(ruling.terms, NetworkTerms) else None
    network = await networks.state_within(deciding.connection, origin.id)
    proposed = GRADES[0] if network is None or network.proposed is None else network.proposed
    terms = Terms(
        measure=said.measure if said else proposed.measure,
        duration=said.duration if said else proposed.duration,
        reason=ruling.reason,
    )
    return (await deciding.enter(NETWORK, origin.id, sanction(terms))).refusal
