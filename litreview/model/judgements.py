"""What people decide beforehand, and what they decide of reports; what checks find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from litreview.model.identifiers import RecordId, ReportId

Decision = Literal["include", "exclude", "maybe"]
Phase = Literal["screening", "eligibility"]
Settler = Literal["anyone", "third", "consensus"]
Allocation = Literal["all", "shared"]
Masked = Literal["authors", "venue", "year"]
Severity = Literal["error", "warning", "note"]
Since = Literal["", "wider", "narrower", "wording"]
"""What became of the meaning of a criterion since the version before, as its authors say."""

DECISIONS: tuple[Decision, ...] = ("include", "exclude", "maybe")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A coded reason to include or exclude. Its rank is its place in review.toml, from 1.

    change: what became of its meaning since the version before; "": they do not say.
    """

    code: str
    label: str
    effect: Literal["include", "exclude"]
    stages: tuple[str, ...]
    rank: int
    change: Since = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the selection.

    phase: "screening" of titles and abstracts, or "eligibility" of full texts.
    votes: how many reviewers must judge each report.
    reason_required: whether an exclusion must name a criterion.
    calibration: so many reports, the same for all reviewers, are read by everyone first.
    allocation: "all" may be read by everyone; "shared": each report is given to `votes` reviewers.
    settled_by: who settles a conflict: anyone, a third person who has not voted on the report, or
    those who voted, by consensus.
    masked: what of a report is hidden from who judges it.
    """

    name: str
    label: str
    phase: Phase
    votes: int = 1
    reason_required: bool = False
    calibration: int = 0
    allocation: Allocation = "all"
    settled_by: Settler = "anyone"
    masked: tuple[Masked, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingPlan:
    """How unread reports are ordered.

    recipe: a name that `screening.rank` knows, or "none": the order of the files.
    learned_prior: whether what other reviews included counts at the start.
    text: what is sought, in words, besides the criteria; "": nothing more.
    """

    recipe: str = "default"
    learned_prior: bool = True
    seed: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class StoppingPlan:
    """What a stop must promise: at least this recall, with this confidence, both below 1."""

    recall: float = 0.95
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Words:
    """Words to mark in what is read; * stands for any ending.

    strategies: whether the terms of the search strings are marked as well.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    strategies: bool = True


@dataclass(frozen=True, slots=True)
class ExtractionPlan:
    """How studies are extracted.

    extractors: how many people extract each study, without seeing each other's rows before they
    have finished; settled_by: who may settle what differs: anyone, or a third person, who has not
    extracted it.
    """

    extractors: int = 1
    settled_by: Literal["anyone", "third"] = "anyone"


PriceIndex = Literal["gdp-deflator", "cpi"]
Steps = Literal["deflate-then-ppp", "ppp-then-deflate"]
Rate = Literal["ppp", "exchange"]


@dataclass(frozen=True, slots=True)
class MoneyPlan:
    """What amounts are compared in.

    countries: in whose money and prices; price_year: of which year; index, order, rate: how, as
    `extraction.money.convert` names them; proxy: whose prices stand for a euro amount without a
    country, "" for nobody's; publication_year: whether it stands for a missing price year.
    discount_rate: the rate, as a share, at which results are to be compared; None: at their own.
    """

    countries: tuple[str, ...] = ("Germany",)
    price_year: int = 2023
    index: PriceIndex = "gdp-deflator"
    order: Steps = "deflate-then-ppp"
    rate: Rate = "ppp"
    proxy: str = ""
    publication_year: bool = False
    discount_rate: float | None = None


Estimand = Literal["ITT", "TOT"]


@dataclass(frozen=True, slots=True)
class EffectsPlan:
    """What effects are compared in.

    measure: as `extraction.convert` names it; measures: another one by outcome domain; estimand:
    whether of the offer or of the treatment.
    """

    measure: str = "RD"
    measures: Mapping[str, str] = field(default_factory=lambda: {"earnings": "ROM"})
    estimand: Estimand = "ITT"

    def of(self, domain: str) -> str:
        """The measure of an outcome domain."""
        return self.measures.get(domain, self.measure)


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """What only people know of the review, for the report and its checklists; "": nobody said.

    authors: of the review, persons as "Family, Given"; licence: of what is deposited, as SPDX
    names it; registration, protocol, funding, interests: as the report is to say it.
    """

    authors: tuple[str, ...] = ()
    licence: str = ""
    registration: str = ""
    protocol: str = ""
    funding: str = ""
    interests: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the reviewers decided beforehand: question, stages in order, criteria by rank."""

    title: str
    question: str
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]
    criteria_version: str
    ranking: RankingPlan = RankingPlan()
    stopping: StoppingPlan = StoppingPlan()
    words: Words = Words()
    extraction: ExtractionPlan = ExtractionPlan()
    money: MoneyPlan = MoneyPlan()
    effects: EffectsPlan = field(default_factory=EffectsPlan)
    report: ReportPlan = ReportPlan()
    reviewers: tuple[str, ...] = ()
    """Who may vote; empty: anyone."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One reviewer's judgement of one report at one stage, made under one criteria version."""

    id: str
    """The hash of its log line."""
    report: ReportId
    record: RecordId
    """The record that the reviewer saw: after a split the vote stays with it."""
    stage: str
    reviewer: str
    decision: Decision
    reasons: tuple[str, ...]
    criteria: str
    at: str
    note: str = ""
    calibration: bool = False
    """The report was one of those that everybody reads first."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The settlement of named votes. It lapses when one of them changes."""

    id: str
    report: ReportId
    stage: str
    by: str
    decision: Decision
    reasons: tuple[str, ...]
    settles: tuple[str, ...]
    at: str
    note: str = ""
    criteria: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: a stable code, one sentence, the place and the remedy."""

    code: str
    severity: Severity
    message: str
    where: str = ""
    remedy: str = ""
    ids: tuple[str, ...] = ()
