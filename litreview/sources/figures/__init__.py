"""Offices that publish figures that money is converted with; one file each."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.sources.figures.office import Office


def offices() -> Mapping[str, Office]:
    """Name of a series -> the office that is asked for it."""
    from litreview.sources.figures.ecb import ECB
    from litreview.sources.figures.worldbank import WORLD_BANK

    return {name: office for office in (WORLD_BANK, ECB) for name in office.codes}
