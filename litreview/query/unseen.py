"""Characters that nobody sees, and files that are no text.

A string that was copied from a page or a word processor may hold marks without width, soft hyphens
or marks of direction. Nobody finds them by eye, and a database takes them for letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from litreview.query.findings import Found
from litreview.query.tree import Span

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Control characters, the format characters of Unicode, and letters without ink."""
_JOINERS = "\u200c\u200d"
_SCRIPTS_WITH_JOINERS = "\u0600"
"""From Arabic on, joiners are a part of how words are written."""
_LOOKED_AT = 20_000
_LEAST, _SHARE = 4, 0.02
"""So many characters that no text has, and their share, make a file that is none."""
_SHARE_LOST = 0.2
"""The same of characters that could not be decoded: text in another encoding has some."""
_NEVER_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})
_NAMELESS = {"\x00": "NUL", "\x1b": "ESCAPE", "\x7f": "DELETE"}


def unseen(text: str, place: Span) -> Found | None:
    """The first character of `text` within `place` that nobody sees, and how many there are."""
    found = [
        match.start()
        for match in _UNSEEN.finditer(text, place.start, place.end)
        if not _joins(text, match.start())
    ]
    if not found:
        return None
    at = found[0]
    kinds = Counter(text[one] for one in found)
    more = f" (and {len(found) - 1:,} more in this line)" if len(found) > 1 else ""
    return Found(
        "LR119", Span(at, at + 1, place.source),
        f"{' and '.join(_name(kind) for kind in sorted(kinds)[:3])}: nobody sees it, and a "
        f"database takes it for a letter or a blank{more}",
        "delete it, or type the term again",
    )  # fmt: skip


def not_text(text: str) -> Found | None:
    """That `text` is of a file that holds none, such as a PDF or a picture."""
    head = text[:_LOOKED_AT]
    odd = sum(
        not letter.isspace() and unicodedata.category(letter) in _NEVER_TEXT for letter in head
    )
    lost = head.count("\ufffd")
    is_odd = odd >= max(_LEAST, _SHARE * len(head))
    if not is_odd and lost < max(_LEAST, _SHARE_LOST * len(head)):
        return None
    remedy = "open the file in its program, and save the string as plain text"
    return Found("LR120", Span(0, 0), "this is not text", remedy)


def _joins(text: str, at: int) -> bool:
    return text[at] in _JOINERS and at > 0 and text[at - 1] >= _SCRIPTS_WITH_JOINERS


def _name(letter: str) -> str:
    name = unicodedata.name(letter, _NAMELESS.get(letter, "CONTROL CHARACTER"))
    return f"U+{ord(letter):04X} ({name.lower() if name != 'NUL' else name})"
