"""What the columns beside the effects say: moderators, subgroups, clusters, sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from litreview.cli.synth._reading import Read
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.synthesis.design import Moderators
    from litreview.synthesis.effects import Effects, Floats
    from litreview.synthesis.sampling import Sampling

_SIZES: Final = (("n1i", "n2i"), ("n_treated", "n_control"))
"""Persons of the treated and of the compared."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as part of a design: its columns by name, and what is to be said of it."""

    columns: dict[str, list[float]]
    note: str = ""


def values(found: Read, column: str) -> list[str]:
    """What stands in `column`, effect by effect."""
    return [line[column] for line in found.lines]


def clustered(found: Read, column: str) -> Effects:
    """The effects with their clusters."""
    from litreview.synthesis.effects import Effects

    of = found.effects
    return Effects(of.yi, of.vi, of.labels, tuple(values(found, column)))


def moderators(found: Read, names: Sequence[str]) -> tuple[Moderators | None, tuple[str, ...]]:
    """The design columns of `names`, None of none, and what each category is compared with.

    A column of numbers is one moderator; one of words has one for each but the first of them, in
    alphabetical order. Raises UsageError for a column of both, or of one value.
    """
    import numpy as np

    from litreview.synthesis.design import Moderators

    if not names:
        return None, ()
    made = [_column(found, name) for name in names]
    columns = {name: column for one in made for name, column in one.columns.items()}
    table = np.array(list(columns.values())).T
    return Moderators(table, tuple(columns)), tuple(one.note for one in made if one.note)


def sampling(found: Read, effects: Effects, rho: float | None, control: str) -> Sampling | None:
    """The covariance of the sampling errors of `effects`, None where they are independent.

    Raises UsageError: sizes that are missing, both ways at once.
    """
    from litreview.synthesis.sampling import assumed, shared_control

    if rho is not None and control:
        raise UsageError(
            "a correlation and a shared comparison group are two covariances",
            remedy="use one of --rho and --shared-control",
        )
    if control:
        if found.lines and control not in found.lines[0].cells:
            raise UsageError(f"there is no column {control}")
        return shared_control(effects, values(found, control), *_sizes(found))
    return assumed(effects, rho) if rho else None


def _column(found: Read, name: str) -> Column:
    from litreview.synthesis.cells import read_cell

    cells = [read_cell(value, name) for value in values(found, name)]
    numbers = [float(cell.value) for cell in cells if cell.value is not None]
    if numbers and len(numbers) == len(cells):
        return Column({name: numbers})
    if numbers:
        bad = next(at for at, cell in enumerate(cells) if cell.value is None)
        raise UsageError(
            f"the column {name!r} holds numbers and words: {cells[bad].reason}",
            where=f"line {found.lines[bad].line}",
            remedy="use a column of numbers only, or of words only",
        )
    words = values(found, name)
    first, *others = sorted(set(words))
    if not others:
        raise UsageError(f"the column {name!r} holds one value only, {first!r}")
    columns = {f"{name}: {level}": [float(word == level) for word in words] for level in others}
    return Column(columns, f"{name} is compared with {first!r}")


def _sizes(found: Read) -> tuple[Floats, Floats]:
    import numpy as np

    from litreview.synthesis.cells import read_cell

    held = set(found.lines[0].cells) if found.lines else set()
    names = next((pair for pair in _SIZES if set(pair) <= held), None)
    if names is None:
        raise UsageError(
            "what effects share with one comparison group follows from the sizes of the groups",
            remedy="give columns n1i and n2i, the persons treated and compared",
        )
    both = []
    for name in names:
        cells = [read_cell(value, name) for value in values(found, name)]
        bad = next((at for at, cell in enumerate(cells) if cell.value is None), None)
        if bad is not None:
            raise UsageError(cells[bad].reason, where=f"line {found.lines[bad].line}, {name}")
        both.append(np.array([float(cell.value or 0) for cell in cells]))
    return both[0], both[1]
