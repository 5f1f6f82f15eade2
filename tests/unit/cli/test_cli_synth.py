"""`litreview synth` on files: what is asked for is named, what is bad is left out with its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from prompt import Said, status_of

from litreview.synthesis.design import Moderators
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit
from litreview.synthesis.tables import Tables, peto

Run = Callable[..., Said]
EFFECTS = """study,yi,vi,design,year,n1i,n2i,arm
a,0.10,0.02,RCT,2001,30,30,x
a,0.20,0.03,RCT,2001,40,30,x
b,0.50,0.05,matching,2004,25,20,
b,0.60,0.04,matching,2004,35,20,
c,-0.10,0.02,RCT,2010,60,50,y
d,0.30,0.03,other,2012,20,30,z
d,0.20,0.05,other,2012,20,30,z
e,0.05,0.04,RCT,2013,20,30,
"""
ROWS = [line.split(",") for line in EFFECTS.splitlines()[1:]]
SOME = Effects.of([float(r[1]) for r in ROWS], [float(r[2]) for r in ROWS])


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`litreview synth COMMAND FILE ...`, the file with this text."""

    def call(command: str, text: str, *options: str) -> Said:
        file = tmp_path / "given.csv"
        file.write_text(text, "utf-8")
        status = status_of(["synth", command, str(file), *options])
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


def test_bad_cells_are_left_out_with_their_address(run: Run) -> None:
    rows = {
        "0.1,0.02,,,,": None,
        "0.3,,,0.1,0.5,": ("vi", "missing"),
        "0.2,-0.01,,,,": ("vi", "not-positive"),
        "0.25,0.01,,0.3,0.5,": ("ci_lb", "contradiction"),
        "0.15,0.02,,,,0": ("n", "no-persons"),
        "=B2*2,0.02,,,,": ("yi", "formula"),
        "+SUM(A1),0.02,,,,": ("yi", "formula"),
        "0.4,'0,03',,,,": ("vi", "comma"),
        "0.2,0.04,0.9,,,": ("vi", "contradiction"),
        "-0.3,0.02,,-0.6,0.1,80": None,
        "0.2,0.02,,oops,0.4,80": ("ci_lb", "not-a-number"),
    }
    header = "yi,vi,sei,ci_lb,ci_ub,n\n"
    said = run("fit", header + "\n".join(rows).replace("'", '"'), "--json")
    assert said.status == 1
    assert said.json["k"] == 2
    found = {one["line"]: (one["column"], one["code"]) for one in said.json["left_out"]}
    assert found == {line: bad for line, bad in enumerate(rows.values(), 2) if bad}


def test_ratios_of_benefits_to_costs_are_refused(run: Run) -> None:
    said = run("fit", "study,bcr\na,1.2\n")
    assert said.status == 2
    assert "never pooled" in said.err


def test_the_keys_that_others_read_are_there(run: Run) -> None:
    found = run("fit", EFFECTS, "--json").json
    plain = fit(SOME)
    keys = ("estimate", "se", "ci", "tau2", "i2", "q", "q_p", "prediction")
    assert list(found)[:3] == ["estimate", "se", "ci"]
    assert {key: found[key] for key in keys} == {
        "estimate": plain.pooled.estimate,
        "se": plain.pooled.se,
        "ci": list(plain.pooled.ci),
        "tau2": plain.tau2.value,
        "i2": plain.heterogeneity.i2,
        "q": plain.heterogeneity.q,
        "q_p": plain.heterogeneity.q_p,
        "prediction": list(plain.prediction.interval if plain.prediction else ()),
    }
    nested = run("fit", EFFECTS, "--cluster", "study", "--json").json
    assert set(keys) <= set(nested)


def test_words_and_numbers_are_moderators(run: Run) -> None:
    found = run("fit", EFFECTS, "--mods", "year, design", "--json").json
    columns = [[float(r[4]), float(r[3] == "matching"), float(r[3] == "other")] for r in ROWS]
    names = ("year", "design: matching", "design: other")
    plain = fit(SOME, moderators=Moderators(columns, names))  # type: ignore[arg-type]
    assert [one["name"] for one in found["coefficients"]] == ["intercept", *names]
    got = [one["estimate"] for one in found["coefficients"]]
    assert got == pytest.approx([one.estimate for one in plain.coefficients])
    assert "design is compared with 'RCT'" in found["notes"]


