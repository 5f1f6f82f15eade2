"""A tool for risk of bias or quality as data: its judgements, domains, questions, and its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from litreview.errors import SettingsError
from litreview.extraction.fields import Field, known, one_of, text, wrong

Level = Literal["estimate", "outcome", "study", "economic result"]
LEVELS: Final[tuple[str, ...]] = get_args(Level)
OVERALL: Final = "overall"
"""The field with the judgement over all domains."""
SUPPORT: Final = "_support"
"""What the field with the reasons of a judgement ends in."""

_KEYS: Final = {
    "level", "rule", "reference", "link", "answers", "unknown", "judgements", "domains",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer that a domain may get. symbol: one character that tells it without colour."""

    name: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Question:
    """A signalling question, in short: the tool's own text stands behind its link."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain: a field with its judgement, one with the reasons, one for each question."""

    name: str
    label: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    judgements: from the best to the worst; unknown: those that say that it cannot be told. rule:
    the name of what proposes the overall judgement, "" where only a person gives it.
    """

    level: Level
    judgements: tuple[Judgement, ...]
    domains: tuple[Domain, ...]
    reference: str
    link: str
    rule: str = ""
    unknown: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    def rank(self, judgement: str) -> int | None:
        """The place of `judgement` from the best, 0; None for one that says nothing, or none."""
        names = [one.name for one in self.judgements if one.name not in self.unknown]
        return names.index(judgement) if judgement in names else None

    def symbol(self, judgement: str) -> str:
        """The sign of a judgement; "" where there is none."""
        return next((one.symbol for one in self.judgements if one.name == judgement), "")


def parse_tool(table: object, where: str) -> Tool:
    """The table ``[appraisal]`` of a form. Raises SettingsError."""
    if not isinstance(table, dict):
        raise wrong("appraisal", "a table [appraisal]", where)
    place = f"{where}, [appraisal]"
    known(table, _KEYS, place)
    judgements = tuple(
        Judgement(text(one, "name", at, needed=True), _symbol(one, at))
        for one, at in _tables(table, "judgements", place, {"name", "symbol"})
    )
    tool = Tool(
        level=cast("Level", one_of(table, "level", LEVELS, place)),
        judgements=judgements,
        domains=tuple(
            _domain(one, at)
            for one, at in _tables(table, "domains", place, {"name", "label", "questions"})
        ),
        reference=text(table, "reference", place, needed=True),
        link=text(table, "link", place),
        rule=text(table, "rule", place),
        unknown=_names(table, "unknown", place),
        answers=_names(table, "answers", place),
    )
    _check(tool, place)
    return tool


def tool_fields(tool: Tool) -> Iterator[Field]:
    """The fields that a tool brings: for each domain its questions, its judgement, its reasons."""
    options = tuple(one.name for one in tool.judgements)
    for domain in tool.domains:
        group = domain.label
        for question in domain.questions:
            yield Field(question.name, question.label, group, "enum", options=tool.answers)
        yield Field(domain.name, f"Judgement: {domain.label}", group, "enum", options=options)
        yield Field(f"{domain.name}{SUPPORT}", "Reasons for the judgement", group, "text")
    yield Field(OVERALL, "Judgement over all domains", OVERALL, "enum", options=options)
    yield Field(f"{OVERALL}{SUPPORT}", "Reasons for the judgement", OVERALL, "text")


def _domain(table: Mapping[str, object], where: str) -> Domain:
    questions = (
        Question(text(one, "name", at, needed=True), text(one, "label", at, needed=True))
        for one, at in _tables(table, "questions", where, {"name", "label"}, needed=False)
    )
    name, label = (text(table, key, where, needed=True) for key in ("name", "label"))
    return Domain(name, label, tuple(questions))


def _symbol(table: Mapping[str, object], where: str) -> str:
    found = text(table, "symbol", where, needed=True)
    if len(found) != 1 or not found.isprintable():
        raise wrong("symbol", 'one character, as in symbol = "+"', where)
    return found


def _tables(
    table: Mapping[str, object], key: str, where: str, keys: set[str], *, needed: bool = True
) -> Iterator[tuple[Mapping[str, object], str]]:
    given = table.get(key, [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise wrong(key, f"tables, as in [[appraisal.{key}]]", where)
    if needed and not given:
        raise SettingsError(
            f"this tool has no {key}", where=where, remedy=f"add [[appraisal.{key}]]"
        )
    for at, one in enumerate(given, 1):
        place = f"{where}, {key} {at}"
        known(one, keys, place)
        yield one, place


def _names(table: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    given = table.get(key, [])
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise wrong(key, "a list of texts", where)
    return tuple(given)


def _check(tool: Tool, where: str) -> None:
    names = [one.name for one in tool.judgements]
    _once(names, "judgement", where)
    _once([one.symbol for one in tool.judgements], "symbol", where)
    fields = [question.name for domain in tool.domains for question in domain.questions]
    _once([OVERALL, *fields, *(domain.name for domain in tool.domains)], "name", where)
    strangers = [name for name in tool.unknown if name not in names]
    if strangers:
        raise wrong("unknown", f"some of the judgements: {', '.join(names)}", where)
    if fields and not tool.answers:
        raise SettingsError(
            "there are questions, and no answers to choose from",
            where=where,
            remedy='add answers = ["yes", "no", ...]',
        )


def _once(names: Sequence[str], what: str, where: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(
            f"the {what} {twice[0]!r} stands twice", where=where, remedy="rename one of the two"
        )
