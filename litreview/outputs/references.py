"""References in one line, and short labels for studies."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from litreview.model import Record, Report, ReportId, StudyId
from litreview.outputs.evidence import Evidence

MOST_AUTHORS = 20
"""More authors than this are cut to the first ones, three dots and the last."""

NO_DATE = "n.d."
_TITLE_WORDS = 4
_OTHERS = re.compile(r"[\s,]+(?:et al\.?|and others|m\.? ?fl\.?|u\.? ?a\.)\s*$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,3}")
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "af al av bin das de del della den der di do dos du da el ibn la las le los op t ten ter "
        "van von y zu zum zur",
    )
)
_BODY = re.compile(
    r"\b(?:and|the|agency|associa[ct]\w+|bank|board|bureau|cent(?:er|re|ret|ro|rum)|college"
    r"|commission|committee|company|council|depart\w+|euro\w+|foundation|fund|fundaci\w+|group|inc"
    r"|initiative|ltd|minist[eè]r\w*|national|network|office|organi[sz]ation\w*|school|services?"
    r"|society|team|trust|universi\w+|institu\w+|world)\b"
    r"|(?:fond|fonden|stiftung|stiftels\w*|styrelsen?|direktorat\w*|ministeri\w+|foreningen?"
    r"|kommunen?|universitet\w*|institut\w*|zentrum|gesellschaft|verband|verein)\b",
    re.IGNORECASE,
)
"""A name with one of these words, or with a word that ends so, is that of a body, not a person."""


def reference(record: Record, *, link: bool = True) -> str:
    """Authors (Year). Title. Venue volume(issue), pages. Address: what is known of it, in one line.

    link: whether the DOI, or else the URL, stands at the end.
    """
    year = f"({record.year if record.year is not None else NO_DATE})"
    authors, title = _authors(record.authors), _line(record.title)
    head = f"{authors} {year}" if authors else ""
    parts = [head, title] if head else [f"{title or 'Untitled'} {year}"]
    parts += [_venue(record), address(record) if link else ""]
    return " ".join(_sentence(part) for part in parts if part)


def address(record: Record) -> str:
    """The DOI as an address, or the URL as given, or ""."""
    return f"https://doi.org/{record.doi}" if record.doi else record.url.strip()


def _line(text: str) -> str:
    return " ".join(text.split())


def _sentence(part: str) -> str:
    return part if part.endswith((".", "?", "!")) or "://" in part else f"{part}."


def _authors(authors: Sequence[str]) -> str:
    names = [name for name in map(_line, authors) if name]
    if len(names) > MOST_AUTHORS:
        names = [*names[: MOST_AUTHORS - 1], f"… {names[-1]}"]
    return "; ".join(names)


def _venue(record: Record) -> str:
    issue = f"({record.issue})" if record.issue else ""
    number = f"{record.volume}{issue}"
    place = " ".join(part for part in (_line(record.venue), number) if part)
    return ", ".join(part for part in (place or _line(record.publisher), record.pages) if part)


def family(author: str) -> str:
    """The family name for a label: before the comma, else the last name with its particles.

    The name of a body ("Ministry of Work", "Hands for a Job") stays whole.
    """
    author = _OTHERS.sub("", author)
    if "," in author:
        return _line(author.split(",", 1)[0])
    words = author.split()
    if _body(words):
        return " ".join(words)
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    start = next((at for at, word in enumerate(words[:-1]) if word in _PARTICLES), -1)
    return " ".join(words[start:])


def _body(words: Sequence[str]) -> bool:
    """Whether a name has a word of a body, or one in small letters that no person's name has."""
    if _BODY.search(" ".join(words)):
        return True
    small = [word for word in words if word.islower()]
    return len(small) < len(words) and any(word not in _PARTICLES for word in small)


def study_label(record: Record) -> str:
    """``Surname Year`` of a record; without an author the first words of its title."""
    named = first_author(record.authors) or _first_words(record.title) or record.id
    return f"{named} {record.year if record.year is not None else NO_DATE}"


