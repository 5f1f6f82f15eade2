"""Extraction forms: data files that say which fields a row has.

A form is TOML: ``name``, ``label``, ``noun``, ``row_id`` and a list of ``[[fields]]``. A review's
own form may say ``extends`` and then holds only what differs from a shipped one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal, cast, get_args

from litreview.errors import SettingsError
from litreview.toml_table import loads

FieldType = Literal["text", "number", "integer", "year", "enum", "id", "url", "yes-no"]
Noun = Literal["estimate", "cost-benefit", "study"]

TYPES: Final[tuple[str, ...]] = get_args(FieldType)
NOUNS: Final[tuple[str, ...]] = get_args(Noun)
STUDY_FIELD: Final = "study_id"
"""The field of every form that names the study of a row."""
YES_NO: Final = ("yes", "no")

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_FORM_KEYS: Final = {"name", "extends", "label", "noun", "row_id", "fields"}
_FIELD_KEYS: Final = {"name", "label", "group", "type", "required", "options", "help", "schema"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    options: the values that an enum may take; schema: what was asked for when the review was
    planned, in those words, "" where the field is an addition. Nothing is computed from it.
    """

    name: str
    label: str
    group: str
    type: FieldType
    required: bool = False
    options: tuple[str, ...] = ()
    help: str = ""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, what a row of it is, and its fields in order.

    row_id: the field that identifies a row; "" where the importer numbers the rows of a study.
    """

    name: str
    label: str
    noun: Noun
    row_id: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)


def parse_form(text: str, where: str) -> Form:
    """The form that `text` (TOML) describes. Raises SettingsError: file, field and remedy."""
    data = loads(text, where)
    _known(data, _FORM_KEYS, where)
    base = _base(data, where)
    given = data if base is None else {"label": base.label, "noun": base.noun} | data
    fields = () if base is not None and "fields" not in data else _fields(data, where)
    _check_once(fields, where)
    form = Form(
        name=_identifier(data, where),
        label=_text(given, "label", where, needed=True),
        noun=cast("Noun", _one_of(given, "noun", NOUNS, where)),
        row_id=_text(data, "row_id", where) or (base.row_id if base else ""),
        fields=fields if base is None else _extended(base.fields, fields),
    )
    _check_needed(form, where)
    return form


def default_forms() -> Mapping[str, str]:
    """The shipped forms: name -> TOML text, by name."""
    folder = files("litreview.extraction") / "forms"
    found = (path for path in folder.iterdir() if path.name.endswith(".toml"))
    return {
        path.name.removesuffix(".toml"): path.read_text(encoding="utf-8")
        for path in sorted(found, key=lambda path: path.name)
    }


def _base(data: Mapping[str, object], where: str) -> Form | None:
    """The shipped form that this one extends. A shipped form extends none."""
    name = _text(data, "extends", where)
    if not name:
        return None
    shipped = default_forms()
    if name not in shipped:
        raise _wrong("extends", f"the name of a shipped form: {', '.join(shipped)}", where)
    return parse_form(shipped[name], f"{name}.toml")


def _extended(base: Sequence[Field], own: Sequence[Field]) -> tuple[Field, ...]:
    """`base` with `own`: in the place of its namesake, else behind the last of its group."""
    fields = list(base)
    for field in own:
        names = [held.name for held in fields]
        if field.name in names:
            fields[names.index(field.name)] = field
            continue
        behind = [at for at, held in enumerate(fields, 1) if held.group == field.group]
        fields.insert(behind[-1] if behind else len(fields), field)
    return tuple(fields)


def _fields(data: Mapping[str, object], where: str) -> tuple[Field, ...]:
    tables = data.get("fields")
    if not isinstance(tables, list) or not tables:
        raise SettingsError(
            "this form has no fields", where=where, remedy="add a table [[fields]] for each field"
        )
    return tuple(_field(table, f"{where}, field {at}") for at, table in enumerate(tables, 1))


def _field(table: object, place: str) -> Field:
    if not isinstance(table, dict):
        raise SettingsError("a field is no table", where=place, remedy="write it as [[fields]]")
    name = _identifier(table, place)
    where = f"{place} ({name})"
    _known(table, _FIELD_KEYS, where)
    type_ = cast("FieldType", _one_of(table, "type", TYPES, where))
    required = table.get("required", False)
    if not isinstance(required, bool):
        raise _wrong("required", "true or false", where)
    return Field(
        name=name,
        label=_text(table, "label", where, needed=True),
        group=_text(table, "group", where, needed=True),
        type=type_,
        required=required,
        options=_options(table, type_, where),
        help=_text(table, "help", where),
        schema=_text(table, "schema", where),
    )


def _options(table: Mapping[str, object], type_: FieldType, where: str) -> tuple[str, ...]:
    given = table.get("options", [])
    if not isinstance(given, list) or not all(isinstance(item, str) and item for item in given):
        raise _wrong("options", 'a list of texts, as in ["core", "partial"]', where)
    if len(set(given)) != len(given):
        raise SettingsError("an option stands twice", where=where, remedy="name each option once")
    if type_ == "enum" and not given:
        raise SettingsError(
            "an enum field has no options", where=where, remedy="add options = [...]"
        )
    if type_ != "enum" and given:
        raise SettingsError(
            f"a field of type {type_} has options",
            where=where,
            remedy='make its type "enum" or remove the options',
        )
    return YES_NO if type_ == "yes-no" else tuple(given)


def _check_once(fields: Sequence[Field], where: str) -> None:
    names = [field.name for field in fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(
            f"the field {twice[0]!r} stands twice in this form",
            where=where,
            remedy="rename or remove one of the two",
        )


def _check_needed(form: Form, where: str) -> None:
    for name in (STUDY_FIELD, form.row_id):
        if name and form.field(name) is None:
            raise SettingsError(
                f"this form has no field {name!r}",
                where=where,
                remedy=f'add [[fields]] with name = "{name}" and type = "id"',
            )


def _known(table: Mapping[str, object], keys: set[str], where: str) -> None:
    unknown = sorted(table.keys() - keys)
    if unknown:
        raise SettingsError(
            f"the key {unknown[0]!r} is not known here",
            where=where,
            remedy=f"use only: {', '.join(sorted(keys))}",
        )


def _identifier(table: Mapping[str, object], where: str) -> str:
    name = _text(table, "name", where, needed=True)
    if not _NAME.fullmatch(name):
        raise _wrong("name", "small letters, digits, - and _, a letter first", where)
    return name


def _text(table: Mapping[str, object], key: str, where: str, *, needed: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise _wrong(key, "text in quotation marks", where)
    if needed and not value.strip():
        raise SettingsError(f"{key!r} is missing", where=where, remedy=f'add {key} = "..."')
    return value


def _one_of(table: Mapping[str, object], key: str, allowed: Sequence[str], where: str) -> str:
    value = _text(table, key, where, needed=True)
    if value not in allowed:
        raise _wrong(key, f"one of: {', '.join(allowed)}", where)
    return value


def _wrong(key: str, wanted: str, where: str) -> SettingsError:
    return SettingsError(f"{key!r} cannot be understood", where=where, remedy=f"use {wanted}")