def test_a_column_of_both_is_refused_and_an_empty_cell_is_left_out(run: Run) -> None:
    said = run("fit", EFFECTS.replace("2010", "soon"), "--mods", "year")
    assert (said.status, "line 6" in said.err) == (2, True)
    said = run("fit", EFFECTS.replace("2010", "n/a"), "--mods", "year", "--json")
    (left,) = said.json["left_out"]
    assert (left["line"], left["column"], left["code"]) == (6, "year", "missing")


def test_every_choice_for_dependent_effects_is_named(run: Run) -> None:
    said = run("fit", EFFECTS, "--cluster", "study", "--rho", "0.6")
    for words in ("8 effects in 5 clusters", "three-level", "REML", "CR2", "correlate at 0.6"):
        assert words in said.out
    assert "not reliable" in said.out
    how = ("--cluster", "study", "--model", "correlated", "--robust", "none", "--tau2", "ML")
    found = run("fit", EFFECTS, *how, "--shared-control", "arm", "--json").json
    assert (found["model"], found["robust"], found["method"]) == ("correlated", "none", "ML")
    assert "comparison group" in found["sampling_errors"]
    assert found["within"] == 0


def test_subgroups_are_compared_and_one_that_cannot_be_fitted_is_told(run: Run) -> None:
    apart = run("fit", EFFECTS, "--subgroup", "design", "--json").json
    assert {name: one["k"] for name, one in apart["groups"].items()} == {
        "RCT": 4, "matching": 2, "other": 2,
    }  # fmt: skip
    assert apart["between"]["df"] == [2, None]
    common = run("fit", EFFECTS, "--subgroup", "design", "--spread", "common", "--json").json
    assert common["between"]["df"] == [2, None]
    assert {name: one["k"] for name, one in common["groups"].items()} == {
        name: one["k"] for name, one in apart["groups"].items()
    }
    nested = run("fit", EFFECTS, "--subgroup", "design", "--cluster", "study", "--json").json
    assert "one cluster alone" in nested["groups"]["other"]["refused"]
    assert any("fewer than two" in note for note in nested["notes"])
    crossed = run("fit", EFFECTS, "--subgroup", "n2i", "--cluster", "design")
    assert "clusters lie in several subgroups: no test" in crossed.out


TABLES = "study,ai,bi,ci,di\na,4,119,11,128\nb,6,300,29,274\nc,0,40,0,38\nd,0,62,3,60\n"


def test_tables_are_pooled_by_each_method(run: Run) -> None:
    found = run("fit", TABLES, "--method", "Peto", "--json")
    cells = [[float(c) for c in line.split(",")[1:]] for line in TABLES.splitlines()[1:]]
    plain = peto(Tables.of(*zip(*cells, strict=True)))
    assert found.status == 0
    assert found.json["estimate"] == pytest.approx(plain.pooled.estimate)
    assert (found.json["k"], found.json["measure"]) == (3, "OR")
    by_size = "ai,n1i,ci,n2i\n4,123,11,139\n6,306,29,303\n0,40,0,38\n0,62,3,63\n"
    both = [run("fit", text, "--measure", "RR", "--method", "MH", "--json").json["ratio"]
            for text in (TABLES, by_size)]  # fmt: skip
    assert both[0] == both[1]
    single = run("fit", TABLES, "--measure", "OR", "--json")
    assert (single.status, single.json["k"]) == (1, 3)
    assert single.json["left_out"][0]["code"] == "no-effect"
    assert any("0.5 is added" in note and "line 5" in note for note in single.json["notes"])
    assert run("fit", TABLES, "--measure", "RD", "--json").json["k"] == 4


