"""How a flow is drawn: in which words and colours, how wide, and with which lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from litreview.outputs.diagram.language import ENGLISH, Language
from litreview.outputs.theme import OFFICIAL, Theme

Detail = Literal["sources", "zeros", "notes", "screening-reasons", "stages"]
DETAILS: tuple[Detail, ...] = get_args(Detail)
"""What may be shown or left out. sources: each source with its count; zeros: lines whose number
is 0, where PRISMA has them in a list; notes: the small print below; screening-reasons: why records
were excluded on title or abstract; stages: a box for each stage of a phase that has several."""
USUAL: frozenset[Detail] = frozenset({"sources", "zeros", "notes"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a flow is drawn. width_mm: of the whole figure; its text is 8 pt high at 180 mm."""

    language: Language = ENGLISH
    theme: Theme = OFFICIAL
    width_mm: float = 180.0
    details: frozenset[Detail] = USUAL


PLAIN = Look()
