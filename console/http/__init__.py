"""Requests and responses of the console: visitors, calls of the API, forms, failures, headers."""
