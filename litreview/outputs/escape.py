"""Text from outside, made harmless for the place where it is written.

Every function takes any text. None drops a character without leaving a mark: what a format
cannot hold becomes U+FFFD, what it would interpret is escaped.
"""

from __future__ import annotations

import html as _html
import re
from urllib.parse import urlsplit

REPLACEMENT = "\ufffd"

_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#$])")


def clean(text: str) -> str:
    """`text` with plain line ends; control characters, which no format may show, as U+FFFD.

    Characters that turn the reading direction over are among them: they can make a cell read
    as something that it does not say.
    """
    return _CONTROL.sub(REPLACEMENT, _BREAK.sub("\n", text))


def terminal(text: str) -> str:
    """Safe on a terminal: nothing that it would obey, tabs as blanks."""
    return clean(text).expandtabs(4)


def html(text: str) -> str:
    """Safe as HTML or XML content and inside a quoted attribute."""
    return _html.escape(clean(text), quote=True)


def spreadsheet(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it as a formula.

    Numbers stay numbers. Reversible: where, after apostrophes and blanks, a cell goes on with
    ``= + - @``, a tab or a line end, take one apostrophe away.
    """
    from litreview.formats import guarded  # here: what only prints has no need of all formats

    return guarded(clean(text))


def latex(text: str) -> str:
    """Safe as running text of LaTeX: it typesets as itself. Line ends stay for the writer."""
    from litreview.formats._latex import from_text

    return from_text(clean(text))


def http_url(text: str) -> str:
    """`text` if it is an address that a reader may follow (http or https), else ""."""
    bare = text.strip()
    if _URL.fullmatch(bare) is None or bare != clean(bare):
        return ""
    try:
        parts = urlsplit(bare)
    except ValueError:
        return ""
    return bare if parts.scheme in {"http", "https"} and parts.hostname else ""


def split_urls(text: str) -> list[tuple[str, str]]:
    """`text` in pieces ``(piece, address)``; the address is "" where the piece is plain."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in _URL.finditer(text):
        found = _trimmed(match.group())
        if not http_url(found):
            continue
        if match.start() > at:
            pieces.append((text[at : match.start()], ""))
        pieces.append((found, found))
        at = match.start() + len(found)
    if at < len(text):
        pieces.append((text[at:], ""))
    return pieces


def _trimmed(url: str) -> str:
    """The address without the punctuation of the sentence around it."""
    url = url.rstrip(".,;:!?")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?")
    return url


def markdown(text: str) -> str:
    """Safe as one cell of a Markdown table; addresses stay links."""
    return "".join(
        f"<{url}>" if url else _MARKDOWN.sub(r"\\\1", piece).replace("&", "&amp;")
        for piece, url in split_urls(clean(text))
    ).replace("\n", "<br>")
