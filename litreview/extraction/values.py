"""Checks of single values against their field. One finding a field, with the rows behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from litreview.extraction.forms import Field, Form
from litreview.extraction.printed import is_missing, printed
from litreview.model import Finding, Severity

Rows = Sequence[tuple[str, Mapping[str, str]]]
"""Rows as (identifier, values by field)."""

SOURCE_FIELD: Final = "source_url"
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
LONGEST_SHOWN: Final = 60

_PLAIN: Final = {"number": "number", "integer": "whole number", "year": "year"}
_COMMA: Final = re.compile(r"[-+\u2212]?\d[\d.]*(?:,\d+)+%?")


def required_missing(form: Form, rows: Rows, where: str) -> Iterable[Finding]:
    """EX101: rows without a value that the form requires (the source has its own check).

    Where all of them say so ("not reported"), somebody has looked: that is a note.
    """
    for field in form.fields:
        if not field.required or field.name == SOURCE_FIELD:
            continue
        texts = ((row, values.get(field.name, "")) for row, values in rows)
        hits = [(row, text) for row, text in texts if is_missing(text)]
        blank = any(not text.strip() for _, text in hits)
        yield from gather(
            ("EX101", "warning" if blank else "note"),
            field,
            hits,
            ("no value in a required field", "look into the source again"),
            where,
        )


def not_options(form: Form, rows: Rows, where: str) -> Iterable[Finding]:
    """EX102: values that an enum or yes-no field does not offer."""
    for field in form.fields:
        if field.options:
            yield from gather(
                ("EX102", "warning"),
                field,
                _values(rows, field, _outside(field)),
                (
                    "a value that is not among the options",
                    f"use one of: {', '.join(field.options)}; or add it to the form",
                ),
                where,
            )


def not_plain(form: Form, rows: Rows, where: str) -> Iterable[Finding]:
    """EX103: text where the form wants a number. It is kept, and no sum is done with it.

    A number with a comma has a finding of its own, as it can be made plain: only the person who
    entered it knows whether the comma means decimals or thousands.
    """
    for field in form.fields:
        if field.type not in _PLAIN:
            continue
        commas: list[tuple[str, str]] = []
        others: list[tuple[str, str]] = []
        for row, text in _values(rows, field, lambda text: printed(text) is None):
            (commas if _COMMA.fullmatch(text.strip()) else others).append((row, text))
        what = f"not one plain {_PLAIN[field.type]}, kept as text"
        yield from gather(
            ("EX103", "warning"),
            field,
            commas,
            (f"{what} as a comma may mean decimals or thousands", "write 3.5 and 3500"),
            where,
        )
        yield from gather(
            ("EX103", "note"),
            field,
            others,
            (what, "nothing: calculations leave these rows out"),
            where,
        )


def implausible(form: Form, rows: Rows, where: str) -> Iterable[Finding]:
    """EX104, EX105: counts below zero or broken, standard errors not above zero, odd years."""
    for field in form.fields:
        test = _implausible(field)
        if test is not None:
            yield from gather(
                ("EX105" if field.type == "year" else "EX104", "warning"),
                field,
                _values(rows, field, test),
                ("an implausible value", "compare with the source"),
                where,
            )


def not_addresses(form: Form, rows: Rows, where: str) -> Iterable[Finding]:
    """EX114: text in a field for a web address that is none."""
    for field in form.fields:
        if field.type == "url":
            yield from gather(
                ("EX114", "note"),
                field,
                _values(rows, field, lambda text: not _is_address(text)),
                ("not a web address alone", "put remarks into another field"),
                where,
            )


def source_missing(form: Form, rows: Rows, where: str) -> Iterable[Finding]:
    """EX111: rows that do not say where they were read."""
    field = form.field(SOURCE_FIELD)
    if field is not None:
        yield from gather(
            ("EX111", "warning"),
            field,
            [(row, "") for row, values in rows if is_missing(values.get(SOURCE_FIELD, ""))],
            ("no source is given", "enter the address of the page that was read"),
            where,
        )


def shown(text: str) -> str:
    """`text` in quotes, cut and without control characters, for a message."""
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return repr(cut)


def named(id_: str) -> str:
    """An identifier for a message: bare where it is harmless, else as `shown`."""
    harmless = id_.isprintable() and 0 < len(id_) <= LONGEST_SHOWN
    return id_ if harmless else shown(id_)


def _values(rows: Rows, field: Field, wrong: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The rows whose value is there and wrong."""
    given = ((row, values.get(field.name, "")) for row, values in rows)
    return [(row, text) for row, text in given if not is_missing(text) and wrong(text)]


def _outside(field: Field) -> Callable[[str], bool]:
    return lambda text: not set(field.parts(text)) <= set(field.options)


def _implausible(field: Field) -> Callable[[str], bool] | None:
    if field.type == "year":
        return lambda text: not _number_holds(text, _is_year)
    if field.type == "integer":
        return lambda text: not _number_holds(text, lambda n: n >= 0 and n == int(n))
    if field.name == "se":
        return lambda text: not _number_holds(text, lambda n: n > 0)
    return None


def _number_holds(text: str, test: Callable[[Decimal], bool]) -> bool:
    """Whether a plain number passes `test`. Text passes: it has its own finding."""
    number = printed(text)
    return number is None or test(number.value)


def _is_year(number: Decimal) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR and number == int(number)


def _is_address(text: str) -> bool:
    bare = text.strip()
    return bare.startswith(("https://", "http://")) and not any(c.isspace() for c in bare)


def gather(
    kind: tuple[str, Severity],
    field: Field,
    hits: Sequence[tuple[str, str]],
    says: tuple[str, str],
    where: str,
) -> Iterable[Finding]:
    """One finding about a field with the rows behind it; none where no row is.

    kind: code and severity; hits: rows with the text that was found; says: what, and the remedy.
    """
    if not hits:
        return
    code, severity = kind
    what, remedy = says
    row, text = hits[0]
    rest = f" and {len(hits) - 1} more" if len(hits) > 1 else ""
    example = f" ({shown(text)})" if text.strip() else ""
    yield Finding(
        code=code,
        severity=severity,
        message=f"{field.name}: {what}, in {named(row)}{example}{rest}",
        where=f"{where}, field {field.name}",
        remedy=remedy,
        ids=tuple(id_ for id_, _ in hits),
    )
