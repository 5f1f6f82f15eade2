"""What a rule of the check is, and the rows that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from litreview.extraction.forms import Form, Noun
from litreview.extraction.joined import Rows
from litreview.extraction.leading import bare_number
from litreview.extraction.printed import Printed, is_missing
from litreview.extraction.rows import Row
from litreview.model import Finding

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Case:
    """A row, its form and the values that hold for it: its own and those entered at a level above.

    numeric: the fields of the form that want a number; order: its place among all rows, so that a
    finding names rows in the order of the review.
    """

    row: Row
    form: Form
    values: Mapping[str, str]
    numeric: frozenset[str]
    order: int

    @property
    def noun(self) -> Noun:
        """What a row of its form is: an estimate, an economic result ..."""
        return self.form.noun

    @property
    def where(self) -> str:
        """The place of the row in a finding."""
        return f"form {self.form.name}"

    def text(self, name: str) -> str:
        """The value of a field, "" where it is missing or only says that there is none."""
        found = self.values.get(name, "").strip()
        return "" if is_missing(found) else found

    def own(self, name: str) -> str:
        """The value that the row itself has, "" where it has none."""
        found = self.row.values.get(name, "").strip()
        return "" if is_missing(found) else found

    def number(self, name: str) -> Printed | None:
        """The value of a field as a number with its rounding; None where it is no plain one.

        A remark in brackets behind the number is no harm: `245 (derived)`.
        """
        found = self.text(name)
        return bare_number(found) if found else None

    def has(self, names: Iterable[str]) -> bool:
        """Whether every one of these fields has a value that the checks can use."""
        return all(self._usable(name) for name in names)

    def _usable(self, name: str) -> bool:
        return self.number(name) is not None if name in self.numeric else bool(self.text(name))


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that are checked together."""

    forms: Mapping[str, Form]
    cases: tuple[Case, ...]

    @classmethod
    def of(cls, forms: Mapping[str, Form], rows: Iterable[Row]) -> Table:
        """The rows of the forms given, each with the values that hold for it; others are left out.

        What two people extracted is joined within each person's rows. Linear in the rows.
        """
        known = [row for row in rows if row.form in forms]
        people: dict[str, list[Row]] = {}
        for row in known:
            people.setdefault(row.extractor, []).append(row)
        levels = {who: Rows.of(held, forms) for who, held in people.items()}
        forms = dict(sorted(forms.items()))
        numeric = {name: _numeric(form) for name, form in forms.items()}
        return cls(
            forms,
            tuple(
                Case(
                    row,
                    forms[row.form],
                    levels[row.extractor].join(row).values,
                    numeric[row.form],
                    at,
                )
                for at, row in enumerate(known)
            ),
        )

    def of_noun(self, noun: Noun) -> Iterator[Case]:
        """The rows whose form is of `noun`."""
        return (case for case in self.cases if case.noun == noun)

    def with_fields(self, *names: str) -> Iterator[Case]:
        """The rows that have a usable value in every one of these fields."""
        return (case for case in self.cases if case.has(names))


def _numeric(form: Form) -> frozenset[str]:
    return frozenset(
        field.name for field in form.fields if field.type in ("number", "integer", "year")
    )


def grouped(
    cases: Iterable[Case], key: Callable[[Case], K | None]
) -> dict[tuple[str, str, K], list[Case]]:
    """Rows of one extractor and study under the same key; those of the key None are left out."""
    found: dict[tuple[str, str, K], list[Case]] = {}
    for case in cases:
        said = key(case)
        if said is not None:
            found.setdefault((case.row.extractor, case.row.study, said), []).append(case)
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, or a family of checks that need the same values.

    codes: each code and what it means, one sentence; title: what is looked at, as one reads it
    in a list; noun: of the rows that it looks at, "" for all; needs: sets of fields, of which a
    row must have one whole set to be looked at (none: every row is); find: the findings; pure,
    linear or n log n in rows. every: a finding of it is explained only where each of its rows
    explains it (one that gathers single values), not where one of them does (rows that differ).
    """

    codes: Mapping[str, str]
    title: str
    find: Callable[[Table], Iterable[Finding]]
    noun: Noun | Literal[""] = ""
    needs: tuple[tuple[str, ...], ...] = ()
    every: bool = False

    def reach(self, table: Table) -> tuple[int, int]:
        """How many rows it could look at, of how many that it is meant for."""
        meant = [case for case in table.cases if not self.noun or case.noun == self.noun]
        reached = [
            case for case in meant if not self.needs or any(case.has(one) for one in self.needs)
        ]
        return len(reached), len(meant)
