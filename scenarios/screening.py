"""The screening of scenarios: by the protected names that come with the program, so that every run decides alike."""

from ledger.screening.lexicon import shipped
from models.accounts.profiles import Profile, Screened
from screening.profiles import screening_by


def screened_by_default(profile: Profile) -> Screened:
    """What the program's own lists see in a profile."""
    return screening_by(shipped())(profile)
