"""Limits that have a field of their own are read as that field, so that translations keep them."""

from __future__ import annotations

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.lint import lint
from litreview.query.reading import parse
from litreview.query.translate import translate


@pytest.mark.parametrize(
    ("source", "text", "written"),
    [
        ("scopus", 'TITLE(a) AND LIMIT-TO ( LANGUAGE,"English" )', 'TI=a AND LA="English"'),
        ("scopus", 'TITLE(a) AND LIMIT-TO(DOCTYPE,"ar")', "TI=a AND DT=Article"),
        ("scopus", "TITLE(a) AND (LIMIT-TO(PUBYEAR,2015) OR LIMIT-TO(PUBYEAR,2014))",
         "TI=a AND (PY=2015 OR PY=2014)"),
        ("proquest", 'ti(a) AND la.exact("English")', 'TI=a AND LA="English"'),
        ("proquest", 'ti(a) AND dtype.exact("article")', "TI=a AND DT=Article"),
        ("wos", "TI=a AND PY=(2010 OR 2011)", "TI=a AND (PY=2010 OR PY=2011)"),
    ],
)  # fmt: skip
def test_a_limit_with_a_field_is_kept(source: str, text: str, written: str) -> None:
    tree = parse(text, DIALECTS.get(source)).tree
    assert tree is not None
    made = translate(tree, DIALECTS.get("wos"))
    assert (made.strings, made.label) == ((written,), "exact")


@pytest.mark.parametrize(
    ("name", "text"),
    [("scopus", "TITLE(x) AND NOT TITLE(y) AND TITLE(z)"),
     ("proquest", "ti(x) NOT ti(y) AND ti(z)")],
)  # fmt: skip
def test_what_stands_behind_a_not_that_comes_last_is_told(name: str, text: str) -> None:
    dialect = DIALECTS.get(name)
    told = [one for one in lint(parse(text, dialect), dialect) if one.code == "LR208"]
    assert [one.severity for one in told] == ["warning"]
    assert "NOT comes last" in told[0].message
