"""The real strings of the corpus: every defect that its index lists is found, and nothing else.

`DEFECTS` has each sentence of the index with where it is found: line, code, and the text under the
caret. `ALSO` has the other errors and warnings, each looked at by eye and right. What is in neither
is a false alarm, and makes the test fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found
from litreview.query.lint import english, lint
from litreview.query.reading import Parsed, parse

SYNTAX = {"Ovid": "ovid", "PubMed": "pubmed", "EBSCOhost": "ebscohost", "ProQuest": "proquest",
          "Web of Science": "wos", "Scopus": "scopus"}  # fmt: skip
"""By the first words of `interface`; any other is read as the own notation."""
Place = tuple[str, str, str]
"""Line, code, and how the text under the caret begins."""
UNSIGNED: list[Place] = [(line, "LR205", number) for line, number in (
    ("3", "1"), ("3", "2"), ("6", "4"), ("6", "5"), ("7", "3"), ("7", "6"),
)]  # fmt: skip
PASTED = [(line, "LR304", "534693") for line in ("16", "17")]
ESCAPING = [
    (line, "LR211", f"{stem} n2 care or foster*")
    for line, stem in (("S5", "extend*"), ("S6", "leav*"), ("S7", "transit*"), ("S8", "ag* out"))
]
CURLY = "LR113"
MIXED = "LR114"
DEFECTS: dict[tuple[str, str], list[Place]] = {
    ("care-cochrane", "16,17: result count"): PASTED,
    ("care-cochrane", "18: 636912"): [("18", "LR304", "636912")],
    ("care-cinahl", 'S17: "OR OR"'): [("S17", "LR104", "OR OR")],
    ("care-cinahl", "S17: propensityscore*"): [("S17", "LR306", "propensityscore*")],
    ("care-cinahl", "S5-S8:"): ESCAPING,
    ("care-cinahl", "mixed straight/curly quotes"): [("S17", MIXED, "“propensityscore*”")],
    ("care-cinahl", "`ag* out n2 care`"): [("S8", "LR309", "ag* out"), ("S8", "LR310", "ag*")],
    ("care-medline", "17 repeats 16"): [("17", "LR204", "(RCT or Trial*")],
    ("care-sociological_abstracts", "same space-before-bracket"): [
        ("S11", "LR116", "MAINSUBJECT.EXACT"), ("S1", CURLY, "“Foster Children”"),
    ],
    ("care-hta", "9: empancipat*"): [("9", "LR307", "empancipat*"), ("9", "LR502", "(empancipat*")],
    ("homeless-criminal-justice-abstracts-via-ebsco", "line refs without S"): UNSIGNED,
    ("homeless-violence-and-abuse-abstracts-via-ebsco", "line refs without S"): UNSIGNED,
    ("homeless-embase-via-ovid", "4: `exp Quasi"): [("4", "LR402", "exp Quasi Experimental Study")],
    ("homeless-ovid-medline", "2: bracket never closed"): [("2", "LR102", "(")],
    ("homeless-ovid-medline", ".mp without"): [(line, "LR403", ".mp") for line in ("1", "3", "7")],
    # text words and headings in one line; the headings themselves are well-formed
    ("homeless-ovid-medline", "exp Ill-Housed"): [("1", "LR406", "exp Homeless Youth/")],
    # its levels are all bracketed: counted by machine, only AND and NOT stand on one
    ("pubmed-seed-53", "mixed AND/OR levels"): [("1", MIXED, "“Sham treatment”")],
    ("clef-cd012521", "`CONTRACEPTION/ EXP`"): [
        ("1", "LR405", "CONTRACEPTION/ EXP"),
        *(("15", "LR405", "OR 1-14"), ("25", "LR405", "OR 16-24")),
    ],
    ("clef-cd007431", "labelled lines 1a"): [("1", "LR112", "1a")],
    # read without a finding: both are the notation of PubMed's old history
    ("sigir2017-32-36", "`#1 Search"): [("#7", "LR404", '"2008/03/01"[Date - Create]')],
}  # fmt: skip
NO_STRINGS = {"ye-nma-oecd", "ye-nma-grey", "szafran-litsearchr"}
"""Forms of web pages and a list of words: refused, with whatever is found first."""
ALSO: dict[str, list[tuple[str, str]]] = {
    # one kind of quotation marks only, in lines that are not named in the index
    "care-cinahl": [*((line, CURLY) for line in ("S2", "S12", "S13", "S14", "S16")),
                    ("S13", "LR405")],  # MH inside the quotation marks
    "care-sociological_abstracts": [("S8", "LR301"), ("S12", MIXED),
                                    *((line, CURLY) for line in ("S4", "S11", "S13", "S14"))],
    "homeless-embase-via-ovid": [("1", "LR403"), ("2", "LR403")],  # .mp without its full stop
    "pubmed-seed-53": [("1", "LR115")],  # not, in small letters
    "pubmed-seed-40": [("1", MIXED)],
    "pubmed-seed-22": [("1", MIXED)],
    "pubmed-seed-16": [("1", MIXED)],
    "pubmed-seed-88": [("1", MIXED)],
    "pubmed-seed-2": [("1", MIXED)],
    "pubmed-seed-32": [("1", MIXED), ("1", "LR307"), ("1", "LR115")],  # an I with two dots
}  # fmt: skip


@dataclass(frozen=True)
class Linted:
    name: str
    text: str
    defects: list[str]
    parsed: Parsed
    found: tuple[Found, ...]

    def places(self) -> Iterator[tuple[Found, Place]]:
        for one in self.found:
            (label,) = [
                line.label
                for line, after in zip(
                    self.parsed.lines, [*self.parsed.lines[1:], None], strict=True
                )
                if line.span.start <= one.span.start
                and (after is None or one.span.start < after.span.start)
            ]
            yield one, (label, one.code, self.text[one.span.start : one.span.end])


@pytest.fixture(scope="module")
def linted(corpus: Path) -> list[Linted]:
    lines = (corpus / "strings" / "strings.jsonl").read_text("utf-8").splitlines()
    return [looked_over(json.loads(line)) for line in lines]


def looked_over(one: dict[str, object]) -> Linted:
    interface, text = str(one["interface"]), str(one["string"])
    syntax = next((SYNTAX[k] for k in SYNTAX if interface.startswith(k)), "litreview")
    dialect = DIALECTS.get(syntax)
    parsed = parse(text, dialect)
    hits = one.get("hits")
    found = lint(parsed, dialect, hits=hits if isinstance(hits, dict) else None, words=english())
    defects = one["known_defects"]
    assert isinstance(defects, list)
    return Linted(str(one["id"]), text, defects, parsed, found)


def test_every_defect_of_the_index_is_found_in_its_line_under_its_caret(
    linted: list[Linted],
) -> None:
    listed = {(one.name, defect) for one in linted for defect in one.defects}
    mapped = {
        (name, defect): key
        for name, defect in listed
        for key in DEFECTS
        if key[0] == name and defect.startswith(key[1])
    }
    assert listed == set(mapped), "a defect of the index that nobody has looked for"
    for one in linted:
        places = [place for _, place in one.places()]
        for defect in one.defects:
            for line, code, text in DEFECTS[mapped[one.name, defect]]:
                assert any(
                    (place[0], place[1]) == (line, code) and place[2].startswith(text)
                    for place in places
                ), (one.name, defect, line, code)


def test_no_line_that_is_right_has_an_error_or_a_warning(linted: list[Linted]) -> None:
    lines = 0
    alarms = set()
    for one in linted:
        lines += len(one.parsed.lines)
        right = {(line, code) for line, code in ALSO.get(one.name, [])} | {
            place[:2]
            for (name, _), places in DEFECTS.items()
            if name == one.name
            for place in places
        }
        alarms |= {
            (one.name, *place[:2])
            for found, place in one.places()
            if found.severity != "note" and place[:2] not in right and one.name not in NO_STRINGS
        }
    assert lines > 250
    assert alarms == set()  # each one is in the index or in ALSO, where a person judged it right


def test_what_the_eye_found_beside_the_index_is_still_found(linted: list[Linted]) -> None:
    by_name = {one.name: {place[:2] for _, place in one.places()} for one in linted}
    assert set(ALSO) <= set(by_name)
    for name, places in ALSO.items():
        assert set(places) <= by_name[name], name


def test_what_is_no_search_string_is_refused(linted: list[Linted]) -> None:
    refused = {one.name for one in linted if one.parsed.tree is None and one.name in NO_STRINGS}
    assert refused == NO_STRINGS


def test_what_is_told_of_spelling_is_true_of_all_strings(linted: list[Linted]) -> None:
    told = {place[2] for one in linted for found, place in one.places() if found.code == "LR307"}
    assert told == {"empancipat*", "Ïrritable"}