def first_author(authors: Sequence[str]) -> str:
    """The family name of the first author.

    Where all the others are but family names, so is the first: ``Moss Fern``, ``Reed`` are two.
    """
    first, *others = [_line(author) for author in authors if author.strip()] or [""]
    bare = bool(others) and not any("," in name or family(name) != name for name in others)
    return family(first) if "," in first or not bare or _initialled(first) else first


def _initialled(name: str) -> bool:
    return any(_INITIALS.fullmatch(word) for word in name.split())


def _first_words(title: str) -> str:
    words = title.split()
    start = " ".join(words[:_TITLE_WORDS]).rstrip(" ,.:;")
    return f"{start}…" if len(words) > _TITLE_WORDS else start


def study_labels(evidence: Evidence) -> Mapping[StudyId, str]:
    """A label for every study that a table may name, a letter added where two would agree.

    A study is called after its earliest journal article, else after its earliest report, among
    those that are included; a study of which none is included, among all. One without a report
    keeps its id. Letters run over the included studies first.
    """
    shared: dict[str, list[StudyId]] = defaultdict(list)
    for study, main in _named_studies(evidence):
        shared[study_label(main) if main else study].append(study)
    labels: dict[StudyId, str] = {}
    taken = set(shared)
    for label, studies in shared.items():
        free = (name for place in count() if (name := f"{label}{letters(place)}") not in taken)
        for study in studies:
            labels[study] = label if len(studies) == 1 else next(free)
            taken.add(labels[study])
    return labels


def study_lines(evidence: Evidence) -> Iterator[tuple[StudyId, str]]:
    """Each included study with its label and the title of the report that names it."""
    labels, counted = study_labels(evidence), frozenset(evidence.flow["new_reports"].ids)
    for study in evidence.flow.studies:
        main = _main(evidence, study.id, counted)
        yield study.id, f"{labels[study.id]}  {_line(main.title) if main else ''}".rstrip()


def _named_studies(evidence: Evidence) -> list[tuple[StudyId, Record | None]]:
    """Included studies, then those linked or extracted only, with the record that names each."""
    included, counted = evidence.included, frozenset(evidence.flow["new_reports"].ids)
    extracted = {row.study for row in evidence.estimates} | {row.study for row in evidence.costs}
    named = [
        (study, _main(evidence, study, counted))
        for study in included | extracted | evidence.members.keys()
    ]

    def order(pair: tuple[StudyId, Record | None]) -> tuple[bool, bool, str, str]:
        study, main = pair
        title = sort_key(main.title) if main else ""
        return (study not in included, study not in extracted, title, study)

    return sorted(named, key=order)


def reports_of(evidence: Evidence, study: StudyId) -> tuple[Report, ...]:
    """The reports linked to `study`; a report that is linked to none is a study of its own."""
    linked = evidence.members.get(study) or (ReportId(study),)
    return tuple(evidence.reports[id_] for id_ in linked if id_ in evidence.reports)


def _main(evidence: Evidence, study: StudyId, counted: frozenset[str]) -> Record | None:
    """The record that names a study; counted: the reports that are included."""
    reports = reports_of(evidence, study)
    chosen = [report.record for report in reports if report.id in counted]
    return min(chosen or [r.record for r in reports], key=_precedence, default=None)


def _precedence(record: Record) -> tuple[bool, bool, int, str]:
    return (not record.authors, record.kind != "article", record.year or 9999, record.id)


def letters(place: int) -> str:
    """a, b ... z, aa, ab ... for 0, 1 ... 25, 26, 27 ..."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("a") + last)


def sort_key(text: str) -> str:
    """For sorting names as people do: without case and accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def included_reports(evidence: Evidence) -> Iterator[tuple[StudyId, Report]]:
    """Each report of each included study, by the study's label, then by year."""
    labels = study_labels(evidence)
    for study in sorted(evidence.flow.studies, key=lambda s: sort_key(labels[s.id])):
        held = [evidence.reports[id_] for id_ in study.reports if id_ in evidence.reports]
        for report in sorted(held, key=lambda r: (r.record.year or 9999, sort_key(r.record.title))):
            yield study.id, report
