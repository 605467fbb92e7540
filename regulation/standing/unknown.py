"""The account that does not exist, or did not then: one code, and one wording wherever it is named."""

from datetime import datetime

from models.accounts.commands import Refusal
from models.instants import shown
from regulation.words.languages import shown_zh


def no_account(account: str) -> Refusal:
    """Refusal of an account that nobody has registered."""
    return Refusal(
        code="unknown_account",
        message=f"there is no account {account}; register it first",
        message_zh=f"账号 {account} 不存在，请先注册",
    )


def not_known_at(account: str, as_of: datetime) -> Refusal:
    """Refusal of an account of which nothing was recorded by an instant."""
    return Refusal(
        code="unknown_account",
        message=f"there was no account {account} at {shown(as_of)}, as far as was known then; name a later as_of",
        message_zh=f"截至{shown_zh(as_of)}没有账号 {account} 的任何记录，请指定更晚的as_of",
    )


def not_registered_at(account: str, registered: datetime) -> Refusal:
    """Refusal of an instant before the account's registration."""
    return Refusal(
        code="unknown_account",
        message=f"account {account} was registered at {shown(registered)}: ask about a later time",
        message_zh=f"账号 {account} 于{shown_zh(registered)}才注册，请查询之后的时间",
    )
