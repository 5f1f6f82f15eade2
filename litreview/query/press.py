"""PRESS 2015 as data: what a person looks at in a search string, and what has been answered.

After McGowan, Sampson, Salzwedel, Cogo, Foerster & Lefebvre 2016, Journal of Clinical Epidemiology
75, 40-46, doi 10.1016/j.jclinepi.2016.01.021: its six elements and its three judgements, with
questions in our own words. The half that a machine can answer is lint; its findings are answered
in the same form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from litreview.query.findings import Found
from litreview.query.tree import Span
from litreview.toml_table import Source, Table, loads

Judgement = Literal["", "no revision", "revision suggested", "revision required"]
JUDGEMENTS: tuple[Judgement, ...] = ("no revision", "revision suggested", "revision required")
NOTES = frozenset({"LR209", "LR302", "LR404", "LR501"})
"""Notes that PRESS asks about; other notes need no answer."""


@dataclass(frozen=True, slots=True)
class Element:
    """One of the six. key: its table in the form; codes: the findings of lint that belong to it."""

    key: str
    title: str
    questions: tuple[str, ...]
    codes: frozenset[str] = frozenset()


def _codes(*numbers: int) -> frozenset[str]:
    return frozenset(f"LR{number}" for number in numbers)


ELEMENTS = (
    Element(
        "translation", "The question, translated into concepts",
        ("Is each concept a line or block of its own, and does it come from the question?",
         "Is a concept missing, or one there that loses studies without need?",
         "Is the number of hits one that can be screened, and are odd choices explained?"),
        _codes(203, 206, 207, 213),
    ),
    Element(
        "operators", "Boolean and proximity operators",
        ("Do AND, OR and brackets combine what belongs together?",
         "Does NOT lose studies that should be found?",
         "Is each proximity as wide as people write, and would one serve where AND stands?"),
        _codes(104, 107, 110, 208, 209, 211, 309),
    ),
    Element(
        "headings", "Subject headings",
        ("Is there a heading for each concept, and is none too wide or too narrow?",
         "Are narrower headings taken in where they should be, and left out where not?",
         "Are headings and text words both searched, and old headings thought of?"),
        _codes(402, 405, 406, 501),
    ),
    Element(
        "text-words", "Text words",
        ("Are synonyms, antonyms, abbreviations and other countries' spellings there?",
         "Is each truncation neither too short nor too long?",
         "Are the terms looked for in the fields where authors put them?"),
        _codes(301, 302, 303, 305, 308, 310, 311, 312, 407, 409),
    ),
    Element(
        "spelling", "Spelling, syntax and line numbers",
        ("Is every word spelt as it is meant to be?",
         "Is each field, wildcard and operator one that this database knows?",
         "Does every line call the lines that it means?"),
    ),
    Element(
        "limits", "Limits and filters",
        ("Does each limit follow from the question, and is none missing?",
         "Is each filter for studies the right one for this database, and named with its source?"),
        _codes(404, 408),
    ),
)  # fmt: skip
_BY_CODE = {code: element.key for element in ELEMENTS for code in element.codes}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of an element. Empty text: nothing yet. date: as 2026-11-24."""

    judgement: Judgement = ""
    reviewer: str = ""
    date: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A finding of lint as the form holds it. part: the text that it is about."""

    code: str
    place: str
    part: str
    message: str
    answer: str = ""
    reviewer: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells findings apart, also after lines were moved."""
        return self.code, self.place, self.part


@dataclass(frozen=True, slots=True)
class Form:
    """A form. sha256: of the string that the answers are about, in the own notation."""

    strategy: str
    sha256: str
    answers: Mapping[str, Answer]
    items: tuple[Item, ...] = ()


def element_of(code: str) -> str:
    """The element that a finding belongs to."""
    return _BY_CODE.get(code, "spelling")


def must_be_answered(found: Found) -> bool:
    """Whether a person must say why the string stands as it is."""
    return found.code != "LR503" and (found.severity != "note" or found.code in NOTES)


def missing(form: Form, items: Iterable[Item]) -> tuple[Item, ...]:
    """Those of `items` that the form does not hold yet, each once."""
    held = {one.key for one in form.items}
    return tuple({one.key: one for one in items if one.key not in held}.values())


