"""The fields of a form: what each holds, and how a form's file describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from litreview.errors import SettingsError

FieldType = Literal[
    "text", "number", "integer", "year", "enum", "several", "id", "row", "url", "yes-no"
]

TYPES: Final[tuple[str, ...]] = get_args(FieldType)
YES_NO: Final = ("yes", "no")
OPTIONED: Final = ("enum", "several")
"""The types that need options."""
SEPARATOR: Final = ";"
"""Between the values of a field of the type `several`."""

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_KEYS: Final = {
    "name", "label", "group", "type", "required", "options", "help", "schema", "refers",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    options: the values that an enum (or each of `several`) may take; refers: for the type `row`,
    the form whose row of the same study the value names; schema: what was asked for when the
    review was planned, in those words, "" where the field is an addition. Nothing is computed
    from `schema`.
    """

    name: str
    label: str
    group: str
    type: FieldType
    required: bool = False
    options: tuple[str, ...] = ()
    help: str = ""
    schema: str = ""
    refers: str = ""

    def parts(self, text: str) -> tuple[str, ...]:
        """The single values that `text` gives: one, or those of a field of `several`."""
        if self.type != "several":
            return (text.strip(),) if text.strip() else ()
        return tuple(bare for part in text.split(SEPARATOR) if (bare := part.strip()))


def parse_fields(tables: object, where: str) -> tuple[Field, ...]:
    """The fields in the tables ``[[fields]]`` of a form. Raises SettingsError."""
    if not isinstance(tables, list) or not tables:
        raise SettingsError(
            "this form has no fields", where=where, remedy="add a table [[fields]] for each field"
        )
    return tuple(_field(table, f"{where}, field {at}") for at, table in enumerate(tables, 1))


def _field(table: object, place: str) -> Field:
    if not isinstance(table, dict):
        raise SettingsError("a field is no table", where=place, remedy="write it as [[fields]]")
    name = identifier(table, place)
    where = f"{place} ({name})"
    known(table, _KEYS, where)
    type_ = cast("FieldType", one_of(table, "type", TYPES, where))
    required = table.get("required", False)
    if not isinstance(required, bool):
        raise wrong("required", "true or false", where)
    return Field(
        name=name,
        label=text(table, "label", where, needed=True),
        group=text(table, "group", where, needed=True),
        type=type_,
        required=required,
        options=_options(table, type_, where),
        help=text(table, "help", where),
        schema=text(table, "schema", where),
        refers=_refers(table, type_, where),
    )


def _refers(table: Mapping[str, object], type_: FieldType, where: str) -> str:
    form = text(table, "refers", where)
    if type_ == "row" and not form:
        raise SettingsError(
            "this field does not say which form's row it names",
            where=where,
            remedy='add refers = "..." with the name of a form',
        )
    if form and type_ != "row":
        raise SettingsError(
            f"a field of type {type_} refers to a form",
            where=where,
            remedy='make its type "row" or remove refers',
        )
    return form


def _options(table: Mapping[str, object], type_: FieldType, where: str) -> tuple[str, ...]:
    given = table.get("options", [])
    if not isinstance(given, list) or not all(isinstance(item, str) and item for item in given):
        raise wrong("options", 'a list of texts, as in ["core", "partial"]', where)
    if len(set(given)) != len(given):
        raise SettingsError("an option stands twice", where=where, remedy="name each option once")
    if type_ in OPTIONED and not given:
        raise SettingsError(
            f"{'an' if type_ == 'enum' else 'a'} {type_} field has no options",
            where=where,
            remedy="add options = [...]",
        )
    if type_ not in OPTIONED and given:
        raise SettingsError(
            f"a field of type {type_} has options",
            where=where,
            remedy='make its type "enum" or remove the options',
        )
    if type_ == "several" and any(SEPARATOR in option for option in given):
        raise SettingsError(
            "an option holds a semicolon, which separates values here",
            where=where,
            remedy="write the option without it",
        )
    return YES_NO if type_ == "yes-no" else tuple(given)


def check_once(fields: Sequence[Field], where: str) -> None:
    """Raise SettingsError where two fields have one name."""
    names = [field.name for field in fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(
            f"the field {twice[0]!r} stands twice in this form",
            where=where,
            remedy="rename or remove one of the two",
        )


def known(table: Mapping[str, object], keys: set[str], where: str) -> None:
    """Raise SettingsError where `table` has a key that is not among `keys`."""
    unknown = sorted(table.keys() - keys)
    if unknown:
        raise SettingsError(
            f"the key {unknown[0]!r} is not known here",
            where=where,
            remedy=f"use only: {', '.join(sorted(keys))}",
        )


def identifier(table: Mapping[str, object], where: str) -> str:
    """The name of a form or a field."""
    name = text(table, "name", where, needed=True)
    if not _NAME.fullmatch(name):
        raise wrong("name", "small letters, digits, - and _, a letter first", where)
    return name


def text(table: Mapping[str, object], key: str, where: str, *, needed: bool = False) -> str:
    """The text under `key`, "" where there is none."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise wrong(key, "text in quotation marks", where)
    if needed and not value.strip():
        raise SettingsError(f"{key!r} is missing", where=where, remedy=f'add {key} = "..."')
    return value


def one_of(table: Mapping[str, object], key: str, allowed: Sequence[str], where: str) -> str:
    """The text under `key`, one of `allowed`."""
    value = text(table, key, where, needed=True)
    if value not in allowed:
        raise wrong(key, f"one of: {', '.join(allowed)}", where)
    return value


def wrong(key: str, wanted: str, where: str) -> SettingsError:
    """The error for a key whose value is not what it must be."""
    return SettingsError(f"{key!r} cannot be understood", where=where, remedy=f"use {wanted}")
