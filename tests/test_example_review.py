"""The repository's own review, end to end, on a copy: what it holds, and that it says no more."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import litreview as lr
from litreview.cli import group
from litreview.events import CriteriaAdopted, VoteCast, votes
from litreview.extraction.checks import check_all
from litreview.extraction.convert.units import unit_of
from litreview.extraction.printed import is_missing
from litreview.extraction.rows import Row
from litreview.model import OTHER_KINDS
from litreview.outputs.report import report_files
from litreview.prisma import Flow, identities

ROOT = Path(__file__).parents[1]
PARTS = ("review.toml", "records", "log", "forms", "search_strings")
ROWS = {
    "estimate": 322, "cost-benefit": 74, "cost-component": 21, "study": 63, "report": 43,
    "intervention": 20, "arm": 3, "maryland": 52, "clear": 6,
}  # fmt: skip
DOCUMENTED = {
    "which direction is better": ("direction_favourable",),
    "unit": ("effect_unit_code",),
    "people": ("labour_status_code",),
    "design": ("evaluation_method",),
    "significance (+1, 0, -1)": ("sign_and_significance",),
    "p, stars, ends of the interval": ("p_value", "stars", "ci_lower"),
    "effect of the offer or on the treated": ("estimand",),
    "type of mentor, components": ("mentor_type", "components"),
    "the same people behind another row": ("multiplicity",),
    "perspective": ("perspective_code",),
    "ratio, return, marginal value": ("bcr", "roi", "mvpf"),
}
"""Lines of the table of codes in docs/example.md, with the fields that they count."""
RESULTS = ("estimate", "cost-benefit")
CODED_NUMBERS = {
    "estimate": ("ci_lower", "ci_upper", "p_value", "n_analysed"),
    "cost-benefit": (
        "gross_cost", "comparator_cost", "net_cost", "bcr", "mvpf", "willingness_to_pay",
        "fiscal_externality", "probability_favourable", "observed_years", "projected_years",
        "model_base_year",
    ),
    "cost-component": ("amount",),
}  # fmt: skip
SUBSTANTIAL = {"core", "substantial"}
BIBLIOGRAPHIC = "record_id,title,authors,year,doi,url,study_id,country,type,note"
LONGEST_NOTE = 200

if not (ROOT / "review.toml").is_file():
    pytest.skip("not in a source checkout", allow_module_level=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the facts: nothing that is derived."""
    place = tmp_path_factory.mktemp("example")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, place / part)
        else:
            shutil.copy(source, place / part)
    return place


@pytest.fixture(scope="module")
def review(folder: Path) -> Iterator[lr.Review]:
    with lr.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(review: lr.Review) -> dict[str, bytes]:
    """The report folder: path -> content."""
    return {file.path: file.content for file in report_files(review.evidence())}


@pytest.fixture(scope="module")
def flow(review: lr.Review) -> Flow:
    return review.flow()


