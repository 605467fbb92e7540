"""Texts of the console in Chinese and English."""
