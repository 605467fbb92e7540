"""The rules in force on this platform: the notice's, with the catalogue that the platform has configured over it."""

from dataclasses import replace

from documents import document
from regulation.catalogue.overriding import catalogue_in
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from settings import Settings, SettingsError


def rulebook_of(settings: Settings) -> Rulebook:
    """The notice as it stands, with the platform's own catalogue where there is one.

    Raises:
        SettingsError: when that is at fault; with file and line of each fault.
    """
    if settings.catalogue is None:
        return IN_FORCE
    try:
        return replace(IN_FORCE, catalogue=catalogue_in(document.read(settings.catalogue)))
    except document.MalformedError as error:
        raise SettingsError(f"STANDING_CATALOGUE cannot be used:\n{error}") from error