def test_tables_that_cannot_be_are_left_out_and_their_measure_is_asked_for(run: Run) -> None:
    bad = "ai,n1i,ci,n2i\n4,123,11,139\n3,0,1,9\n5,4,1,9\n1.5,9,1,9\n=A1,9,1,9\n6,306,29,303\n"
    found = run("fit", bad, "--measure", "RD", "--json")
    assert [(one["line"], one["column"], one["code"]) for one in found.json["left_out"]] == [
        (3, "n1i", "no-persons"), (4, "n1i", "contradiction"), (5, "ai", "no-count"),
        (6, "ai", "formula"),
    ]  # fmt: skip
    said = run("fit", TABLES)
    assert (said.status, "--measure" in said.err) == (2, True)
    assert run("fit", EFFECTS, "--measure", "OR").status == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--rho", "0.5"),
        ("--robust", "CR1"),
        ("--spread", "common"),
        ("--cluster", "study", "--ci", "z"),
        ("--cluster", "study", "--rho", "0.5", "--shared-control", "arm"),
        ("--cluster", "study", "--tau2", "DL"),
        ("--cluster", "study", "--subgroup", "design", "--spread", "common"),
        ("--cluster", "study", "--shared-control", "nothing"),
        ("--cluster", "study", "--model", "independent", "--rho", "0.5"),
        ("--mods", "year", "--subgroup", "design"),
        ("--mods", "nothing"),
        ("--method", "MH", "--measure", "OR", "--tau2", "REML"),
        ("--method", "MH"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run: Run, options: tuple[str, ...]) -> None:
    said = run("fit", EFFECTS, *options)
    assert said.status == 2
    assert said.err.startswith("error: ")


def test_what_a_result_rests_on_has_influence_and_the_assumed_correlation(run: Run) -> None:
    found = run("sensitivity", EFFECTS, "--cluster", "study", "--json").json
    assert sum(one["weight"] for one in found["influence"]) == pytest.approx(100)
    assert [one["rho"] for one in found["dependence"]["by_rho"]] == [0, 0.2, 0.4, 0.6, 0.8]
    assert [one["without"] for one in found["dependence"]["without"]] == list("abcde")
    assert found["pet_peese"]["chosen"] in {"PET", "PEESE"}
    said = run("sensitivity", EFFECTS, "--cluster", "study")
    for words in ("Influence", "PET:", "rule:", "By the assumed correlation", "independent"):
        assert words in said.out
    alike = "yi,vi\n0.1,0.02\n0.2,0.02\n0.4,0.02\n"
    assert "equally precise" in run("sensitivity", alike).out


VOTES = """study,outcome_domain,direction,quality,geography
a,work,better,1,1
a,work,better,1,1
a,work,worse,1,1
b,work,positive,0.5,0.5
c,work,worse,0.25,1
d,work,?,1,1
e,pay,worse,0.5,1
f,pay,=1+1,1,1
g,pay,worse,0.3,1
c,work,worse,1,1
"""


def test_studies_are_counted_by_direction_and_by_the_rule_of_jobeffekter(run: Run) -> None:
    said = run("vote", VOTES, "--jobeffekter", "--json")
    assert said.status == 1
    work, pay = said.json["domains"]
    assert (work["better"], work["worse"], work["neither"], work["unclear"]) == (1, 1, 1, 1)
    assert work["studies"] == {"a": 0, "b": 1, "c": -1, "d": None}
    assert work["jobeffekter"]["weights"] == {"a": 1, "b": 0.25, "c": 0.25}
    assert work["jobeffekter"]["verdict"] == "none"
    assert work["jobeffekter"]["taken_as_1"] == ["method", "journal", "combination"]
    assert pay["jobeffekter"]["verdict"] == "few studies"
    found = [(one["line"], one["column"]) for one in said.json["left_out"]]
    assert found == [(9, "direction"), (10, "quality"), (11, "quality")]
    loose = run("vote", VOTES, "--share", "0.6", "--json").json
    assert loose["domains"][0]["studies"]["a"] == 1
    assert [one["line"] for one in loose["left_out"]] == [9]
    assert "Jobeffekter.dk: none" in run("vote", VOTES, "--jobeffekter").out


def test_the_sign_of_yi_is_a_direction_where_the_better_one_is_named(run: Run) -> None:
    up, down = (
        run("vote", EFFECTS, "--better", way, "--json").json["domains"][0]
        for way in ("higher", "lower")
    )
    assert (up["better"], up["worse"]) == (4, 1) == (down["worse"], down["better"])
    assert "jobeffekter" not in up
    assert run("vote", EFFECTS).status == 2


def test_a_row_may_stand_for_several_outcomes(run: Run) -> None:
    text = "study,direction,outcomes\na,better,3\na,worse,1\nb,better,\nc,worse,0\nd,worse,1.5\n"
    found = run("vote", text, "--json").json
    assert found["domains"][0]["studies"] == {"a": 1, "b": 1}
    assert [one["column"] for one in found["left_out"]] == ["outcomes", "outcomes"]
    assert run("vote", text, "--jobeffekter").status == 2


