"""Delivery of events to the platform's own addresses: signed, in order, and never to an address inside our network."""
