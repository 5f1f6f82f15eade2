"""Concept blocks and the strategies that combine them: files of a folder in the own notation.

``mentor.en.txt`` holds one concept in one language, a term a line; ``core.en.strategy.txt``
combines blocks by name, and may name other strategies.
"""

from litreview.query.blocks.library import Library, Place, library
from litreview.query.blocks.rows import Header
from litreview.query.blocks.written import ConceptBlock, Entry, Strategy

__all__ = ["ConceptBlock", "Entry", "Header", "Library", "Place", "Strategy", "library"]
