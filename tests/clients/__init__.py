"""Clients generated from the description, in Python and TypeScript, call every operation of a running server."""
