"""A record -> the texts of each field that a search can name, and which fields it lacks.

What a record does not have is *missing*, never empty: the source may not have given it. Fields
that no record of ours has (affiliation, methodology, substance, full text) are always missing, and
so is the type, of which `Record.kind` knows only the coarsest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from litreview.model import Record
from litreview.query.folding import words
from litreview.query.tree import Field, Scope

Texts = tuple[str, ...]
"""The values of a field: neither phrase nor proximity runs from one into the next."""

LANGUAGES: tuple[tuple[str, ...], ...] = (
    ("en", "eng", "english"),
    ("da", "dan", "danish", "dansk"),
    ("de", "ger", "deu", "german", "deutsch"),
    ("es", "spa", "spanish", "espanol"),
    ("fi", "fin", "finnish", "suomi"),
    ("fr", "fre", "fra", "french", "francais"),
    ("it", "ita", "italian", "italiano"),
    ("nl", "dut", "nld", "dutch", "nederlands"),
    ("no", "nor", "nb", "nob", "nn", "nno", "norwegian", "norsk"),
    ("pl", "pol", "polish", "polski"),
    ("pt", "por", "portuguese", "portugues"),
    ("ru", "rus", "russian"),
    ("sv", "swe", "swedish", "svenska"),
    ("zh", "chi", "zho", "chinese"),
)
"""What databases call the same language (ISO 639-1, 639-2, English, its own name)."""
_SAME = {name: names for names in LANGUAGES for name in names}


class Reading(NamedTuple):
    """A record as a search sees it. texts: by field, as far as asked for."""

    texts: Mapping[Field, Texts]
    missing: frozenset[Field]
    keywords: Texts = ()
    year: int | None = None


class Where(NamedTuple):
    """Fields that are searched as one. deciding: those whose absence leaves the answer open."""

    fields: frozenset[Field]
    deciding: frozenset[Field]

    def both(self, other: Where) -> Where:
        """What is in both: where two things can be near each other."""
        fields = self.fields & other.fields
        return Where(fields, (self.deciding | other.deciding) & fields)

    def either(self, other: Where) -> Where:
        """What is in one of them: where one of two alternatives can be."""
        return Where(self.fields | other.fields, self.deciding | other.deciding)


_WHOLE = Where(frozenset(Field), frozenset((Field.TITLE, Field.ABSTRACT)))


def where(scope: Scope) -> Where:
    """The fields of `scope`. ANY: every field; title and abstract decide.

    A full text has its title and abstract, so it is found by these, and open where it is not.
    """
    if Field.ANY in scope:
        return _WHOLE
    deciding = frozenset(scope)
    fields = deciding | _WHOLE.deciding if Field.FULLTEXT in deciding else deciding
    return Where(fields, deciding)


def read_record(record: Record, fields: frozenset[Field], empty: frozenset[Field]) -> Reading:
    """`fields` of `record`. empty: fields that it is taken to have none of where it names none."""
    texts: dict[Field, Texts] = {}
    missing = []
    for field in fields:
        values = texts[field] = _VALUES[field](record)
        if not values or field in _PARTIAL:
            missing.append(field)
    if Field.LANGUAGE in texts and not _known(record.language):
        missing.append(Field.LANGUAGE)
    return Reading(texts, frozenset(missing) - empty, record.keywords, record.year)


def read_texts(
    given: Mapping[Field, str | Sequence[str]], fields: frozenset[Field], empty: frozenset[Field]
) -> Reading:
    """The same of texts by field; one that is not there, or has no text, is missing."""
    texts: dict[Field, Texts] = {}
    missing = []
    for field in fields:
        values = texts[field] = _given(given, field)
        if not values and field not in empty:
            missing.append(field)
    keywords = _given(given, Field.HEADING) + _given(given, Field.KEYWORDS)
    return Reading(texts, frozenset(missing), keywords)


def _given(given: Mapping[Field, str | Sequence[str]], field: Field) -> Texts:
    value = given.get(field)
    if not value:
        return ()
    return (value,) if isinstance(value, str) else _stated(tuple(value))


def _stated(values: Texts) -> Texts:
    return tuple(value for value in values if value)


def _one(text: str) -> Texts:
    return (text,) if text else ()


def _subheadings(record: Record) -> Texts:
    return tuple(part for word in record.keywords for part in word.split("/")[1:] if part)


def _language(record: Record) -> Texts:
    names = words(record.language)
    same = [name for word in names for name in _SAME.get(word, (word,))]
    return tuple(dict.fromkeys(same))


def _known(language: str) -> bool:
    names = words(language)
    return bool(names) and all(name in _SAME for name in names)


def _rest(record: Record) -> Texts:
    more = (record.publisher, record.database, record.volume, record.issue, record.pages,
            record.isxn, record.accession, record.doi or "", record.pmid or "")  # fmt: skip
    return _stated((*more, *(text for _tag, text in record.extra)))


_VALUES: dict[Field, Callable[[Record], Texts]] = {
    Field.TITLE: lambda record: _one(record.title),
    Field.ABSTRACT: lambda record: _one(record.abstract),
    Field.KEYWORDS: lambda record: record.keywords,
    Field.HEADING: lambda record: record.keywords,
    Field.SUBHEADING: _subheadings,
    Field.AUTHOR: lambda record: record.authors,
    Field.VENUE: lambda record: _one(record.venue),
    Field.AFFILIATION: lambda _record: (),
    Field.TYPE: lambda record: _one(record.kind),
    Field.LANGUAGE: _language,
    Field.METHODOLOGY: lambda _record: (),
    Field.SUBSTANCE: lambda _record: (),
    Field.FULLTEXT: lambda _record: (),
    Field.ANY: _rest,
}
_PARTIAL = frozenset((Field.TYPE,))
"""Fields of which a record holds a part, so that what is not found there may still be."""
