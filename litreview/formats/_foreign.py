"""What a file is that holds no format of ours, so that a person knows what to do with it."""

from __future__ import annotations

import re

_CONVERT = "open it in a reference manager and export the references as RIS"
_AGAIN = "export the records again as RIS, BibTeX or CSV with a header row"
_BINARY_SHARE = 0.05
_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\ufffd]")
_SIGNATURES: tuple[tuple[str, str, str], ...] = (
    ("%PDF-", "a PDF", "load the list of references that names it"),
    ("PK\x03\x04", "a ZIP archive or an Office file (.xlsx, .docx)",
     "unpack it, or save the sheet as CSV, and load that"),
    ("\x1f\x8b|BZh|7z\xbc\xaf|\xfd7zXZ|Rar!", "a compressed file",
     "unpack it and load what is inside"),
    (r"(?i:<!doctype html|<html)", "a web page",
     "the database sent a page, often a log-in or an error: log in and export again"),
    (r"<\?xml|<xml>|<records>|<PubmedArticle", "an XML file", _CONVERT),
    (r"[{\[]\s*[\"{\[]", "a JSON file", _CONVERT),
    (r"(?:PMID|OWN |STAT|DCOM)- ", "PubMed's MEDLINE format (.nbib)", _CONVERT),
    ("FN (?:Clarivate|Thomson|ISI)|PT [JBSCP]\\s", "Web of Science's plain text",
     "export again from Web of Science, as RIS"),
    ("%[0AT] ", "EndNote's tagged format (.enw)", _CONVERT),
    ("<1>\\s", "Ovid's text format", "export again from Ovid, as RIS"),
)  # fmt: skip


def name(head: str) -> tuple[str, str] | None:
    """What the text or bytes (as Latin-1) of a file's head are, and the remedy; or None."""
    start = head.lstrip("\ufeff \t\r\n")
    for pattern, what, remedy in _SIGNATURES:
        if re.match(pattern, start):
            return what, remedy
    if len(_BINARY.findall(head)) > _BINARY_SHARE * len(head):
        return "a binary file, not text", _AGAIN
    return None
