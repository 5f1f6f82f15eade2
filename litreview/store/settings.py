"""``review.toml``: what people decide beforehand. Read with every fault named by its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from litreview.errors import NewerVersion, SettingsError
from litreview.model import Criterion, Phase, Plan, Stage
from litreview.store import reading_settings as reading
from litreview.store.lines import valid_reviewer
from litreview.store.source_settings import source_settings
from litreview.toml_table import Source, Table, loads

FORMAT = 1
_PHASES: tuple[Phase, ...] = ("screening", "eligibility")


@dataclass(frozen=True, slots=True)
class Settings:
    """review.toml. reviewers: empty where anyone may vote. sources: name -> its settings."""

    id: str
    plan: Plan
    reviewers: tuple[str, ...]
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def template(*, review: str, title: str, question: str) -> str:
    """The review.toml that `init` writes: valid as it stands, with comments that explain it."""
    return f"""# This file is yours: litreview reads it and never changes it.
format = 1

[review]
id = "{review}"
title = {_quoted(title.strip() or "Untitled review")}
question = {_quoted(question)}
# reviewers = ["ann", "bo"]     # when given, only these names may vote

[[stages]]
name = "title-abstract"
label = "Title and abstract"
phase = "screening"
votes = 1                       # 2 for double independent screening
reason_required = false
# masked = ["authors", "venue"] # hidden from who judges

[[stages]]
name = "full-text"
label = "Full text"
phase = "eligibility"
votes = 1
reason_required = true

# [ranking]
# recipe = "none"               # reports in the order of the files, not the likely ones first

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


def _quoted(text: str) -> str:
    """`text` as a TOML string. Bytes that are no text become question marks."""
    clean = text.encode("utf-8", "replace").decode()
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def parse(text: str, where: str) -> Settings:
    """The settings in `text`. Raises SettingsError or NewerVersion, naming `where`."""
    top = Table(loads(text, where), "", 0, Source(text, where))
    _format(top)
    top.only(
        "format", "review", "stages", "criteria", "sources", "ranking", "stopping", "words",
        "extraction", "effects", "money", "report",
    )  # fmt: skip
    review = top.table("review")
    review.only("id", "title", "question", "reviewers")
    stages = tuple(reading.stage(table) for table in top.tables("stages"))
    _stages(top, stages)
    criteria = top.table("criteria")
    criteria.only("version", "include", "exclude")
    plan = Plan(
        title=review.text("title"),
        question=review.text("question", ""),
        stages=stages,
        criteria=_criteria(criteria, tuple(stage.name for stage in stages)),
        criteria_version=criteria.text("version"),
        ranking=reading.ranking(top.optional("ranking")),
        stopping=reading.stopping(top.optional("stopping")),
        words=reading.words(top.optional("words")),
        extraction=reading.extraction(top.optional("extraction")),
        effects=reading.effects(top.optional("effects")),
        money=reading.money(top.optional("money")),
        report=reading.report(top.optional("report")),
        reviewers=_reviewers(review),
    )
    _reasons(top, plan)
    return Settings(
        id=review.text("id"),
        plan=plan,
        reviewers=plan.reviewers,
        sources=source_settings(top),
    )


def load(path: Path) -> Settings:
    """The settings in the file at `path`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or "").lower() if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(
            f"this file cannot be read ({why})",
            where=str(path),
            remedy="restore it from your version control, or save it as text in UTF-8",
        ) from error
    return parse(text, str(path))


def criteria_text(plan: Plan) -> tuple[dict[str, str], ...]:
    """The criteria in a plain form for the log, with what they say of the version before."""
    return tuple(
        {**_plain(one), "change": one.change} if one.change else _plain(one)
        for one in plan.criteria
    )


def criteria_hash(plan: Plan) -> str:
    """The SHA-256 of the criteria: equal exactly where codes, labels, ranks and stages are.

    What they say of the version before is no part of them: it may be added later.
    """
    held = tuple(map(_plain, plan.criteria))
    text = json.dumps(held, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(criterion: Criterion) -> dict[str, str]:
    return {
        "code": criterion.code,
        "label": criterion.label,
        "effect": criterion.effect,
        "stages": ",".join(criterion.stages),
    }


def _format(top: Table) -> None:
    version = top.whole("format", FORMAT)
    if version > FORMAT:
        raise NewerVersion(
            f"this review has format {version}; this litreview knows {FORMAT}",
            where=top.source.where,
            remedy="install the newest litreview",
        )


def _reviewers(review: Table) -> tuple[str, ...]:
    names = review.texts("reviewers", ())
    for name in names:
        if not valid_reviewer(name):
            review.fail(
                f"{name!r} cannot be a reviewer's name",
                "use small letters, digits and hyphens, such as ann or ann-s",
                "reviewers",
            )
    return names


def _stages(top: Table, stages: Sequence[Stage]) -> None:
    tables = top.tables("stages")
    for at, stage in enumerate(stages):
        before = stages[:at]
        if stage.name in {earlier.name for earlier in before}:
            tables[at].fail(f"two stages are called {stage.name!r}", "rename one", "name")
        if stage.phase == "screening" and any(s.phase == "eligibility" for s in before):
            tables[at].fail(
                f"stage {stage.name!r} screens titles after full texts were assessed",
                "put the stages in the order in which a report passes them",
                "phase",
            )
    for phase in _PHASES:
        if phase not in {stage.phase for stage in stages}:
            top.fail(f"no stage has the phase {phase!r}", "give one of [[stages]] that phase")


def _criteria(table: Table, stages: tuple[str, ...]) -> tuple[Criterion, ...]:
    found: list[Criterion] = []
    effects: tuple[Literal["include", "exclude"], ...] = ("include", "exclude")
    for effect in effects:
        for rank, item in enumerate(table.tables(effect), start=1):
            item.only("code", "label", "stages", "change")
            code = reading.word(item, "code")
            if code in {criterion.code for criterion in found}:
                item.fail(f"two criteria have the code {code!r}", "give each its own code", "code")
            named = item.texts("stages", stages)
            for stage in named:
                if stage not in stages:
                    item.fail(
                        f"criterion {code!r} names an unknown stage {stage!r}",
                        f"use: {', '.join(stages)}",
                        "stages",
                    )
            label, change = item.text("label", code), reading.change(item)
            found.append(Criterion(code, label, effect, named, rank, change))
    return tuple(found)


def _reasons(top: Table, plan: Plan) -> None:
    """A stage that demands a reason has one to give."""
    for table, stage in zip(top.tables("stages"), plan.stages, strict=True):
        given = any(c.effect == "exclude" and stage.name in c.stages for c in plan.criteria)
        if stage.reason_required and not given:
            table.fail(
                f"stage {stage.name!r} demands a reason, but no criterion to exclude is for it",
                "add a [[criteria.exclude]], or write reason_required = false",
                "reason_required",
            )
