"""Systematic literature reviews from records to evidence tables."""

__version__ = "0.1.0"
