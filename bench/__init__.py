"""Benchmarks: `make bench`. Each measures both sides in the same run and prints one JSON line."""
