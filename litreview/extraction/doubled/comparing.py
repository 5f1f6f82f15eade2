"""Where the versions of a row differ, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from litreview.extraction.doubled.aligning import Group
from litreview.extraction.fields import Field
from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.printed import is_missing, printed

Kind = Literal["differs", "worded", "only"]
WORDS: Final = ("text", "url")
"""Types of fields that two people word each in their own way."""
PRIVATE: Final = "provenance"
"""The group of fields that say how somebody read, not what the report says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which versions differ: the text of each, by extractor, "" where there is none.

    kind: "differs" where numbers or options are unlike, "worded" where words are, "only" where
    somebody has no value.
    """

    field: str
    label: str
    kind: Kind
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A group with what its versions agree on (names of fields) and where they differ."""

    group: Group
    agreed: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing is left that somebody has to decide: words may differ."""
        several = len(self.group.versions) > 1
        return several and all(one.kind == "worded" for one in self.differences)


def compare(form: Form | None, group: Group) -> Compared:
    """The versions of `group` field by field, in the order of the form, then of the rows.

    Identifiers are left out, as everybody chooses their own, and so are the fields that say how
    somebody read.
    """
    agreed: list[str] = []
    differences: list[Difference] = []
    for field in _fields(form, group):
        texts = [(row.extractor, row.values.get(field.name, "")) for row in group.versions]
        said = [text for _, text in texts if not is_missing(text)]
        if not said:
            continue
        if len(said) == len(texts) and _equal(field, said):
            agreed.append(field.name)
        elif len(texts) > 1:
            differences.append(
                Difference(field.name, field.label, _kind(field, len(said), len(texts)), (*texts,))
            )
    return Compared(group, tuple(agreed), tuple(differences))


def equal(field: Field, one: str, other: str) -> bool:
    """Whether two texts say the same in `field`: numbers by value, options whatever their order."""
    first, second = printed(one), printed(other)
    if first is not None and second is not None:
        return first.value == second.value
    if field.type == "several":
        return set(field.parts(one)) == set(field.parts(other))
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _equal(field: Field, texts: Iterable[str]) -> bool:
    first, *others = texts
    return all(equal(field, first, other) for other in others)


def _kind(field: Field, said: int, of: int) -> Kind:
    if field.type in WORDS:
        return "worded"
    return "differs" if said == of else "only"


def _fields(form: Form | None, group: Group) -> Iterable[Field]:
    """The fields to compare: of the form, then what the rows hold besides."""
    row_id = form.row_id if form is not None else ""
    known: Mapping[str, Field] = {one.name: one for one in form.fields} if form is not None else {}
    for field in known.values():
        if field.name not in (row_id, STUDY_FIELD) and field.group != PRIVATE:
            yield field
    for name in dict.fromkeys(name for row in group.versions for name in row.values):
        if name not in known:
            yield Field(name, name, "", "text")
