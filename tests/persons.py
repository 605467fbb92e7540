"""Directories of persons for tests of rules."""

from regulation.people import Persons, stand_in


def persons_of(*actors: str) -> Persons:
    """Return a directory in which each of these actors is a person who may decide everything."""
    return Persons(tuple(stand_in(actor) for actor in actors))
