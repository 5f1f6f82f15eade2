"""PubMed through NCBI's E-utilities (esearch): PubMed's notation, without its proximity.

The website and the E-utilities are two searches. A proximity that works on the website was reported
not to work here, and nobody at NCBI has answered.
"""

from __future__ import annotations

from dataclasses import replace

from litreview.query.dialect import Dialect
from litreview.query.dialects.pubmed import DIALECT as PUBMED

DIALECT = Dialect(
    name="pubmed-api",
    title="PubMed (E-utilities)",
    style=replace(PUBMED.style, window=None, near=None),
    capability=replace(
        PUBMED.capability,
        kind="api",
        references=(
            *PUBMED.capability.references,
            "https://www.ncbi.nlm.nih.gov/books/NBK25499/",
            "https://github.com/ropensci/rentrez/issues/195",
        ),
        near=None,
        remarks=(
            "esearch gives out no more than the first 10,000 records: divide by date of entry.",
            "Send long strings by POST.",
            (
                "Read querytranslation, errorlist and warninglist of the answer: a phrase that is"
                " not in the phrase index is searched as its words, and unknown ones are left out."
            ),
            "not verified: proximity ([tiab:~N]), which was reported not to work here.",
            "not verified: how long a string may be when sent by POST.",
        ),
        probe='"job coach"[tiab:~2]',
    ),
)
