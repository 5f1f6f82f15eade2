"""What holds for a row: its own values, and those of the rows that it refers to.

A value may be entered once, at the level where it holds: the country at the study, the hours a week
at the intervention. It is read from there wherever a row does not say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.printed import is_missing
from litreview.extraction.rows import Row

STUDY_FORM = "study"


@dataclass(frozen=True, slots=True)
class Joined:
    """The values that hold for a row.

    origin: field -> the form and row that gave it, for the values that are not the row's own.
    """

    values: Mapping[str, str]
    origin: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by form, study and identifier. One pass to build, constant time to find.

    Where several people extracted a row, the first in the order given is found; give the rows
    that are in force.
    """

    forms: Mapping[str, Form]
    held: Mapping[tuple[str, str, str], Row]

    @classmethod
    def of(cls, rows: Iterable[Row], forms: Mapping[str, Form]) -> Rows:
        """`rows`, found by form, study and identifier."""
        held: dict[tuple[str, str, str], Row] = {}
        for row in rows:
            held.setdefault((row.form, row.study, row.row), row)
        return cls(forms, held)

    def referred(self, row: Row) -> tuple[Row, ...]:
        """The rows that `row` refers to, directly or not, nearest first, its study's row last.

        A row that refers to itself over others comes once; a row of its own form (one that it
        supersedes) says nothing about it.
        """
        found: list[Row] = []
        waiting = [row]
        while waiting:
            one = waiting.pop(0)
            for target in self._named(one):
                if target.form != row.form and target not in found and not self._result(target):
                    found.append(target)
                    waiting.append(target)
        study = self.held.get((STUDY_FORM, row.study, row.study))
        if study is not None and study is not row and study not in found:
            found.append(study)
        return tuple(found)

    def join(self, row: Row) -> Joined:
        """The values that hold for `row`: its own, and where it has none, those of the nearest.

        An appraisal refers to what it judges, and takes no values from there.
        """
        values = dict(row.values)
        origin: dict[str, tuple[str, str]] = {}
        own_form = self.forms.get(row.form)
        judges = own_form is not None and own_form.tool is not None
        for other in () if judges else self.referred(row):
            form = self.forms.get(other.form)
            own = _links(form) | {STUDY_FIELD, form.row_id if form else ""}
            for name, text in other.values.items():
                if name not in own and is_missing(values.get(name, "")) and not is_missing(text):
                    values[name] = text
                    origin[name] = (other.form, other.row)
        return Joined(values, origin)

    def _result(self, row: Row) -> bool:
        """Whether a row is an effect: another result, which says nothing of who names it."""
        form = self.forms.get(row.form)
        return form is not None and form.noun == "estimate"

    def _named(self, row: Row) -> Iterable[Row]:
        form = self.forms.get(row.form)
        for link in form.fields if form is not None else ():
            if link.type != "row":
                continue
            target = self.held.get((link.refers, row.study, row.values.get(link.name, "").strip()))
            if target is not None:
                yield target


def _links(form: Form | None) -> frozenset[str]:
    """The fields of `form` that name rows."""
    fields = form.fields if form is not None else ()
    return frozenset(one.name for one in fields if one.type == "row")
