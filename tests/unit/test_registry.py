"""The folder is the registry; outsiders come in by an entry point and cannot break ours."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import metadata
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from litreview.errors import UnknownName
from litreview.registry import Registry

Points = Callable[..., None]


@pytest.fixture
def shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry[str]:
    """A package of plug-ins: two good ones, one without the attribute, one of a wrong type."""
    package = tmp_path / "invented_shapes"
    package.mkdir()
    files = {
        "__init__": "",
        "_hidden": "SHAPE = 'hidden'",
        "round": "SHAPE = 'a circle'",
        "four_sided": "SHAPE = 'a square'",
        "empty": "",
        "wrong": "SHAPE = 7",
    }
    for name, text in files.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("invented_shapes")]:
        monkeypatch.delitem(sys.modules, name)
    return Registry("invented_shapes", "SHAPE", str, "shape")


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch) -> Points:
    def install(**values: str) -> None:
        def entry_points(group: str) -> list[EntryPoint]:
            return [EntryPoint(name, value, group) for name, value in values.items()]

        monkeypatch.setattr(metadata, "entry_points", entry_points)

    return install


def test_names_are_the_files_of_the_folder_without_importing_them(shapes: Registry[str]) -> None:
    assert shapes.names() == ("empty", "four-sided", "round", "wrong")
    assert not [name for name in sys.modules if name.startswith("invented_shapes.")]


def test_a_plug_in_answers_to_its_other_names_too(shapes: Registry[str]) -> None:
    called = Registry(shapes.package, shapes.attribute, str, "shape", {"square": "four-sided"})
    assert called.get("square") == "a square"
    assert "square" not in called.names()
    with pytest.raises(UnknownName):
        called.get("triangle")


def test_a_plug_in_is_found_by_its_name(shapes: Registry[str]) -> None:
    assert shapes.get("four-sided") == "a square"
    assert [name for name in sys.modules if name.startswith("invented_shapes.")] == [
        "invented_shapes.four_sided"
    ]


@pytest.mark.parametrize("name", ["triangle", "", "_hidden", "four_sided", "../round"])
def test_an_unknown_name_is_told_with_those_that_exist(shapes: Registry[str], name: str) -> None:
    with pytest.raises(UnknownName, match="no shape called") as caught:
        shapes.get(name)
    assert caught.value.remedy == "use one of: empty, four-sided, round, wrong"


@pytest.mark.parametrize("name", ["empty", "wrong"])
def test_a_file_that_defines_no_plug_in_is_named(shapes: Registry[str], name: str) -> None:
    with pytest.raises(UnknownName, match=f"{name!r} does not define SHAPE as a str"):
        shapes.get(name)


def test_an_outsider_is_found_and_ours_wins_over_a_namesake(
    shapes: Registry[str], points: Points
) -> None:
    points(outside="invented_shapes.round:SHAPE", round="invented_shapes.wrong:SHAPE")
    assert "outside" in shapes.names()
    assert shapes.get("outside") == "a circle"
    assert shapes.get("round") == "a circle"


@pytest.mark.parametrize("value", ["no_such_module_at_all:X", "invented_shapes.round:NOTHING"])
def test_an_outsider_that_cannot_be_loaded_is_named(
    shapes: Registry[str], points: Points, value: str
) -> None:
    points(broken=value)
    with pytest.raises(UnknownName, match="'broken' cannot be loaded") as caught:
        shapes.get("broken")
    assert caught.value.where == value
    assert shapes.get("round") == "a circle"


def test_an_outsider_of_a_wrong_type_is_named(shapes: Registry[str], points: Points) -> None:
    points(odd="invented_shapes.wrong:SHAPE")
    with pytest.raises(UnknownName, match="does not define"):
        shapes.get("odd")


def test_all_gives_every_plug_in_in_the_order_of_names(
    shapes: Registry[str], tmp_path: Path
) -> None:
    for name in ("empty", "wrong"):
        (tmp_path / "invented_shapes" / f"{name}.py").unlink()
    assert shapes.all() == ("a square", "a circle")
