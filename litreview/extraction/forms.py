"""Extraction forms: data files that say which fields a row has.

A form is TOML: ``name``, ``label``, ``noun``, ``row_id`` and a list of ``[[fields]]``. A review's
own form may say ``extends`` and then holds only what differs from a shipped one. A form may take
whole groups of fields from a shipped one (``takes = ["estimate/population"]``), so that a field is
described once, whether it is entered at the estimate or at the level above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal, cast, get_args

from litreview.errors import SettingsError
from litreview.extraction.appraisal.tool import Tool, parse_tool, tool_fields
from litreview.extraction.fields import (
    TYPES,
    YES_NO,
    Field,
    FieldType,
    check_once,
    identifier,
    known,
    one_of,
    parse_fields,
    text,
    wrong,
)
from litreview.toml_table import loads

__all__ = ["NOUNS", "STUDY_FIELD", "TYPES", "YES_NO", "Field", "FieldType", "Form", "Noun"]

Noun = Literal[
    "study",
    "report",
    "population",
    "intervention",
    "comparator",
    "arm",
    "outcome",
    "estimate",
    "cost-benefit",
    "cost-component",
    "appraisal",
    "certainty",
    "other",
]

NOUNS: Final[tuple[str, ...]] = get_args(Noun)
STUDY_FIELD: Final = "study_id"
"""The field of every form that names the study of a row."""
WHOLE_REVIEW: Final = "review"
"""What stands there in a row that is about no single study, but about all together."""

_KEYS: Final = {
    "name", "extends", "label", "noun", "row_id", "same", "takes", "appraisal", "fields",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, what a row of it is, and its fields in order.

    row_id: the field that identifies a row; "" where the importer numbers the rows of a study.
    same: the fields by which rows of two extractors are known to be about one thing where their
    identifiers differ, the most telling first.
    """

    name: str
    label: str
    noun: Noun
    row_id: str
    fields: tuple[Field, ...]
    same: tuple[str, ...] = ()
    tool: Tool | None = None
    """The tool for risk of bias or quality that the form is made for, where it is one."""

    def field(self, name: str) -> Field | None:
        """The field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of fields, in order."""
        return tuple(dict.fromkeys(field.group for field in self.fields))


Others = Callable[[str], Form | None]
"""A form of a review by its name; None where it has none of its own."""


def _none(_name: str) -> Form | None:
    return None


def parse_form(content: str, where: str, others: Others = _none) -> Form:
    """The form that `content` (TOML) describes. Raises SettingsError: file, field and remedy.

    others: a review's own form by its name; groups that are taken over are those of this one,
    where there is one, so that what a review adds to a form stands wherever the form is used.
    """
    data = loads(content, where)
    known(data, _KEYS, where)
    base = _base(data, where, others)
    given = data if base is None else {"label": base.label, "noun": base.noun} | data
    own = _own_fields(data, base, where, others)
    check_once(own, where)
    fields = own if base is None else _extended(base.fields, own)
    form = Form(
        name=identifier(data, where),
        label=text(given, "label", where, needed=True),
        noun=cast("Noun", one_of(given, "noun", NOUNS, where)),
        row_id=text(data, "row_id", where) or (base.row_id if base else ""),
        fields=fields,
        same=_names(data, "same", where) or (base.same if base else ()),
        tool=_tool(data, base, where),
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


def shipped_form(name: str) -> Form:
    """The shipped form called `name`. Raises KeyError."""
    return parse_form(default_forms()[name], f"{name}.toml")


def _base(data: Mapping[str, object], where: str, others: Others) -> Form | None:
    """The shipped form that this one extends. A shipped form extends none."""
    name = text(data, "extends", where)
    return _shipped(name, "extends", where, others) if name else None


def _shipped(name: str, key: str, where: str, others: Others) -> Form:
    shipped = default_forms()
    if name not in shipped:
        raise wrong(key, f"the name of a shipped form: {', '.join(shipped)}", where)
    return parse_form(shipped[name], f"{name}.toml", others)


def _own_fields(
    data: Mapping[str, object], base: Form | None, where: str, others: Others
) -> tuple[Field, ...]:
    """The fields that the file gives, with those that it takes over in groups."""
    names = _names(data, "takes", where)
    taken = tuple(field for name in names for field in _group(name, where, others))
    if "fields" not in data and (base is not None or taken):
        return taken
    own = parse_fields(data.get("fields"), where)
    check_once(own, where)
    if "appraisal" in data:
        own = (*own, *tool_fields(parse_tool(data["appraisal"], where)))
    return _behind_own(taken, own) if taken else own


def _behind_own(taken: Sequence[Field], own: Sequence[Field]) -> tuple[Field, ...]:
    """The fields of groups of the form's own, then those taken over, with what is added to them."""
    groups = {field.group for field in taken}
    first = tuple(field for field in own if field.group not in groups)
    return (*first, *_extended(taken, [field for field in own if field.group in groups]))


def _tool(data: Mapping[str, object], base: Form | None, where: str) -> Tool | None:
    """The tool that the file describes, or that the form has which it extends."""
    held = base.tool if base is not None else None
    tool = parse_tool(data["appraisal"], where) if "appraisal" in data else held
    noun = data.get("noun", base.noun if base is not None else "")
    if (tool is None) == (noun == "appraisal"):
        raise SettingsError(
            "a form for appraisals has a table [appraisal], and no other form has one",
            where=where,
            remedy='add the table, or change noun = "appraisal"',
        )
    return tool


def _group(name: str, where: str, others: Others) -> tuple[Field, ...]:
    """The fields of a group of another form, named as "form/group"."""
    form, _, group = name.partition("/")
    held = others(form) or _shipped(form, "takes", where, _none)
    fields = tuple(field for field in held.fields if field.group == group)
    if not fields:
        wanted = f'"{form}/GROUP" with one of: {", ".join(held.groups)}'
        raise wrong("takes", wanted, where)
    return fields


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


def _names(data: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    given = data.get(key, [])
    if not isinstance(given, list) or not all(isinstance(item, str) and item for item in given):
        raise wrong(key, "a list of texts", where)
    return tuple(given)


def _check_needed(form: Form, where: str) -> None:
    for name in (STUDY_FIELD, form.row_id, *form.same):
        if name and form.field(name) is None:
            raise SettingsError(
                f"this form has no field {name!r}",
                where=where,
                remedy=f'add [[fields]] with name = "{name}" and type = "id"',
            )
