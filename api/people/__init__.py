"""Routes of persons, their keys and their sessions."""
