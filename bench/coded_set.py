"""The coded set of the corpus, 1,611 effects of 207 studies, and the form to import it by."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from litreview.extraction.forms import parse_form
from litreview.extraction.importing import Imported, read_rows
from litreview.synthesis.effects import Effects
from litreview.synthesis.rows import LeftOut, Row, from_rows

FILE: Final = "topic/davetaylor/derived_csv__almp_nma_combined_study_data.csv"
COMPONENTS: Final = ("int_employment_coaching", "int_employment_counselling")
"""Columns that say which effects are of a programme with this component."""
_FORM: Final = """
name = "coded"
label = "Coded effect"
noun = "other"
row_id = ""
[[fields]]
name = "study_id"
label = "Study"
group = "identity"
type = "id"
[[fields]]
name = "g"
label = "Hedges' g"
group = "effect"
type = "number"
[[fields]]
name = "g_se"
label = "Standard error"
group = "effect"
type = "number"
"""


def imported(corpus: Path) -> Imported:
    """The rows of the file in `corpus`."""
    text = (corpus / FILE).read_text(encoding="utf-8")
    return read_rows(parse_form(_FORM, "coded.toml"), io.StringIO(text, newline=""), FILE)


def effects(rows: Iterable[Mapping[str, str]]) -> tuple[Effects, tuple[LeftOut, ...]]:
    """The effects of `rows`, clustered by study, and those that cannot be used."""
    return from_rows(
        Row(line=at, label=row["outcome"], yi=row["g"], sei=row["g_se"], cluster=row["study_id"])
        for at, row in enumerate(rows)
    )
