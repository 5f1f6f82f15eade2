"""Types of publication and languages: each notation has its own words, and not all have each."""

from __future__ import annotations

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.reading import parse
from litreview.query.translate import Translation, translate
from litreview.query.types import types_of

CODED = ("wos", "scopus", "ebscohost", "proquest", "eric")


def made(text: str, source: str, target: str) -> Translation:
    tree = parse(text, DIALECTS.get(source)).tree
    assert tree is not None
    return translate(tree, DIALECTS.get(target))


@pytest.mark.parametrize("target", ["wos", "scopus", "eric", "proquest"])
def test_a_type_that_a_target_has_not_is_left_out_and_told(target: str) -> None:
    found = made("mentor*.ti. and randomized controlled trial.pt.", "ovid", target)
    assert found.label == "wider"
    assert "type of publication randomized controlled trial" in found.steps[-1].reason
    assert "trial" not in found.strings[0]


def test_as_one_of_several_types_it_is_refused() -> None:
    found = made("title:a AND type:(review OR thesis)", "litreview", "wos")
    assert (found.label, found.refused) == ("narrower", True)


def test_under_not_less_is_excluded() -> None:
    found = made("title:a NOT type:(review OR thesis)", "litreview", "wos")
    assert (found.strings, found.label) == (("TI=a NOT DT=Review",), "wider")


@pytest.mark.parametrize(
    ("target", "written"),
    [("wos", "TI=a AND DT=(Review OR Article)"), ("scopus", "TITLE(a) AND DOCTYPE(re OR ar)"),
     ("proquest", "ti(a) AND dtype(review OR article)")],
)  # fmt: skip
def test_a_type_is_written_as_the_target_writes_it(target: str, written: str) -> None:
    found = made("title:a AND type:(review OR article)", "litreview", target)
    assert (found.strings, found.label) == ((written,), "exact")


@pytest.mark.parametrize("name", CODED)
def test_every_type_is_read_as_it_is_written(name: str) -> None:
    dialect = DIALECTS.get(name)
    for kind in types_of(name):
        found = made(f'title:a AND type:"{kind}"', "litreview", name)
        assert found.label == "exact"
        again = parse(found.strings[0], dialect).tree
        assert again is not None
        assert found.strings == translate(again, dialect).strings
        assert f'"{kind}"' in str(made(found.strings[0], name, "litreview").strings).replace(
            f"type:{kind}", f'type:"{kind}"'
        )


@pytest.mark.parametrize(
    ("name", "text"),
    [("wos", 'TI=a AND DT="Data Paper"'), ("wos", "TI=a AND DT=Proceed*"),
     ("ebscohost", 'TI a AND PT "pamphlet"'), ("proquest", "ti(a) AND dtype(patent)"),
     ("eric", 'title:a AND publicationtype:"Reports - Research"')],
)  # fmt: skip
def test_a_type_that_only_one_database_has_is_kept_there_alone(name: str, text: str) -> None:
    kept = made(text, name, name)
    assert kept.label == "exact"
    assert kept.strings[0].replace('"', "") == text.replace('"', "")
    assert made(text, name, "scopus").label == "wider"


@pytest.mark.parametrize("code", ["eng", "en", "English"])
def test_languages_are_asked_for_by_name(code: str) -> None:
    assert made(f"a.ti. and {code}.la.", "ovid", "scopus").strings == (
        "TITLE(a) AND LANGUAGE(English)",
    )
