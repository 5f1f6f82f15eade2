"""A title as two records of one paper would share it, and what its words say about the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NewType

from litreview.dedup.fold import plain, words

NormTitle = NewType("NormTitle", str)
"""Folded words joined by one space. Made by `read_title` only."""


@dataclass(frozen=True, slots=True)
class Title:
    """A normalised title.

    key: its words; compact: the same without spaces, so that hyphens do not matter;
    halves: a bracketed translation and the text beside it, compact, where there are both;
    numbers: what counts or labels in it, sorted ("Part II" gives 2);
    notice: erratum, retraction, comment, reply or protocol where it says so, else "";
    generic: whether many papers bear it ("Editorial"); short: whether many could.
    """

    key: NormTitle
    words: tuple[str, ...]
    compact: str
    halves: tuple[str, ...]
    numbers: tuple[str, ...]
    notice: str
    generic: bool
    short: bool


_LANGUAGES: Final = (
    "afrikaans|arabic|bulgarian|catalan|chinese|croatian|czech|danish|dutch|english|finnish|"
    "french|german|greek|hebrew|hungarian|italian|japanese|korean|norwegian|persian|polish|"
    "portuguese|romanian|russian|serbian|slovak|slovenian|spanish|swedish|turkish|ukrainian"
)
_REMARK: Final = re.compile(
    r"[\[(]\s*(?:review|\d+ ref(?:erence)?s?|see comments?|abstract|published|corrected|"
    r"(?:article )?in [a-z]+|author'?s'? transl\.?|"
    rf"(?:{_LANGUAGES})(?:\s*,\s*(?:{_LANGUAGES}))*)\.?\s*[\])]\.?",
    re.IGNORECASE,
)
_SEE: Final = re.compile(
    r"[\[(](?:erratum|correction|retraction|comment|reply|republished|updated?)[^\[\]]{0,40}"
    r"\b(?:appears?|published|found) in\b.*$",
    re.IGNORECASE | re.DOTALL,
)
"""``[Erratum appears in ...]`` points from the article to its erratum: it is the article."""
_ORIGINAL: Final = re.compile(rf"^(.*?)[.?!\]]\s*(?:{_LANGUAGES})\s+(.*)$", re.IGNORECASE)
"""``English title. French Titre original``"""
_LANGUAGE_TAIL: Final = re.compile(rf"[.\]]\s*(?:{_LANGUAGES})\.?\s*$", re.IGNORECASE)
_HALVES: Final = re.compile(r"^(?P<first>[^\[\]]*)\[(?P<inner>[^\[\]]+)\](?P<last>[^\[\]]*)$")
_THOUSANDS: Final = re.compile(r"(?<=\d)[, \u00a0\u202f](?=\d{3}(?!\d))")

_NOTICES: Final = (
    ("erratum", re.compile(r"^(?:\w+ )?(?:errat(?:um|a)|corrigend(?:um|a)|corrections?)\b")),
    ("erratum", re.compile(r"\b(?:erratum|corrigendum|correction)(?: (?:notice|to))?$")),
    ("erratum", re.compile(r"\b(?:erratum|corrigendum) to\b|^notice of (?:errat|correct)")),
    (
        "retraction",
        re.compile(
            r"^(?:notice of |statement of )?(?:retract(?:ion|ed)|withdrawn|expression of concern)\b"
        ),
    ),
    ("retraction", re.compile(r"\b(?:retraction|retracted|withdrawn)$")),
    ("reply", re.compile(r"^(?:(?:in|authors?) )?(?:reply|rejoinder|rebuttal)\b")),
    ("reply", re.compile(r"^(?:authors? )?response to (?:the )?(?:comments?|letter|editor)\b")),
    ("reply", re.compile(r"\b(?:reply|rejoinder|rebuttal|authors? response)$")),
    ("reply", re.compile(r"\b(?:a reply|rejoinder|response) to [a-z]+(?: and [a-z]+| et al)?$")),
    ("comment", re.compile(r"^(?:re|comments?|comment(?:ary|aries)|letter)(?: on| to|$| re)\b")),
    ("comment", re.compile(r"^(?:invited |editorial )?comment(?:s|ary|aries)?(?: on|$)\b")),
    ("comment", re.compile(r"\b(?:comments?|(?:a|invited|editorial) commentary|a comment on)$")),
    ("protocol", re.compile(r"\b(?:study|trial|review|a) protocol\b|\bprotocol (?:for|of)\b")),
    ("protocol", re.compile(r"\bprotocol$")),
)
_NOTICE_HINT: Final = re.compile(
    r"errat|corrig|correction|retract|withdrawn|concern|reply|rejoinder|rebuttal|response|comment|"
    r"letter|protocol|^re\b"
)
_RE: Final = re.compile(r"^\W*re\s*:", re.IGNORECASE)
_CORRECTS: Final = re.compile(
    r"\(vol\.? \w+, (?:pg|art(?:icle)?|p)\b|\((?:19|20)\d\d\)\s*(?:,\s*)?\d+\s*[:(,]",
    re.IGNORECASE,
)
"""``(vol 12, pg 345, 2001)``, ``(Journal (2001) 12 (345))``: how databases mark a correction."""

_GENERIC: Final = re.compile(
    r"(?:(?:guest |invited |special |joint )?(?:editorials?|editors?|editor s)"
    r"(?: (?:s )?(?:comments?|notes?|introduction|choice|preface|statement|board|page|letter))?|"
    r"(?:an |general |special issue )?introduction(?: to (?:the|this) (?:special )?issue)?|"
    r"introduction to (?:the )?special (?:issue|section).{0,40}|special (?:issue|section)|"
    r"book ?reviews?|reviews?|(?:film|software) reviews?|preface|prologue|epilogue|foreword|"
    r"afterword|contents|table of contents|(?:subject |author )?index|masthead|front matter|"
    r"back matter|in (?:this issue|brief|memoriam)|issue information|news(?: in brief)?|"
    r"letters?(?: to (?:the )?editors?)?|correspondence|comments?|commentary|discussion|"
    r"(?:authors? |in )?(?:reply|response)|abstracts?|meeting abstracts?|poster abstracts?|"
    r"oral presentations?|conclusions?|summary|about (?:the|our) (?:authors?|contributors?)|"
    r"(?:list of )?contributors|acknowledge?ments?(?: of reviewers?)?|obituary|announcements?|"
    r"call for papers|calendar|errat(?:um|a)|corrigend(?:um|a)|corrections?|retraction|"
    r"research highlights?|highlights|untitled|no title(?: available)?|unknown|bibliography|"
    r"references|appendix|guidelines?|case reports?|questions? and answers?)"
)
_LOST: Final = re.compile(r"\s*#(?:NAME|REF|VALUE|N/A|NUM|NULL|DIV/0)[?!]?\s*", re.IGNORECASE)
"""What a spreadsheet leaves of a title that begins with a sign: no title at all."""
_MOST: Final = 2_000
"""Characters of a title that are looked at."""
_SHORT_WORDS: Final = 2
_SHORT_LETTERS: Final = 14

_ROMAN: Final = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "xvi": "16",
    "xvii": "17",
    "xviii": "18",
    "xix": "19",
    "xx": "20",
}
_SINGLE: Final = {"i": "1", "v": "5", "x": "10"}
_CARDINALS: Final = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_ORDINALS: Final = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_COUNTS: Final = {
    word: str(number) for row in (_CARDINALS, _ORDINALS) for number, word in enumerate(row, start=1)
}
_LABELLED: Final = frozenset(
    """
    part parts type phase class stage grade factor study studies group chapter volume level model
    angiotensin collagen experiment paper section hepatitis influenza vitamin
    """.split()  # noqa: SIM905 - read as a line of words
)


def read_title(text: str) -> Title:
    """Normalise one title as printed. An empty or unreadable title has an empty key."""
    text = "" if _LOST.fullmatch(text) else text[:_MOST]
    bare = _LANGUAGE_TAIL.sub("", _REMARK.sub("", _SEE.sub("", plain(text))).strip())
    found = tuple(words(_THOUSANDS.sub("", bare)))
    key = NormTitle(" ".join(found))
    compact = "".join(found)
    return Title(
        key=key,
        words=found,
        compact=compact,
        halves=_halves(bare),
        numbers=_numbers(found),
        notice=_notice(bare, key),
        generic=_GENERIC.fullmatch(key) is not None,
        short=len(found) <= _SHORT_WORDS or len(compact) < _SHORT_LETTERS,
    )


def _halves(text: str) -> tuple[str, ...]:
    """The bracketed and the unbracketed part of a title in two languages, else nothing."""
    match = _HALVES.match(text) or _ORIGINAL.match(text)
    if match is None:
        return ()
    parts = tuple("".join(words(part)) for part in match.groups())
    return tuple(part for part in parts if len(part) > 2 * _SHORT_LETTERS)


def _notice(raw: str, key: NormTitle) -> str:
    if _RE.match(raw):
        return "comment"
    if _CORRECTS.search(raw):
        return "erratum"
    if not _NOTICE_HINT.search(key):
        return ""
    return next((name for name, pattern in _NOTICES if pattern.search(key)), "")


def _numbers(found: tuple[str, ...]) -> tuple[str, ...]:
    """Digits, Roman numerals, number words, and letters that label ("Part B"), sorted."""
    out: list[str] = []
    before = ""
    for place, word in enumerate(found):
        if not word.isalpha():
            out += (digits.lstrip("0") or "0" for digits in re.findall(r"\d+", word))
        elif word in _ROMAN:
            out.append(_ROMAN[word])
        elif word in _COUNTS:
            out.append(_COUNTS[word])
        elif (
            len(word) == 1 and word != "a" and (before in _LABELLED or 0 < place == len(found) - 1)
        ):
            out.append(_SINGLE.get(word, word))
        before = word
    return tuple(sorted(out))
