"""Effect sizes against metafor's escalc: figures noted in escalc.json, and the anchors in place."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from litreview.extraction.convert import Arm, Effect, Given, convert, measure_named

NOTED = json.loads(Path(__file__).with_name("escalc.json").read_text("utf-8"))["noted"]
FIXED: Mapping[str, tuple[str, Given]] = {
    # the inputs behind escalc_examples.json, worked out from its numbers
    "RR": ("logRR", Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))),
    "OR": ("logOR", Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))),
    "RD": ("RD", Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))),
    "PAS": ("PAS", Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))),
    "OR2DN": ("OR2DN", Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))),
    "OR2DL": ("OR2DL", Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))),
    "SMD": (
        "SMD",
        Given(treated=Arm(n=50, mean=10, sd=4), control=Arm(n=60, mean=8, sd=5)),
    ),
    "MD": ("MD", Given(treated=Arm(n=50, mean=10, sd=4), control=Arm(n=60, mean=8, sd=5))),
    "ZCOR": ("ZCOR", Given(kind="correlation", value=0.3, n_total=50)),
    "zero_cell_OR": ("logOR", Given(treated=Arm(n=20, events=0), control=Arm(n=20, events=5))),
}
SETS = {
    "dat.bcg": ("logRR", 13),
    "dat.normand1999": ("MD", 9),
    "dat.normand1999_SMD": ("SMD", 9),
    "dat.hine1989": ("RD", 6),
}


def effect(measure: str, given: Given) -> tuple[float, float | None]:
    found = convert(given, measure_named(measure))
    assert isinstance(found, Effect)
    assert found.measure == measure
    return found.yi, found.vi


def given_of(inputs: Mapping[str, float]) -> Given:
    def arm(name: str) -> Arm:
        parts = {part: inputs.get(f"{part}_{name}") for part in ("n", "events", "mean", "sd")}
        return Arm(**parts)

    treated, control = arm("treated"), arm("control")
    if "correlation" in inputs:
        return Given(kind="correlation", value=inputs["correlation"], n_total=inputs["n_total"])
    if "t_value" in inputs:
        return Given(kind="t value", value=inputs["t_value"], treated=treated, control=control)
    return Given(treated=treated, control=control)


@pytest.mark.parametrize("noted", NOTED, ids=lambda one: f"{one['measure']}-{one['yi']:.4g}")
def test_an_effect_and_its_variance_are_those_of_escalc(noted: dict[str, Any]) -> None:
    yi, vi = effect(noted["measure"], given_of(noted["inputs"]))
    assert yi == pytest.approx(noted["yi"], rel=1e-11, abs=1e-12)
    assert vi == pytest.approx(noted["vi"], rel=1e-11, abs=1e-12)


@pytest.mark.corpus
def test_the_fixed_examples_are_equal(corpus: Path) -> None:
    path = corpus.parent / "anchors" / "metafor" / "escalc_examples.json"
    anchors = json.loads(path.read_text("utf-8"))
    assert set(anchors) == set(FIXED)
    for name, (measure, given) in FIXED.items():
        (anchor,) = anchors[name]
        yi, vi = effect(measure, given)
        assert yi == pytest.approx(anchor["yi"], abs=1e-9), name
        assert vi == pytest.approx(anchor["vi"], abs=1e-9), name


@pytest.mark.corpus
@pytest.mark.parametrize("name", SETS)
def test_every_row_of_a_published_set_is_equal(name: str, corpus: Path) -> None:
    measure, rows = SETS[name]
    folder = corpus.parent / "anchors" / "metafor"
    inputs, anchors = (
        list(csv.DictReader((folder / f"{name}.{kind}.csv").read_text("utf-8").splitlines()))
        for kind in ("input", "es")
    )
    assert len(inputs) == len(anchors) == rows
    for row, anchor in zip(inputs, anchors, strict=True):
        yi, vi = effect(measure, published(row))
        assert yi == pytest.approx(float(anchor["yi"]), abs=1e-9)
        assert vi == pytest.approx(float(anchor["vi"]), abs=1e-9)


def published(row: Mapping[str, str]) -> Given:
    def cell(name: str) -> float:
        return float(row[name])

    if "tpos" in row:
        return Given(
            treated=Arm(n=cell("tpos") + cell("tneg"), events=cell("tpos")),
            control=Arm(n=cell("cpos") + cell("cneg"), events=cell("cpos")),
        )
    if "m1i" in row:
        return Given(
            treated=Arm(n=cell("n1i"), mean=cell("m1i"), sd=cell("sd1i")),
            control=Arm(n=cell("n2i"), mean=cell("m2i"), sd=cell("sd2i")),
        )
    return Given(
        treated=Arm(n=cell("n1i"), events=cell("ai")),
        control=Arm(n=cell("n2i"), events=cell("ci")),
    )
