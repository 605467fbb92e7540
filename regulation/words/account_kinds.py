"""Kinds of account (article 7): one row each, with the label of its holder."""

from collections.abc import Mapping
from typing import Final

from models.names import AccountKind
from regulation.words.languages import Words

ACCOUNT_KINDS: Final[Mapping[AccountKind, Words]] = {
    AccountKind.INDIVIDUAL: Words("个人", "individual"),
    AccountKind.ENTERPRISE: Words("企业", "enterprise"),
}
