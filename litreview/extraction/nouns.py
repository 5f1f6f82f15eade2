"""Extracted rows as the nouns that tables are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from litreview.extraction.rows import Row
from litreview.model import CostBenefit, Estimate, Reported, StudyId, reported


def estimates(
    rows: Iterable[Row],
    forms: Collection[str] = ("estimate",),
    unsettled: Collection[str] = (),
) -> tuple[Estimate, ...]:
    """The rows of the forms named in `forms` as estimates, in the order given.

    unsettled: the ids (`Row.id`) of versions on which extractors differ.
    """
    return tuple(_estimate(row, row.id in unsettled) for row in rows if row.form in forms)


def cost_benefits(
    rows: Iterable[Row],
    forms: Collection[str] = ("cost-benefit",),
    unsettled: Collection[str] = (),
) -> tuple[CostBenefit, ...]:
    """The rows of the forms named in `forms` as economic results, in the order given.

    unsettled: the ids (`Row.id`) of versions on which extractors differ.
    """
    return tuple(_cost_benefit(row, row.id in unsettled) for row in rows if row.form in forms)


def _number(row: Row, name: str) -> Reported:
    return reported(row.values.get(name, ""))


def _estimate(row: Row, unsettled: bool) -> Estimate:
    text = row.values.get
    return Estimate(
        id=row.row,
        study=StudyId(row.study),
        outcome=text("outcome", ""),
        value=_number(row, "effect_value"),
        unit=text("effect_unit", ""),
        followup_months=_number(row, "followup_months"),
        subgroup=text("subgroup", ""),
        treatment_mean=_number(row, "treat_mean"),
        control_mean=_number(row, "control_mean"),
        standard_error=_number(row, "se"),
        confidence_interval=text("ci", ""),
        significance=text("p_or_significance_as_stated", ""),
        design=text("design", ""),
        centrality=text("mentoring_centrality", ""),
        source_url=text("source_url", ""),
        source_level=text("source_level", ""),
        flags=text("flags", ""),
        extractor=row.extractor,
        values=row.values,
        unsettled=unsettled,
    )


def _cost_benefit(row: Row, unsettled: bool) -> CostBenefit:
    text = row.values.get
    return CostBenefit(
        id=row.row,
        study=StudyId(row.study),
        programme=text("programme", ""),
        perspective=text("perspective", ""),
        currency=text("currency", ""),
        price_year=_number(row, "price_year"),
        cost=_number(row, "cost_per_participant"),
        benefits=_number(row, "benefits"),
        net_present_value=_number(row, "net_present_value"),
        ratio=text("bcr_or_roi_or_mvpf", ""),
        analysis_type=text("analysis_type", ""),
        horizon=text("time_horizon", ""),
        discount_rate=text("discount_rate", ""),
        direction=text("conclusion_direction", ""),
        source_url=text("source_url", ""),
        source_level=text("source_level", ""),
        flags=text("flags", ""),
        extractor=row.extractor,
        values=row.values,
        unsettled=unsettled,
    )
