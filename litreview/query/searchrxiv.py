"""A search as plain text for a deposit at searchRxiv: one string on one database a deposit.

The parts are those that its page of questions names (verified in https://searchrxiv.org/faqs/):
title, dates, description, keywords, what is known of the validity, database, string.
"""

from __future__ import annotations

from litreview.query.history import History

NOT_KNOWN = "not known"


def deposit(one: History, validation: str = "") -> str:
    """The text of a deposit. validation: what is known of recall; what is not known is said."""
    hits = one.ours.get("hits")
    parts = (
        ("Title", one.title or NOT_KNOWN),
        ("Date of the search", one.conducted or NOT_KNOWN),
        ("Date of this record", one.data_entry),
        ("Authors", "; ".join(_author(a.name, a.orcid) for a in one.authors)),
        ("Description", one.description),
        ("Keywords", one.keywords),
        ("Database", "; ".join(one.database) or NOT_KNOWN),
        ("Platform", one.platform or NOT_KNOWN),
        ("Fields", one.field),
        ("Records found", f"{hits:,}" if isinstance(hits, int) else NOT_KNOWN),
        ("Validation", validation or "the string was not tested against known studies"),
        ("Licence", one.license),
        ("SHA-256 of the string", one.sha256),
    )
    head = "\n".join(f"{name}: {' '.join(text.split())}" for name, text in parts if text)
    return f"{head}\n\nSearch string, as run:\n\n{one.search_string.strip(chr(10))}\n"


def _author(name: str, orcid: str) -> str:
    return f"{name} (ORCID {orcid})" if orcid else name
