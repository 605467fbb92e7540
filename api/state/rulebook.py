"""The rulebook of this platform: the notice's, with the platform's own catalogue in place where configured."""

from dataclasses import replace

from documents import document
from regulation.catalogue.overriding import catalogue_in
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from settings import Settings, SettingsError


def rulebook_of(settings: Settings) -> Rulebook:
    """Return the notice's rulebook, with the platform's own catalogue where configured.

    Raises:
        SettingsError: when the catalogue is invalid; with file and line of each fault.
    """
    if settings.catalogue is None:
        return IN_FORCE
    try:
        return replace(IN_FORCE, catalogue=catalogue_in(document.read(settings.catalogue)))
    except document.MalformedError as error:
        raise SettingsError(f"STANDING_CATALOGUE cannot be used:\n{error}") from error
