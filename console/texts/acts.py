"""Actions on an account, by the name in the addresses of their forms."""

from collections.abc import Mapping
from typing import Final

from console.texts.languages import N_

ACTS_ON_ACCOUNTS: Final[Mapping[str, str]] = {
    "ban": N_("Ban"),
    "violation": N_("Record a finding"),
    "measure": N_("Measure"),
    "cancel": N_("Cancel profit-making"),
    "close": N_("Close"),
    "certify": N_("Certify"),
    "reopen": N_("Reopen"),
    "shorten-ban": N_("Shorten the ban"),
    "shorten-measure": N_("Shorten the measure"),
    "overturn": N_("Overturn"),
    "lift": N_("Lift the withholding"),
}
