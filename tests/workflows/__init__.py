"""Months of an account's life in a server that skips time."""