def test_results_stand_in_the_dominance_matrix(run: Run) -> None:
    text = (
        "study,perspective,cost,effect\na,society,lower,better\nb,,-,worse\nc,,0,same\n"
        "d,,more,?\ne,,hmm,better\nf,,+,oops\ng,,higher,none\n"
    )
    said = run("matrix", text, "--json")
    held = {(one["cost"], one["effect"]): one["results"] for one in said.json["cells"]}
    assert {cell: rows for cell, rows in held.items() if rows} == {
        ("lower", "better"): ["a (society)"], ("lower", "worse"): ["b"],
        ("the same", "the same"): ["c"], ("higher", "the same"): ["g"],
    }  # fmt: skip
    assert said.json["unknown"] == ["d"]
    assert [(one["line"], one["column"]) for one in said.json["left_out"]] == [
        (6, "cost"), (7, "effect"),
    ]  # fmt: skip
    assert "cost lower, effect better: a (society)" in run("matrix", text).out


ROWS_OF_A_REVIEW = (
    "estimate_id,study_id,outcome,outcome_domain,effect_value,effect_unit,se,subgroup\n"
    "E1,one:1,In work,employment,4,percentage points,1,all\n"
    "E2,one:1,In work later,employment,6,percentage points,1.5,all\n"
    "E3,one:2,In work,employment,1,percentage points,0.8,all\n"
    "E4,one:2,In work later,employment,grew,percentage points,,all\n"
)
COSTS_OF_A_REVIEW = (
    "cba_id,study_id,programme,perspective,currency,net_cost,estimate_id\n"
    "C1,one:1,Mentors,society,EUR,-100,E1\n"
    "C2,one:2,Mentors,society,EUR,not reported,E3\n"
)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A review with two included studies, and effects of both."""
    entries = "".join(f"TY  - JOUR\nTI  - A trial of {n}\nER  -\n" for n in ("bees", "mentors"))
    (tmp_path / "one.ris").write_text(entries, "utf-8")
    (tmp_path / "rows.csv").write_text(ROWS_OF_A_REVIEW, "utf-8")
    (tmp_path / "costs.csv").write_text(COSTS_OF_A_REVIEW, "utf-8")
    place = str(tmp_path / "review")
    decided = ["--decide", "one:1=include", "--decide", "one:2=include"]
    for arguments in (
        ["init", "--title", "Invented"],
        ["load", str(tmp_path / "one.ris"), "--name", "one"],
        ["dedup", "run"],
        ["screen", *decided],
        ["screen", "--stage", "full-text", *decided],
        ["extract", "import", "estimate", str(tmp_path / "rows.csv")],
        ["extract", "import", "cost-benefit", str(tmp_path / "costs.csv")],
    ):
        assert status_of(["-C", place, *arguments]) == 0
    capsys.readouterr()
    return Path(place)


def test_a_review_s_own_effects_are_pooled_within_their_studies(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*options: str) -> Said:
        status = status_of(["-C", str(folder), "synth", *options])
        told = capsys.readouterr()
        return Said(status, told.out, told.err)

    fitted = said("fit", "--json")
    assert (fitted.status, fitted.json["k"], fitted.json["model"]) == (0, 3, "three-level")
    assert [one["label"] for one in fitted.json["left_out"]] == ["E4"]
    assert "1 effect left out: not convertible to RD" in fitted.err
    alone = said("fit", "--cluster", "none", "--tau2", "FE", "--json")
    weights = [1 / se**2 for se in (0.01, 0.015, 0.008)]
    mean = sum(w * y for w, y in zip(weights, (0.04, 0.06, 0.01), strict=True)) / sum(weights)
    assert alone.json["estimate"] == pytest.approx(mean)
    assert said("sensitivity", "--json").json["k"] == 3
    refused = said("fit", "--method", "MH")
    assert (refused.status, "two-by-two tables" in refused.err) == (2, True)
    votes = said("vote", "--json").json["domains"]
    assert [(one["domain"], one["better"], one["worse"]) for one in votes] == [("employment", 2, 0)]
    assert said("vote", "--better", "higher").status == 2
    matrix = said("matrix", "--json").json
    (cell,) = [one for one in matrix["cells"] if one["results"]]
    assert (cell["cost"], cell["effect"], cell["says"]) == ("lower", "better", "strongly for")
    assert len(matrix["unknown"]) == 1
    nothing = said("fit", "--horizon", "later")
    assert (nothing.status, "No effect of employment can be pooled" in nothing.err) == (2, True)
