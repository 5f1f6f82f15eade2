"""Values of every JSON type, for properties about bodies that nobody promised.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def tables(names: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects whose keys are some of `names`, and whose values are anything."""
    values = VALUES | st.dictionaries(st.sampled_from(list(names)), VALUES, max_size=4)
    return st.dictionaries(st.sampled_from(list(names)), values | st.lists(values, max_size=2),
                           max_size=8)  # fmt: skip
