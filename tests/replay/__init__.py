"""Recorded histories, replayed by the workflows of today."""