def still_open(form: Form, sha256: str, items: Sequence[Item]) -> tuple[Found, ...]:
    """What a person must still do (LR503). items: what lint finds now; sha256: of the string now.

    An answer to a finding that is gone counts no more.
    """
    found = []
    if form.sha256 != sha256:
        found.append(("the string has changed since the form was made",
                      f'look at it again, then write sha256 = "{sha256}"'))  # fmt: skip
    for element in ELEMENTS:
        wanted = _wanted(form.answers.get(element.key, Answer()))
        if wanted:
            found.append((f"{element.title}: {wanted[0]}", f"[{element.key}]: {wanted[1]}"))
    answers = {one.key: one for one in form.items}
    for item in dict.fromkeys(one.key for one in items):
        given = answers.get(item)
        if given is None or not (given.answer.strip() and given.reviewer.strip()):
            code, place, part = item
            found.append((f"{code} at {part!r} in {place} is not answered",
                          "mend the string, or give an answer and a reviewer"))  # fmt: skip
    return tuple(Found("LR503", Span(0, 0, form.strategy), *one) for one in found)


def _wanted(answer: Answer) -> tuple[str, str] | None:
    if not answer.judgement:
        return "nobody has judged it", "give a judgement, a reviewer and a date"
    if not (answer.reviewer.strip() and answer.date):
        return "judged by nobody, or on no day", "give a reviewer and a date"
    if answer.judgement != JUDGEMENTS[0] and not answer.comment.strip():
        return f"{answer.judgement}, but not which", "say in the comment what to revise"
    if answer.judgement == JUDGEMENTS[2]:
        return "a revision is required", "revise the string, and have it judged again"
    return None


def read(text: str, where: str) -> Form:
    """The form in `text`. Raises SettingsError with the line of what cannot be understood."""
    top = Table(loads(text, where), "", 0, Source(text, where))
    top.only("string", "findings", *(element.key for element in ELEMENTS))
    string = top.table("string")
    string.only("strategy", "sha256")
    answers = {
        element.key: _answer(top.table(element.key))
        for element in ELEMENTS
        if element.key in top.data
    }
    items = tuple(_item(table) for table in top.tables("findings"))
    return Form(string.text("strategy"), string.text("sha256"), answers, items)


def _answer(table: Table) -> Answer:
    table.only("judgement", "reviewer", "date", "comment")
    judgement = table.text("judgement", "")
    if judgement not in ("", *JUDGEMENTS):
        table.fail(f"{judgement!r} is no judgement", f"use: {', '.join(JUDGEMENTS)}", "judgement")
    day = table.text("date", "")
    if day and not _is_day(day):
        table.fail(f"{day!r} is not a day", 'write a day such as "2026-11-24"', "date")
    return Answer(judgement, table.text("reviewer", ""), day, table.text("comment", ""))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _item(table: Table) -> Item:
    table.only("code", "place", "part", "message", "answer", "reviewer")
    return Item(
        table.text("code"), table.text("place", ""), table.text("part", ""),
        table.text("message", ""), table.text("answer", ""), table.text("reviewer", ""),
    )  # fmt: skip


def write(form: Form) -> str:
    """The form as a file: its questions as remarks, and its answers."""
    names = ", ".join(f'"{one}"' for one in JUDGEMENTS)
    lines = [
        "# Peer review of a search strategy, after PRESS 2015",
        "# (https://doi.org/10.1016/j.jclinepi.2016.01.021).",
        f"# judgement: {names}. date: as 2026-11-24.",
        "# This file is yours: litreview adds findings at its end and changes nothing else.",
        "",
        "[string]",
        f"strategy = {_quoted(form.strategy)}",
        f"sha256 = {_quoted(form.sha256)}",
    ]
    for element in ELEMENTS:
        answer = form.answers.get(element.key, Answer())
        lines += ["", f"[{element.key}]", f"# {element.title}"]
        lines += [f"# - {question}" for question in element.questions]
        lines += [
            f"{name} = {_quoted(getattr(answer, name))}"
            for name in ("judgement", "reviewer", "date", "comment")
        ]
    return "\n".join(lines) + "\n" + more(form.items)


def more(items: Iterable[Item]) -> str:
    """`items` as they stand at the end of a form."""
    names = ("code", "place", "part", "message", "answer", "reviewer")
    return "".join(
        "\n[[findings]]\n" + "".join(f"{name} = {_quoted(getattr(one, name))}\n" for name in names)
        for one in items
    )


def _quoted(text: str) -> str:
    """`text` as a TOML string. Halves of surrogate pairs become question marks."""
    clean = text.encode("utf-8", "replace").decode()
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
