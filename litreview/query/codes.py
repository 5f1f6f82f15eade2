"""Every code of a finding: its severity and title. docs/lint/<code>.md explains it.

LR1xx: the notation cannot be read. LR2xx: lines, blocks and levels. LR3xx: terms. LR4xx: fields,
headings and limits. LR5xx: PRESS 2015 and counts. A code is never given a second meaning.
"""

from __future__ import annotations

from typing import NamedTuple

from litreview.model import Severity


class Code(NamedTuple):
    """How bad, and a title of a few words."""

    severity: Severity
    title: str


CODES: dict[str, Code] = {
    "LR101": Code("error", "a character or word that cannot stand here"),
    "LR102": Code("error", "a bracket that is never closed"),
    "LR103": Code("error", "a closing bracket too many"),
    "LR104": Code("error", "an operator without a term beside it"),
    "LR105": Code("error", "a quotation mark that is never closed"),
    "LR106": Code("error", "an empty search"),
    "LR107": Code("error", "brackets with nothing inside"),
    "LR108": Code("error", "nested too deep"),
    "LR109": Code("error", "longer than can be read"),
    "LR110": Code("error", "a proximity between things that have no places in a text"),
    "LR111": Code("error", "several words without quotation marks"),
    "LR112": Code("error", "prose or a web form, not a search string"),
    "LR113": Code("warning", "curly quotation marks"),
    "LR114": Code("warning", "straight and curly quotation marks mixed"),
    "LR115": Code("warning", "an operator in small letters"),
    "LR116": Code("warning", "a blank between a field and its bracket"),
    "LR117": Code("note", "an AND that is not written"),
    "LR118": Code("warning", "a dash where a range has a hyphen"),
    "LR119": Code("error", "a character that nobody sees"),
    "LR120": Code("error", "a file that is not text"),
    "LR201": Code("error", "a line that does not exist"),
    "LR202": Code("error", "a line that refers to itself or to a later one"),
    "LR203": Code("warning", "a line that is never used"),
    "LR204": Code("warning", "a line that repeats another"),
    "LR205": Code("error", "line numbers without their sign"),
    "LR206": Code("error", "a block that does not exist"),
    "LR207": Code("error", "a strategy that refers to itself"),
    "LR208": Code("warning", "AND and OR mixed without brackets"),
    "LR209": Code("note", "NOT"),
    "LR210": Code("error", "lines that grow beyond any use when put together"),
    "LR211": Code("warning", "a proximity that ends before an OR"),
    "LR212": Code("error", "two lines or blocks of the same name"),
    "LR213": Code("warning", "a line that changes nothing where it is used"),
    "LR214": Code("note", "rows above line 1 left out"),
    "LR301": Code("warning", "truncated after too few letters"),
    "LR302": Code("note", "a spelling twin is missing"),
    "LR303": Code("note", "a term that another one already finds"),
    "LR304": Code("warning", "a number of hits pasted into the string"),
    "LR305": Code("note", "the same term twice"),
    "LR306": Code("warning", "two words run together"),
    "LR307": Code("warning", "perhaps misspelt"),
    "LR308": Code("error", "a wildcard where this database has none"),
    "LR309": Code("warning", "several unquoted words beside a proximity operator"),
    "LR310": Code("note", "a short stem inside a phrase"),
    "LR311": Code("note", "a compound that is also written closed or open"),
    "LR312": Code("note", "an open wildcard inside a word"),
    "LR401": Code("error", "a field that this database does not have"),
    "LR402": Code("warning", "a heading without its slash"),
    "LR403": Code("warning", "a field without its closing full stop"),
    "LR404": Code("note", "a limit inside the string"),
    "LR405": Code("warning", "an old notation"),
    "LR406": Code("note", "headings and text words in one line"),
    "LR407": Code("note", "terms without a field"),
    "LR408": Code("error", "a date that does not exist, or a range the wrong way round"),
    "LR409": Code("note", "an exact phrase that is read as a loose one"),
    "LR501": Code("note", "no subject heading"),
    "LR502": Code("note", "a line that finds nothing"),
    "LR503": Code("note", "a question of PRESS that a person must answer"),
}
