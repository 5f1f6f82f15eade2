"""Errors: one tree, three parts, one exit status."""

from __future__ import annotations

import inspect

import pytest

from litreview import errors
from litreview.errors import LitreviewError

TREE = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", TREE)
def test_every_error_has_three_parts_and_ends_with_status_2(kind: type[LitreviewError]) -> None:
    error = kind("what happened", where="here", remedy="do this")
    assert isinstance(error, LitreviewError)
    assert str(error).splitlines() == ["what happened", "here", "do this"]
    assert error.args == ("what happened",)
    assert error.exit_status == 2


def test_parts_that_are_not_known_leave_no_empty_line() -> None:
    assert str(LitreviewError("what")) == "what"
    assert str(LitreviewError("what", remedy="do")) == "what\ndo"


def test_the_picture_of_the_tree_names_every_error_under_its_parent() -> None:
    picture = inspect.getdoc(errors) or ""
    rows = [line for line in picture.splitlines() if line.strip(" ├└│─").split()]
    indents = {
        line.strip(" ├└│─").split()[0]: len(line) - len(line.lstrip(" ├└│─")) for line in rows
    }
    for kind in TREE:
        assert kind.__name__ in indents
        if kind is not LitreviewError:
            (parent,) = kind.__bases__
            assert indents[parent.__name__] < indents[kind.__name__]


def test_wrong_use_and_an_unusable_review_are_told_apart() -> None:
    sides = {errors.UsageError, errors.ReviewError}
    for kind in set(TREE) - sides - {LitreviewError}:
        assert sum(issubclass(kind, side) for side in sides) == 1
