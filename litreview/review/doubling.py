"""What several people extracted: compared where that may be seen, and settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from litreview.errors import UnknownName, UsageError
from litreview.events import RowSettled, RowSettlementWithdrawn, Seen
from litreview.extraction.doubled import Held, held
from litreview.extraction.rows import Row
from litreview.outputs.agreed import FieldAgreement, field_agreement
from litreview.review.reading import forms_of
from litreview.review.to_extract import Extraction, extractions, may_see

if TYPE_CHECKING:
    from litreview.extraction.forms import Form
    from litreview.review.facade import Review

DIGITS: Final = 8
"""Of the hash that names a group: enough for a review, short enough to type."""


@dataclass(frozen=True, slots=True)
class Doubled:
    """What may be compared now, and the studies whose rows may not be seen yet."""

    groups: Mapping[str, Held]
    """By its name, a hash of its versions: other versions, another name."""
    hidden: tuple[Extraction, ...]
    forms: Mapping[str, Form]

    def open(self) -> dict[str, Held]:
        """Those on which people differ, and those that only one of several has."""
        several = {one.versions[0].study for one in self.groups.values() if len(one.versions) > 1}
        return {
            name: one
            for name, one in self.groups.items()
            if one.standing == "open"
            or (one.standing == "alone" and one.versions[0].study in several)
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to hold of a row.

    take: the extractor whose version holds; each: field -> the extractor whose value holds;
    values: field -> the text that holds, "" for none.
    """

    take: str = ""
    each: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def doubled(review: Review, studies: Iterable[str] = ()) -> Doubled:
    """The rows of studies that more than one person extracted, as far as may be seen now.

    studies: only these. A study is hidden until as many people as wanted have finished it.
    """
    wanted = set(studies)
    several = [
        one
        for one in extractions(review)
        if len(one.begun) > 1 and (not wanted or one.study in wanted)
    ]
    seen = {one.study for one in several if may_see(one, review.who)}
    rows = [row for row in review.rows() if row.study in seen]
    forms = forms_of(review.folder, rows)
    groups = {name_of(one): one for one in held(forms, rows, review.state)}
    return Doubled(groups, tuple(one for one in several if one.study not in seen), forms)


def name_of(group: Held) -> str:
    """The name of a group: it changes when a version does."""
    ids = sorted(row.id for row in group.versions)
    return sha256(" ".join(ids).encode()).hexdigest()[:DIGITS]


def agreement(found: Doubled) -> Iterator[FieldAgreement]:
    """Field by field, over all pairs of people and all rows that both have. In the forms' order."""
    return field_agreement(found.groups.values(), found.forms)


def settle(review: Review, name: str, choice: Choice) -> RowSettled:
    """Write down what holds of the group `name`. Raises UnknownName, UsageError.

    Where nothing is said of a field that differs it is refused: nothing is settled by omission.
    """
    return settle_group(review, _group(doubled(review), name), choice)


def settle_group(review: Review, group: Held, choice: Choice) -> RowSettled:
    """Write down what holds of `group`. Raises UnknownName, UsageError."""
    _may_settle(review, group)
    people = {row.extractor: row for row in group.versions}
    for who in (choice.take, *choice.each.values()):
        if who and who not in people:
            known = ", ".join(people)
            raise UnknownName(f"{who!r} has no version of it", remedy=f"use one of: {known}")
    base = people[choice.take] if choice.take else group.versions[0]
    texts, seen = dict(base.values), dict(base.seen)
    for field_, who in choice.each.items():
        _take(texts, seen, people[who], field_)
    for field_, text in choice.values.items():
        _set(texts, seen, field_, text)
    if not choice.take:
        _all_said(group, {*choice.each, *choice.values})
    event = RowSettled(
        form=base.form,
        row=base.row,
        study=base.study,
        values=texts,
        settles=tuple(row.id for row in group.versions),
        seen=seen,
        note=choice.note,
    )
    review.append(event)
    return event


def drop(review: Review, name: str, note: str = "") -> None:
    """Write down that the group `name` is no row at all. Raises UnknownName, UsageError."""
    drop_group(review, _group(doubled(review), name), note)


def drop_group(review: Review, group: Held, note: str = "") -> None:
    """Write down that `group` is no row at all. Raises UsageError."""
    _may_settle(review, group)
    first = group.versions[0]
    settles = tuple(row.id for row in group.versions)
    review.append(
        RowSettled(
            form=first.form,
            row=first.row,
            study=first.study,
            values={},
            settles=settles,
            dropped=True,
            note=note,
        )
    )


def take_back(review: Review, name: str) -> None:
    """Take the settlement of the group `name` back. Raises UnknownName, UsageError."""
    group = _group(doubled(review), name)
    if group.settlement is None:
        raise UsageError(f"{name} is not settled", remedy="`litreview extract compare` lists all")
    take_group_back(review, group)


def take_group_back(review: Review, group: Held) -> None:
    """Write down that what was settled of `group` does not count."""
    first = group.versions[0]
    review.append(
        RowSettlementWithdrawn(form=first.form, settles=tuple(row.id for row in group.versions))
    )


def _group(found: Doubled, name: str) -> Held:
    hits = [one for key, one in found.groups.items() if name and key.startswith(name.lower())]
    if len(hits) != 1:
        what = "several groups begin with" if hits else "there is no group"
        raise UnknownName(
            f"{what} {name!r}, or its study is not finished",
            remedy="`litreview extract compare` lists those that may be compared",
        )
    return hits[0]


def _may_settle(review: Review, group: Held) -> None:
    people = {row.extractor for row in group.versions}
    if review.plan.extraction.settled_by == "third" and review.who in people:
        raise UsageError(
            f"{review.who!r} has extracted it, and a third person settles in this review",
            remedy="let somebody else settle it, or change settled_by in review.toml",
        )


def _all_said(group: Held, said: set[str]) -> None:
    open_ = [one.field for one in group.compared.differences if one.kind != "worded"]
    left = [name for name in open_ if name not in said]
    if left:
        raise UsageError(
            f"it is not said what holds in: {', '.join(left)}",
            remedy="--take NAME for all, --from FIELD=NAME or --value FIELD=TEXT for each",
        )


def _take(texts: dict[str, str], seen: dict[str, Seen], row: Row, name: str) -> None:
    _set(texts, seen, name, row.values.get(name, ""))
    if name in row.seen and name in texts:
        seen[name] = row.seen[name]


def _set(texts: dict[str, str], seen: dict[str, Seen], name: str, text: str) -> None:
    seen.pop(name, None)
    if text.strip():
        texts[name] = text
    else:
        texts.pop(name, None)
