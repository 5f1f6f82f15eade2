"""Text -> words that are compared: Unicode, capitals, accents, and the spellings of a language.

A word is a longest run of letters and digits (with their combining marks) after NFKC and case
folding. Everything else parts words, hyphen and apostrophe too; soft hyphens and other invisible
characters are dropped first.

What databases do with accents differs, and few say so. `stripped` does what Lucene's
ASCIIFoldingFilter does for letters of European languages (Elasticsearch, and so OpenAlex and Europe
PMC, may use it); `spelt_out` writes the letters of a language as people do who lack the key
(``oe`` for ``ø``). A text and a term agree where any of their spellings do, which is at least as
wide as any one database. Neither filter was compared with a live database: unverified.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ASCII_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_BYTES = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)
) + bytes(range(128, 256))
"""Of UTF-8: ASCII letters small, other ASCII characters blank; the rest as it is."""
_ODD = re.compile(r"[^\w\x00-\x7f]")
"""Neither ASCII nor a letter or digit: punctuation, marks, invisible characters."""
_OVERLAY = "\u0338"
"""The one mark that NFKC joins with punctuation: it makes an unequal sign of ``=``."""
_ZERO_WIDTH_SPACE = "\u200b"

LETTERS = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "\u0131": "i", "ŧ": "t",
    "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
"""Letters that Unicode does not decompose into a letter and a mark."""
_LETTERS = str.maketrans(LETTERS)
_SCANDINAVIAN = {"æ": "ae", "ø": "oe", "å": "aa"}
SPELLINGS: dict[str, dict[str, str]] = {
    "da": _SCANDINAVIAN,
    "no": _SCANDINAVIAN,
    "nb": _SCANDINAVIAN,
    "nn": _SCANDINAVIAN,
    "sv": {"å": "aa", "ä": "ae", "ö": "oe"},
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},  # ß is ss by case folding
    "fr": {"œ": "oe", "æ": "ae"},
}
"""By ISO 639-1: the letters that are also written with two. They never contradict each other."""
_ALL = {letter: pair for table in SPELLINGS.values() for letter, pair in table.items()}
_TABLES = {language: str.maketrans(table) for language, table in SPELLINGS.items()}
_TABLES[""] = str.maketrans(_ALL)


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order. Cost: linear; fastest where most is ASCII."""
    if text.isascii():
        return text.lower().translate(_ASCII_BLANKS).split()
    if _OVERLAY in text:
        return _folded(text)
    found: list[str] = []
    parts = text.encode("utf-8", "surrogatepass").translate(_BYTES)
    for part in parts.decode("utf-8", "surrogatepass").split():
        if part.isascii():
            found.append(part)
        else:
            found.extend(_folded(part))
    return found


def _folded(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = _ODD.sub(_odd, folded)
    if len(kept) < len(folded):  # a mark may have stood behind what was dropped
        kept = unicodedata.normalize("NFKC", kept)
    return "".join(char if _inside(char) else " " for char in kept).split()


def _odd(match: re.Match[str]) -> str:
    char = match[0]
    category = _category(char)
    if category[0] == "M":
        return char
    return "" if category == "Cf" and char != _ZERO_WIDTH_SPACE else " "


_category = lru_cache(maxsize=4096)(unicodedata.category)


def _inside(char: str) -> bool:
    return char.isalnum() or _category(char)[0] == "M"


def stripped(word: str) -> str:
    """`word`, folded, without accents: é e, å a, ø o, æ ae. Marks of other scripts stay."""
    bare = unicodedata.normalize("NFD", word.translate(_LETTERS))
    kept = "".join(char for char in bare if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def spelt_out(word: str, language: str = "") -> str:
    """`word`, folded, with the letters of `language` written as two, other accents stripped.

    Empty: the letters of all languages in `SPELLINGS`. A language that is not there has none.
    """
    return stripped(word.translate(_TABLES.get(language, {})))


def spellings(word: str, language: str = "") -> tuple[str, ...]:
    """`word`, folded, as it stands, stripped and spelt out; of equal ones the first."""
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((word, stripped(word), spelt_out(word, language))))
