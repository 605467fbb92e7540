"""Articles 9 and 12: the outcome of an appeal is recorded with its decision: the action is upheld, lessened or
overturned.
"""

from ledger.reactions.deciding import Deciding
from ledger.sanctions.appeals import actions_within
from models.accounts.commands import Refusal
from models.cases.subjects import Appealed
from regulation.sanctions.appeals import command_of


async def follows(deciding: Deciding) -> Refusal | None:
    """Give the command that follows from the ruling to the account that appealed."""
    appealed = deciding.case.opening.subject
    if not isinstance(appealed, Appealed):
        return Refusal(code="unfit_subject", message=f"case {deciding.case.id} names no action: withdraw it")
    (action,) = await actions_within(deciding.connection, deciding.account, appealed.action)
    command = command_of(action, deciding.ruling)
    if command is None or isinstance(command, Refusal):
        return command
    return await deciding.command(command)
