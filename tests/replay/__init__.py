"""Recorded workflow histories, replayed by the current workflows."""
