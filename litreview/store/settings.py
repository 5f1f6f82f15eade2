"""``review.toml``: what people decide beforehand. Read with every fault named by its place."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from litreview.errors import NewerVersion, SettingsError
from litreview.model import Criterion, Phase, Plan, Stage

FORMAT = 1
_PHASES: tuple[Phase, ...] = ("screening", "eligibility")


@dataclass(frozen=True, slots=True)
class Settings:
    """review.toml. reviewers: empty where anyone may vote."""

    id: str
    plan: Plan
    reviewers: tuple[str, ...]


def template(*, review: str, title: str, question: str) -> str:
    """The review.toml that `init` writes: valid as it stands, with comments that explain it."""
    return f"""# This file is yours: litreview reads it and never changes it.
format = 1

[review]
id = "{review}"
title = {json.dumps(title, ensure_ascii=False)}
question = {json.dumps(question, ensure_ascii=False)}
# reviewers = ["ann", "bo"]     # when given, only these names may vote

[[stages]]
name = "title-abstract"
label = "Title and abstract"
phase = "screening"
votes = 1                       # 2 for double independent screening
reason_required = false

[[stages]]
name = "full-text"
label = "Full text"
phase = "eligibility"
votes = 1
reason_required = true

[criteria]
version = "1"                   # raise it whenever a criterion changes: votes keep their version

[[criteria.include]]
code = "question"
label = "Answers the review's question"

# Reasons to exclude, by rank: the first that applies is the one that PRISMA counts.
[[criteria.exclude]]
code = "population"
label = "Wrong population"

[[criteria.exclude]]
code = "intervention"
label = "Wrong intervention"

[[criteria.exclude]]
code = "design"
label = "Wrong study design"

[[criteria.exclude]]
code = "outcome"
label = "Wrong outcome"
"""


def parse(text: str, where: str) -> Settings:
    """The settings in `text`. Raises SettingsError or NewerVersion, naming `where`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"this is not valid TOML: {error}", where=where, remedy="mend the line that is named"
        ) from error
    reader = _Reader(where)
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise NewerVersion(
            f"this review has format {version}; this litreview knows {FORMAT}",
            where=where,
            remedy="install the newest litreview",
        )
    review = reader.table(data, "review")
    stages = tuple(reader.stage(item) for item in reader.tables(data, "stages"))
    names = tuple(stage.name for stage in stages)
    reader.unique(names, "stages")
    for phase in _PHASES:
        if phase not in {stage.phase for stage in stages}:
            reader.fail(f"no stage has the phase {phase!r}", "give one of [[stages]] that phase")
    criteria = reader.table(data, "criteria")
    return Settings(
        id=reader.text(review, "id", "[review]"),
        reviewers=tuple(str(name) for name in review.get("reviewers", ())),
        plan=Plan(
            title=reader.text(review, "title", "[review]"),
            question=str(review.get("question", "")),
            stages=stages,
            criteria=reader.criteria(criteria, names),
            criteria_version=reader.text(criteria, "version", "[criteria]"),
        ),
    )


def load(path: Path) -> Settings:
    """The settings in the file at `path`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"this file cannot be read ({error})", where=str(path), remedy="restore it"
        ) from error
    return parse(text, str(path))


def criteria_text(plan: Plan) -> tuple[dict[str, str], ...]:
    """The criteria in a plain form for the log."""
    return tuple(
        {
            "code": criterion.code,
            "label": criterion.label,
            "effect": criterion.effect,
            "stages": ",".join(criterion.stages),
        }
        for criterion in plan.criteria
    )


def criteria_hash(plan: Plan) -> str:
    """The SHA-256 of the criteria: equal exactly where codes, labels, ranks and stages are."""
    text = json.dumps(criteria_text(plan), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Reader:
    where: str

    def fail(self, what: str, remedy: str) -> None:
        raise SettingsError(what, where=self.where, remedy=remedy)

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        found = data.get(key)
        if not isinstance(found, dict):
            self.fail(f"the table [{key}] is missing", f"add [{key}] (see docs/review-folder.md)")
        return cast("Mapping[str, Any]", found)

    def tables(self, data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self.fail(f"{key} must be a list of tables", f"write it as [[{key}]]")
        return cast("list[Mapping[str, Any]]", found)

    def text(self, data: Mapping[str, Any], key: str, place: str) -> str:
        found = data.get(key)
        if not isinstance(found, str) or not found.strip():
            self.fail(f"{key} is missing in {place}", f'add {key} = "..." there')
        return str(found)

    def unique(self, names: tuple[str, ...], place: str) -> None:
        double = sorted({name for name in names if names.count(name) > 1})
        if double:
            self.fail(f"{double[0]!r} stands twice in {place}", "give each its own name")

    def stage(self, data: Mapping[str, Any]) -> Stage:
        name = self.text(data, "name", "[[stages]]")
        phase, votes = data.get("phase"), data.get("votes", 1)
        if phase not in _PHASES:
            self.fail(
                f"stage {name!r} has no known phase", 'write phase = "screening" or "eligibility"'
            )
        if not isinstance(votes, int) or isinstance(votes, bool) or votes < 1:
            self.fail(
                f"stage {name!r}: votes must be a whole number from 1", "write votes = 1 or 2"
            )
        return Stage(
            name=name,
            label=str(data.get("label", name)),
            phase=cast("Phase", phase),
            votes=int(votes),
            reason_required=bool(data.get("reason_required", False)),
        )

    def criteria(self, data: Mapping[str, Any], stages: tuple[str, ...]) -> tuple[Criterion, ...]:
        found: list[Criterion] = []
        effects: tuple[Literal["include", "exclude"], ...] = ("include", "exclude")
        for effect in effects:
            place = f"criteria.{effect}"
            for rank, item in enumerate(self.tables(data, effect), start=1):
                code = self.text(item, "code", f"[[{place}]]")
                named = tuple(str(stage) for stage in item.get("stages", stages))
                for stage in named:
                    if stage not in stages:
                        self.fail(
                            f"criterion {code!r} names an unknown stage {stage!r}", "correct it"
                        )
                label = str(item.get("label", code))
                found.append(Criterion(code, label, effect, named, rank))
        self.unique(tuple(criterion.code for criterion in found), "the criteria")
        return tuple(found)
