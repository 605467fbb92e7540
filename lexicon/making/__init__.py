"""Generators of the data files: run by hand, never by the program. Each says where its source comes from."""
