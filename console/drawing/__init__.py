"""Drawings on the server, as SVG with classes: the stylesheet gives them their colours, light and dark."""
