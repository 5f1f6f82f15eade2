"""What forbids a merge, however much else agrees.

Each veto returns one phrase that says why, or "" where it has nothing to say. A pair under a
veto is never sure; a person may still join it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from litreview.dedup.likeness import Mark, TitleLikeness, page_likeness, title_likeness
from litreview.dedup.normalise import Keys

Marks = Mapping[str, Mark]
_COCHRANE: Final = re.compile(r"10\.1002/14651858\.(?P<review>[a-z]{2}\d+)(?P<version>\.pub\d+)?")


def veto(a: Keys, b: Keys, title: TitleLikeness, marks: Marks) -> str:
    """The first reason not to take the pair for one work, or ""."""
    return (
        notice(a, b)
        or numbers(a, b)
        or places(marks)
        or versions(a, b)
        or registered(a, b)
        or unnumbered(a, b, marks)
        or years(title, marks)
        or issues(a, b, marks)
        or generic(a, b, marks)
    )


def contradiction(a: Keys, b: Keys) -> str:
    """Why two records cannot stand in one cluster, even when others lie between them, or ""."""
    marks: Marks = {
        "pages": page_likeness(a.pages, b.pages),
        "doi": doi_mark(a, b),
        "pmid": equal_mark(a.pmid, b.pmid),
        "volume": equal_mark(a.volume, b.volume),
        "abstract": "unknown",
    }
    found = notice(a, b) or numbers(a, b) or places(marks) or versions(a, b) or registered(a, b)
    if found:
        return found
    if a.title.compact != b.title.compact and title_likeness(a.title, b.title) == "other":
        return "their titles differ"
    return ""


def notice(a: Keys, b: Keys) -> str:
    """An erratum, retraction, comment, reply or protocol is another document than its article."""
    one, two = sorted((a.title.notice, b.title.notice))
    if one == two:
        return ""
    if not one:
        return f"only one title is that of a notice ({two})"
    return f"one title is that of a notice ({one}), the other of another ({two})"


def numbers(a: Keys, b: Keys) -> str:
    """Part I and Part II, 1990 and 2000, delta8 and delta9: each title has a number of its own."""
    if a.title.numbers == b.title.numbers:
        return ""
    one, two = Counter(a.title.numbers), Counter(b.title.numbers)
    return "the numbers in their titles differ" if one - two and two - one else ""


def unnumbered(a: Keys, b: Keys, marks: Marks) -> str:
    """A number that only one title has must be lost, not told apart: pages or abstract say so."""
    if a.title.numbers == b.title.numbers or "agree" in (marks["pages"], marks["abstract"]):
        return ""
    return "only one title has a number"


def places(marks: Marks) -> str:
    """Two identifiers or two places are two documents."""
    if marks["pmid"] == "differ":
        return "their PubMed numbers differ"
    if marks["pages"] == "differ" and marks["doi"] == "differ":
        return "both their DOIs and their pages differ"
    if marks["pages"] == "differ" and marks["volume"] == "differ" and marks["doi"] != "agree":
        return "both their volumes and their pages differ"
    if marks["pages"] == "differ" and marks["abstract"] == "differ":
        return "both their pages and their abstracts differ"
    return ""


def versions(a: Keys, b: Keys) -> str:
    """A draft and its article, two editions of a living review: which to keep is a policy."""
    if a.draft != b.draft:
        return "one is a preprint or working paper"
    one, two = (_COCHRANE.match(keys.doi or "") for keys in (a, b))
    if one and two and one["review"] == two["review"] and one["version"] != two["version"]:
        return "they are versions of one Cochrane review"
    cochrane = "cochrane" in a.venue and "cochrane" in b.venue
    if cochrane and a.year != b.year and (a.doi is None or a.doi != b.doi):
        return "they may be versions of one Cochrane review"
    return ""


def registered(a: Keys, b: Keys) -> str:
    """Trial numbers of one registry, and none in common."""
    if not a.registered or not b.registered or a.registered & b.registered:
        return ""
    both = {number[:3] for number in a.registered} & {number[:3] for number in b.registered}
    return "their trial registry numbers differ" if both else ""


def years(title: TitleLikeness, marks: Marks) -> str:
    """More than a year apart, and neither the DOI nor the very issue says that one is wrong."""
    if marks["year"] != "differ" or marks["doi"] == "agree":
        return ""
    if title == "same" and all(
        marks[field] == "agree" for field in ("authors", "venue", "volume", "issue")
    ):
        return ""
    return "they are more than a year apart"


def issues(a: Keys, b: Keys, marks: Marks) -> str:
    """Columns that return under one title: another issue, and nothing that places them together.

    Every issue has a page iii: Roman pages do not place.
    """
    if marks["issue"] != "differ" or marks["volume"] == "unknown":
        return ""
    placing = ["doi", "pmid", "abstract"]
    if a.pages and b.pages and a.pages.first.isdigit() and b.pages.first.isdigit():
        placing.append("pages")
    return "" if any(marks[field] == "agree" for field in placing) else "their issues differ"


def generic(a: Keys, b: Keys, marks: Marks) -> str:
    """Many papers are called Editorial: pages and volume or issue must agree. Short is little."""
    numbered = marks["volume"] == "agree" or marks["issue"] == "agree"
    paged = marks["pages"] == "agree" and (numbered or marks["doi"] == "agree")
    if a.title.generic or b.title.generic:
        return "" if paged and marks["issue"] != "differ" else "many papers bear this title"
    if a.title.short or b.title.short:
        placed = paged or marks["doi"] == "agree"
        in_issue = marks["volume"] == "agree" and marks["issue"] == "agree"
        return "" if placed or in_issue else "the title is too short to tell"
    return ""


def equal_mark(a: str | None, b: str | None) -> Mark:
    """Whether two values are one, where both are known."""
    if not a or not b:
        return "unknown"
    return "agree" if a == b else "differ"


def doi_mark(a: Keys, b: Keys) -> Mark:
    """A DOI cut short (old ones hold brackets that exports stumble over) proves nothing."""
    if a.doi and b.doi and a.doi != b.doi and (a.doi.startswith(b.doi) or b.doi.startswith(a.doi)):
        return "unknown"
    return equal_mark(a.doi, b.doi)
