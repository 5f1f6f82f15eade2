"""Terms that a gold set has and its background has not: what a search string may still lack.

`suggest` puts the steps in a row: records -> n-grams -> groups with a truncation -> keyness ->
the co-occurrence network. Everything here is pure, and each language is looked at by itself.
"""

from litreview.query.discovery.suggest import Asked, Suggested, Suggestion, suggest

__all__ = ["Asked", "Suggested", "Suggestion", "suggest"]
