"""How a flow is drawn: in which words and colours, how wide, and with which lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from litreview.errors import UsageError
from litreview.outputs.diagram.language import ENGLISH, Language
from litreview.outputs.theme import OFFICIAL, Theme

Detail = Literal["sources", "zeros", "notes", "screening-reasons", "stages"]
DETAILS: tuple[Detail, ...] = get_args(Detail)
"""What may be shown or left out. sources: each source with its count; zeros: lines whose number
is 0, where PRISMA has them in a list; notes: the small print below; screening-reasons: why records
were excluded on title or abstract; stages: a box for each stage of a phase that has several."""
USUAL: frozenset[Detail] = frozenset({"sources", "zeros", "notes"})

_NARROWEST_MM, _WIDEST_MM = 20.0, 2_000.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a flow is drawn. width_mm: of the whole figure; its text is 8 pt high at 180 mm.

    Raises UsageError for a width that paper does not have.
    """

    language: Language = ENGLISH
    theme: Theme = OFFICIAL
    width_mm: float = 180.0
    details: frozenset[Detail] = USUAL

    def __post_init__(self) -> None:
        """Every format needs the width."""
        if not _NARROWEST_MM <= self.width_mm <= _WIDEST_MM:
            raise UsageError(
                f"a figure cannot be {self.width_mm:g} mm wide",
                remedy=f"use {_NARROWEST_MM:g} to {_WIDEST_MM:g} mm",
            )


PLAIN = Look()
