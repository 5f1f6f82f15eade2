"""A search as plain text for a deposit at searchRxiv: one string on one database a deposit.

The parts are those that its page of questions names (verified in https://searchrxiv.org/faqs/):
title, dates, description, keywords, what is known of the validity, database, string.
"""

from __future__ import annotations

from litreview.query.history import History

NOT_KNOWN = "not known"
NOT_RUN = "not run yet"


def deposit(one: History, validation: str = "") -> str:
    """The text of a deposit. validation: what is known of recall; what is not known is said."""
    run = was_run(one)
    parts = (
        ("Title", one.title or NOT_KNOWN),
        ("Date of the search", one.conducted or (NOT_KNOWN if run else NOT_RUN)),
        ("Date of this record", one.data_entry),
        ("Authors", "; ".join(_author(a.name, a.orcid) for a in one.authors)),
        ("Description", one.description),
        ("Keywords", one.keywords),
        ("Database", "; ".join(one.database) or NOT_KNOWN),
        ("Platform", one.platform or NOT_KNOWN),
        ("Fields", one.field),
        ("Records found", _records(one) if run else NOT_RUN),
        ("Validation", validation or "the string was not tested against known studies"),
        ("Licence", one.license),
        ("SHA-256 of the string", one.sha256),
    )
    head = "\n".join(f"{name}: {' '.join(text.split())}" for name, text in parts if text)
    how = "as run" if run else NOT_RUN
    return f"{head}\n\nSearch string, {how}:\n\n{one.search_string.strip(chr(10))}\n"


def was_run(one: History) -> bool:
    """Whether the string was run. One that was made of a strategy was not, until a day is given."""
    return bool(one.conducted) or "strategy" not in one.ours


def _records(one: History) -> str:
    hits, received = one.ours.get("hits"), one.ours.get("received")
    if isinstance(hits, int):
        return f"{hits:,}"
    return f"{NOT_KNOWN}; {received:,} received" if isinstance(received, int) else NOT_KNOWN


def _author(name: str, orcid: str) -> str:
    return f"{name} (ORCID {orcid})" if orcid else name
