"""Imports run one way; the contract itself must stay exhaustive and name its exceptions."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def contract() -> dict[str, object]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [found for found in contracts if found["type"] == "layers"]
    return dict(layers)


def test_the_contract_is_exhaustive_and_has_one_exception() -> None:
    found = contract()
    assert found["exhaustive"] is True
    assert found["ignore_imports"] == ["litreview -> litreview.review"]


def test_the_design_page_shows_the_layers_in_the_order_of_the_contract() -> None:
    layers = contract()["layers"]
    assert isinstance(layers, list)
    built = [
        name.strip()
        for layer in layers
        for name in layer.split("|")
        if not name.strip().startswith(("(", "__"))
    ]
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    (block,) = [part for part in text.split("```") if part.strip().startswith("cli | tui")]
    shown = block.replace(">", " ").replace("|", " ").split()
    assert shown == built


def test_every_lint_rule_that_is_off_says_why() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    start = lines.index("ignore = [")
    end = lines.index("[tool.ruff.lint.pydocstyle]")
    rules = [
        line for line in lines[start + 1 : end] if line.lstrip().startswith('"') and "[" not in line
    ]
    assert len(rules) > 20
    assert [line for line in rules if "#" not in line] == []
