"""Benchmarks: `make bench`. Each measures the product and its limit in the same run and prints one JSON line."""
