"""Chaos tests: real processes are killed; nothing is lost and nothing happens twice."""
