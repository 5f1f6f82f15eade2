"""Types of publication: one name for each, and how the databases that have it write it.

A database knows the types of its own list only; any other word finds nothing in that field. Each
assigns its types by its own rules, so that the same type elsewhere is not the same set of works:
``article`` (no reviews among them) and ``journal article`` (of any kind) are kept apart.

- wos: https://webofscience.zendesk.com/hc/en-us/articles/26916283577745-Document-Types (the names)
- scopus, pubmed, embase, cochrane: unverified, the codes that strategies which were run have
- ebscohost (CINAHL), proquest, eric: unverified, and other databases of a provider have others
"""

from __future__ import annotations

from collections.abc import Mapping

_WRITTEN: Mapping[str, Mapping[str, str]] = {
    "wos": {
        "article": "Article", "review": "Review", "letter": "Letter",
        "editorial": "Editorial Material", "conference paper": "Proceedings Paper",
        "conference abstract": "Meeting Abstract", "book": "Book", "book chapter": "Book Chapter",
        "book review": "Book Review", "erratum": "Correction", "note": "Note",
        "bibliography": "Bibliography",
    },
    "scopus": {
        "article": "ar", "review": "re", "conference paper": "cp", "book chapter": "ch",
        "book": "bk", "editorial": "ed", "letter": "le", "note": "no", "erratum": "er",
        "short survey": "sh", "data paper": "dp", "report": "rp", "conference review": "cr",
    },
    "ebscohost": {
        "journal article": "journal article", "review": "review", "letter": "letter",
        "editorial": "editorial", "book": "book", "book chapter": "book chapter",
        "book review": "book review", "conference paper": "proceedings",
        "thesis": "doctoral dissertation", "clinical trial": "clinical trial",
        "randomized controlled trial": "randomized controlled trial",
        "systematic review": "systematic review", "meta-analysis": "meta analysis",
        "case report": "case study",
    },
    "proquest": {
        "article": "article", "review": "review", "letter": "letter", "editorial": "editorial",
        "book": "book", "book chapter": "book chapter", "conference paper": "conference paper",
        "thesis": "dissertation/thesis", "report": "report", "case report": "case study",
    },
    "eric": {
        "journal article": "Journal Articles", "book": "Books", "report": "Reports",
        "conference paper": "Speeches/Meeting Papers", "thesis": "Dissertations/Theses",
    },
}  # fmt: skip
_AS_NAMED: Mapping[str, str] = {
    "pubmed": "journal article|review|letter|editorial|clinical trial|randomized controlled trial"
    "|systematic review|meta-analysis",
    "embase": "article|review|letter|editorial|conference paper|conference abstract"
    "|conference review|erratum|note|short survey|book",
    "cochrane": "journal article|review|letter|editorial|clinical trial"
    "|randomized controlled trial|systematic review|meta-analysis",
}
"""Databases that write each type as it is called here."""


def types_of(database: str) -> dict[str, str]:
    """Name -> how `database`, a notation, writes it; raises KeyError where no list is known."""
    if database in _AS_NAMED:
        return {name: name for name in _AS_NAMED[database].split("|")}
    return dict(_WRITTEN[database])