def run(folder: Path, *words: str) -> Result:
    done = CliRunner().invoke(group, ["-C", str(folder), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def centrality(row: Row) -> str:
    return row.values.get("mentoring_centrality", "").partition(" ")[0]


# -- the commands ----------------------------------------------------------------------------


def test_the_check_passes(folder: Path) -> None:
    done = run(folder, "check", "--json")
    assert done.exit_code == 0
    findings = json.loads(done.stdout)["findings"]
    assert {one["severity"] for one in findings} == {"note"}
    assert "PR12" in {one["code"] for one in findings}


def test_the_status_names_the_next_step(folder: Path) -> None:
    done = run(folder, "status")
    assert done.exit_code == 0
    assert " screen --stage full-text --reviewer worked-example" in done.output


def test_the_checks_find_the_conflicts_that_the_sources_have(folder: Path) -> None:
    done = run(folder, "extract", "check", "--json")
    assert done.exit_code == 1
    given = json.loads(done.stdout)
    assert given["rows"] == sum(ROWS.values())
    warnings = {(f["code"], f["ids"][0]) for f in given["findings"] if f["severity"] == "warning"}
    assert warnings >= {
        ("EX102", "E006"),
        ("EX106", "E254"),
        ("EX108", "CBA09"),
        ("EX110", "CBA17"),
    }


def test_the_findings_can_be_read_at_one_go(review: lr.Review) -> None:
    rows = review.rows()
    forms = {name: review.form(name) for name in ROWS}
    strangers = {row.study for row in rows} - set(review.present.studies.values())
    findings = check_all(forms, rows, set(review.present.studies.values()))
    assert Counter(finding.code for finding in findings)["EX112"] == len(strangers)
    assert sum(finding.severity != "note" for finding in findings) < 40


def test_a_build_from_nothing_but_the_facts_gives_the_same_bytes(
    tmp_path: Path, folder: Path, report: dict[str, bytes]
) -> None:
    shutil.copytree(folder, tmp_path / "anew", ignore=shutil.ignore_patterns(".litreview"))
    with lr.open(tmp_path / "anew") as opened:
        again = {file.path: file.content for file in report_files(opened.evidence())}
    assert {path.rpartition(".")[2] for path in report} >= {"html", "svg", "png", "docx", "xlsx"}
    assert again == report


# -- the flow --------------------------------------------------------------------------------


def test_the_arithmetic_of_the_flow_holds(flow: Flow) -> None:
    assert [finding.severity for finding in identities(flow)] == ["note"]
    assert flow.pending > 0


def test_every_number_of_the_flow_opens(folder: Path, flow: Flow) -> None:
    for key, box in flow.boxes.items():
        listed = json.loads(run(folder, "prisma", "--explain", key, "--json").stdout)
        assert (listed["n"], tuple(listed["ids"])) == (box.n, box.ids)
        assert len(set(box.ids)) == box.n
        told = run(folder, "prisma", "--explain", key).stdout
        assert [id_ for id_ in box.ids if id_ not in told] == []
        if box.parts:
            parts = [id_ for part in box.parts for id_ in part.ids]
            assert sorted(parts) == sorted(box.ids)


def test_records_come_from_lists_that_say_what_they_are(review: lr.Review) -> None:
    searches = review.shelf.searches
    assert {search.id for search in searches} == {"first-pass", "second-pass", "gold-candidates"}
    for search in searches:
        assert search.kind in OTHER_KINDS
        assert search.note.startswith("Not a database search: ")
        assert (search.query, search.searched_on, search.complete, search.expected) == (
            "", "", None, None,
        )  # fmt: skip
        assert (search.received, search.failures) == (search.records, 0)


def test_records_are_bibliographic_facts_without_abstracts(folder: Path, review: lr.Review) -> None:
    for file in folder.glob("records/*/*.csv"):
        assert file.read_text("utf-8").splitlines()[0] == BIBLIOGRAPHIC
    total = review.shelf.total
    records = list(review.index.records(None))
    assert len(records) == total > 0
    for record in records:
        assert record.title
        assert (record.abstract, record.keywords) == ("", ())
        assert all(len(text) <= LONGEST_NOTE for tag, text in record.extra), record.id


# -- the decisions ---------------------------------------------------------------------------


def test_every_vote_is_made_under_the_criteria_as_written(review: lr.Review) -> None:
    plan = review.plan
    entries = review.state.of("criteria").values()
    (adopted,) = [e.event for e in entries if isinstance(e.event, CriteriaAdopted)]
    assert adopted.version == plan.criteria_version
    assert [one["code"] for one in adopted.criteria] == [one.code for one in plan.criteria]
    assert [one["label"] for one in adopted.criteria] == [one.label for one in plan.criteria]
    cast = list(votes(review.state))
    assert {entry.who for entry, _ in cast} == {"worked-example"}
    assert {vote.criteria for _, vote in cast} == {plan.criteria_version}


def test_every_vote_says_from_what_and_every_exclusion_why(review: lr.Review) -> None:
    codes = {one.code for one in review.plan.criteria if one.effect == "exclude"}
    for _, vote in votes(review.state):
        assert re.search(r"judged from|only the title is known", vote.note), vote.record
        assert bool(vote.reasons) == (vote.decision == "exclude")
        assert set(vote.reasons) <= codes


def test_nothing_that_left_was_judged_again(review: lr.Review) -> None:
    by_stage: dict[str, dict[str, VoteCast]] = {}
    for _, vote in votes(review.state):
        report = review.shelf.clusters[vote.record]  # type: ignore[index]
        held = by_stage.setdefault(vote.stage, {})
        assert report not in held, "one reviewer, one vote"
        held[report] = vote
    left = {r for r, vote in by_stage["title-abstract"].items() if vote.decision == "exclude"}
    assert left
    assert not left & by_stage["full-text"].keys()
    assert set(by_stage["title-abstract"]) == set(review.shelf.members)


def test_centrality_decides_as_the_criterion_says(review: lr.Review, flow: Flow) -> None:
    """In: core or substantial, where rows were extracted. Out for no mentoring: neither."""
    levels: dict[str, set[str]] = {}
    for row in review.rows():
        if row.form == "estimate":
            levels.setdefault(row.study, set()).add(centrality(row))
    for study in flow.studies:
        assert levels[study.id] & SUBSTANTIAL, study.id
    (part,) = [p for p in flow["other_excluded"].parts if "substantial part" in p.label]
    without = {review.present.studies[report] for report in part.ids}  # type: ignore[index]
    assert not {study for study in without if levels[study] & SUBSTANTIAL}


def test_the_danish_evaluation_is_one_of_the_studies(flow: Flow) -> None:
    studies = {study.id for study in flow.studies}
    assert {"DK_SFI_1510", "DE_EHLERT2012"} <= studies
    assert len(studies) == flow["new_studies"].n


# -- the extraction --------------------------------------------------------------------------


def test_every_row_says_where_it_was_read(review: lr.Review) -> None:
    rows = review.rows()
    assert Counter(row.form for row in rows) == ROWS
    results = [row for row in rows if row.form in RESULTS]
    for name in ("source_url", "source_level", "verified_status"):
        assert [row.row for row in results if is_missing(row.values.get(name, ""))] == []
    assert {row.extractor for row in rows} == {"worked-example"}


def test_every_row_is_coded_or_its_words_leave_it_open(review: lr.Review) -> None:
    """Nothing is guessed: what has no code is what the source's words do not tell."""
    evidence = review.evidence()
    for row in evidence.estimates:
        held = row.values.get
        assert held("outcome_domain"), row.id
        assert held("labour_status_code") or is_missing(held("labour_status", "")), row.id
        known = row.value.number is not None and unit_of("", row.unit).kind
        assert held("effect_unit_code") or not known, row.id
        assert held("direction_favourable") or held("outcome_domain") in {
            "other", "unemployment or benefits",
        }, row.id  # fmt: skip
    for cost in evidence.costs:
        assert cost.values.get("analysis_class"), cost.id
        assert cost.values.get("balance"), cost.id
        assert bool(cost.values.get("price_year_basis")) == bool(
            re.match(r"\d{4}", cost.price_year.text)
        ), cost.id


def test_the_page_on_the_example_counts_the_codes_as_they_are(review: lr.Review) -> None:
    page = (ROOT / "docs" / "example.md").read_text("utf-8")
    told = dict(re.findall(r"^\| ([^|]+?) \| ([\d, ]+?) \|", page, re.MULTILINE))
    evidence = review.evidence()
    for label, fields in DOCUMENTED.items():
        rows = evidence.costs if fields[0] in {"perspective_code", "bcr"} else evidence.estimates
        counts = [sum(bool(row.values.get(name)) for row in rows) for name in fields]
        assert told[label] == ", ".join(map(str, counts)), label


def test_a_coded_number_is_printed_in_its_row_or_called_derived(review: lr.Review) -> None:
    rows = review.rows()
    results = {row.row: row for row in rows if row.form in RESULTS}
    checked = 0
    for row in rows:
        names = CODED_NUMBERS.get(row.form, ())
        of = results.get(row.values.get("cba_id", row.row), row)
        words = " ".join(text for name, text in of.values.items() if name not in names)
        printed = set(re.findall(r"\d+(?:\.\d+)?", words.replace(",", "")))
        for name in names:
            number = row.values.get(name, "").lstrip("-")
            derived = name in row.seen and row.seen[name].how == "derived"
            checked += bool(number)
            assert not number or derived or number in printed, (row.row, name, number)
    assert checked > 150


def test_every_column_of_a_row_is_a_field_of_its_form(review: lr.Review) -> None:
    for name in ROWS:
        form = review.form(name)
        used = {column for row in review.rows() if row.form == name for column in row.values}
        assert {column for column in used if form.field(column) is None} == set()


def test_people_without_work_and_in_work_are_kept_apart(review: lr.Review) -> None:
    table = review.table("effects")
    at = {column.key: place for place, column in enumerate(table.columns)}
    status = {
        row.row: row.values.get("labour_status_code", "")
        for row in review.rows()
        if row.form == "estimate"
    }
    seen: Counter[str] = Counter()
    for row in table.rows:
        people, _, _ = str(row[at["group"]]).partition(":")
        seen[people] += 1
        assert (people == "People in work") == (status[str(row[at["row"]])] == "in work")
        assert (people == "Unemployed people") == (status[str(row[at["row"]])] == "unemployed")
    assert min(seen["People in work"], seen["Unemployed people"]) > 10


# -- what it does not claim ------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(folder: Path, report: dict[str, bytes]) -> dict[str, str]:
    """All text of the review and of its report, by its place."""
    facts = [
        path for part in PARTS for path in (folder / part, *(folder / part).rglob("*"))
        if path.is_file()
    ]  # fmt: skip
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in facts} | {
        f"report/{path}": content.decode()
        for path, content in report.items()
        if path.endswith((".html", ".svg", ".md", ".csv", ".json", ".ris", ".bib"))
    }


def test_no_list_is_presented_as_the_seven_studies(shown: dict[str, str]) -> None:
    claim = re.compile(
        r"\bseven (?:\w+ ){0,2}stud|\bsyv (?:\w+ )?(?:studier|effekt)", re.IGNORECASE
    )
    places = {place for place, text in shown.items() if claim.search(text)}
    assert places <= {"review.toml"}
    comment = " ".join(shown["review.toml"].replace("#", " ").split())
    assert 'six of them are not known here, so nothing in this review is "the seven"' in comment


def test_no_text_names_a_machine(shown: dict[str, str]) -> None:
    place = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|tmp|work|opt|mnt)/\w|[A-Z]:\\")
    assert [name for name, text in shown.items() if place.search(text)] == []


def test_the_picture_in_the_readme_is_the_diagram_of_today(report: dict[str, bytes]) -> None:
    drawn = (ROOT / "docs" / "pictures" / "prisma.svg").read_bytes()
    assert drawn == report["prisma.svg"], "litreview prisma --svg docs/pictures/prisma.svg"
