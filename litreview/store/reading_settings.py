"""How a review is read, as ``review.toml`` says: stages, ranking, stopping, words to mark."""

from __future__ import annotations

import re
from typing import get_args

from litreview.model import (
    EffectsPlan,
    Estimand,
    ExtractionPlan,
    Masked,
    MoneyPlan,
    Phase,
    PriceIndex,
    RankingPlan,
    Rate,
    ReportPlan,
    Since,
    Stage,
    Steps,
    StoppingPlan,
    Words,
)
from litreview.toml_table import Table

PHASES: tuple[Phase, ...] = ("screening", "eligibility")
_MASKABLE: tuple[Masked, ...] = ("authors", "venue", "year")
_WORD = re.compile(r"[^\W_][\w.-]{0,60}")


def word(table: Table, key: str) -> str:
    """A short name that can stand in a command. Raises SettingsError."""
    found = table.text(key)
    if not _WORD.fullmatch(found):
        table.fail(f"{found!r} cannot be a {key}", "use letters, digits and hyphens", key)
    return found


def stage(table: Table) -> Stage:
    """One of ``[[stages]]``. Raises SettingsError."""
    table.only(
        "name", "label", "phase", "votes", "reason_required",
        "calibration", "allocation", "settled_by", "masked",
    )  # fmt: skip
    name, phase = word(table, "name"), table.text("phase")
    if phase not in PHASES:
        table.fail(
            f"stage {name!r} has no known phase",
            'write phase = "screening" or phase = "eligibility"',
            "phase",
        )
    hidden = table.texts("masked", ())
    for part in hidden:
        if part not in _MASKABLE:
            table.fail(f"{part!r} cannot be masked", f"use: {', '.join(_MASKABLE)}", "masked")
    return Stage(
        name=name,
        label=table.text("label", name),
        phase=phase,
        votes=table.whole("votes", 1),
        reason_required=table.flag("reason_required"),
        calibration=table.whole("calibration", 0, least=0),
        allocation=table.choice("allocation", ("all", "shared")),
        settled_by=table.choice("settled_by", ("anyone", "third", "consensus")),
        masked=tuple(part for part in _MASKABLE if part in hidden),
    )


def change(table: Table) -> Since:
    """What became of a criterion since the version before; "": nothing is said."""
    known: tuple[Since, ...] = ("wider", "narrower", "wording")
    return table.choice("change", known) if "change" in table.data else ""


def ranking(table: Table) -> RankingPlan:
    """``[ranking]``. Raises SettingsError. Whether the recipe exists is for `screening.rank`."""
    table.only("recipe", "learned_prior", "seed", "text")
    plain = RankingPlan()
    return RankingPlan(
        recipe=word(table, "recipe") if "recipe" in table.data else plain.recipe,
        learned_prior=table.flag("learned_prior", plain.learned_prior),
        seed=table.whole("seed", plain.seed),
        text=table.text("text", plain.text),
    )


def stopping(table: Table) -> StoppingPlan:
    """``[stopping]``. Raises SettingsError."""
    table.only("recall", "confidence")
    plain = StoppingPlan()
    return StoppingPlan(
        recall=table.share("recall", plain.recall),
        confidence=table.share("confidence", plain.confidence),
    )


def words(table: Table) -> Words:
    """``[words]``. Raises SettingsError."""
    table.only("include", "exclude", "strategies")
    return Words(
        include=table.texts("include", ()),
        exclude=table.texts("exclude", ()),
        strategies=table.flag("strategies", True),
    )


def extraction(table: Table) -> ExtractionPlan:
    """``[extraction]``. Raises SettingsError."""
    table.only("extractors", "settled_by")
    return ExtractionPlan(
        extractors=table.whole("extractors", 1),
        settled_by=table.choice("settled_by", ("anyone", "third")),
    )


def effects(table: Table) -> EffectsPlan:
    """``[effects]``. Raises SettingsError. Whether a measure exists is for `extraction.convert`."""
    table.only("measure", "measures", "estimand")
    plain = EffectsPlan()
    domains = table.optional("measures")
    return EffectsPlan(
        measure=table.text("measure", plain.measure),
        measures={name: domains.text(name) for name in domains.data}
        if "measures" in table.data
        else plain.measures,
        estimand=table.choice("estimand", get_args(Estimand)),
    )


def money(table: Table) -> MoneyPlan:
    """``[money]``. Raises SettingsError. Whether there are figures is for `extraction.money`."""
    table.only(
        "countries", "price_year", "index", "order", "rate", "proxy", "publication_year",
        "discount_rate",
    )  # fmt: skip
    plain = MoneyPlan()
    return MoneyPlan(
        countries=table.texts("countries", plain.countries),
        price_year=table.whole("price_year", plain.price_year),
        index=table.choice("index", get_args(PriceIndex)),
        order=table.choice("order", get_args(Steps)),
        rate=table.choice("rate", get_args(Rate)),
        proxy=table.text("proxy", ""),
        publication_year=table.flag("publication_year"),
        discount_rate=_discount_rate(table),
    )


def _discount_rate(table: Table) -> float | None:
    """A rate as a share; 0 is one, too. Raises SettingsError."""
    found = table.data.get("discount_rate")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 1:
        what = "discount_rate must be a share, from 0 to less than 1"
        table.fail(what, "write 3 per cent as discount_rate = 0.03", "discount_rate")
    return float(found)


def report(table: Table) -> ReportPlan:
    """``[report]``. Raises SettingsError."""
    table.only("authors", "licence", "registration", "protocol", "funding", "interests")
    return ReportPlan(
        authors=table.texts("authors", ()),
        licence=table.text("licence", ""),
        registration=table.text("registration", ""),
        protocol=table.text("protocol", ""),
        funding=table.text("funding", ""),
        interests=table.text("interests", ""),
    )
