"""Fetching tables of money from offices that answer, misbehave, or answer with something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replaying import Answer, Asked, Server, as_json
from serving_offices import Offices

from litreview.errors import StorageError
from litreview.extraction.money.convert import Amount, Basis, Converted, convert
from litreview.extraction.money.series import CODES, shipped, write_series
from litreview.review import create
from litreview.review.money import figures_in
from litreview.review.money_updating import Updated, World, update
from litreview.sources.http import Patience
from litreview.store import disk

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DEFLATOR = CODES["gdp-deflator"]


@pytest.fixture
def offices() -> Offices:
    return Offices()


@pytest.fixture
def server(offices: Offices) -> Iterator[Server]:
    with Server(offices) as running:
        yield running


@dataclass
class Run:
    """Updates a folder from the offices of a server."""

    folder: Path
    offices: Offices
    url: str

    def __call__(self, *names: str, dry: bool = False) -> Updated:
        environ = {f"LITREVIEW_{one}_BASE_URL": self.url for one in ("WORLDBANK", "ECB")}
        world = World(environ, {}, clock=lambda: NOON, patience=Patience(tries=3, first=0))
        return update(self.folder / "money", names or tuple(CODES), world, dry=dry)


@pytest.fixture
def run(tmp_path: Path, offices: Offices, server: Server) -> Run:
    return Run(tmp_path, offices, server.url)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_new_figures_are_in_force_and_say_where_they_are_from(
    offices: Offices, server: Server, run: Run, tmp_path: Path
) -> None:
    offices.page = 300
    offices.held[DEFLATOR]["DNK"] |= {2023: -3.5, 2024: 2.5, 2026: 9.9}
    found = run()
    assert found.folder == "2026-11-25"
    of_deflator = found.changes[0]
    assert (of_deflator.changed, of_deflator.new, of_deflator.gone) == (1, 1, 0)
    assert (of_deflator.of, round(of_deflator.largest, 2)) == ("DNK 2023", 0.29)
    assert [one.any for one in found.changes] == [True, False, False, False]
    assert sum(DEFLATOR in asked.path for asked in server.asked) == 9
    figures = figures_in(tmp_path / "money")
    assert figures.findings == ()
    series = figures.layers("gdp-deflator")[0]
    assert (series.vintage, series.licence, series.source) == (
        "2026-10-07", "CC BY 4.0", "World Bank",
    )  # fmt: skip
    assert "asked on 2026-11-25" in series.origin
    assert series.at("DNK", 2026) is None, "a year that is not over"
    newer = convert(Amount(100, "DKK", 2022), Basis("DNK", 2024), figures=figures)
    assert isinstance(newer, Converted)
    assert newer.value == pytest.approx(100 * 0.965 * 1.025)
    assert newer.factors[0].series == f"{DEFLATOR}, money/2026-11-25/gdp-deflator.csv"
    assert shipped("gdp-deflator").at("DNK", 2024) is None


def test_the_second_time_nothing_is_new_and_a_dry_run_writes_nothing(
    offices: Offices, run: Run, tmp_path: Path
) -> None:
    offices.held[DEFLATOR]["DNK"][2024] = 2.5
    assert run("gdp-deflator", dry=True).changes[0].new == 1
    assert not (tmp_path / "money").exists()
    assert run("gdp-deflator").folder == "2026-11-25"
    assert run("gdp-deflator").folder == ""
    offices.held[DEFLATOR]["DNK"][2024] = 2.6
    assert run("gdp-deflator").folder == "2026-11-25.2"
    assert figures_in(tmp_path / "money").layers("gdp-deflator")[0].at("DNK", 2024) == 2.6


def test_parities_of_a_country_with_a_new_euro_are_known_by_their_rate(
    offices: Offices, run: Run, tmp_path: Path
) -> None:
    held = offices.held[CODES["ppp"]]["BGR"]
    offices.held[CODES["ppp"]]["BGR"] = {year: v / 1.95583 for year, v in held.items()}
    before = convert(Amount(100, "BGN", 2020), Basis("DEU", 2023))
    found = run("ppp").changes[0]
    assert (found.changed, found.units) == (0, ("BGR in EUR",))
    after = convert(
        Amount(100, "BGN", 2020), Basis("DEU", 2023), figures=figures_in(tmp_path / "money")
    )
    assert isinstance(before, Converted)
    assert isinstance(after, Converted)
    assert after.value == pytest.approx(before.value)
    assert after.factors[0].what == "BGN in EUR, fixed for good"


def _in_other_units(offices: Offices) -> None:
    held = offices.held[CODES["ppp"]]["HUN"]
    offices.held[CODES["ppp"]]["HUN"] = {year: value / 400 for year, value in held.items()}


def _exchanged(offices: Offices) -> None:
    offices.held[DEFLATOR] = offices.held[CODES["cpi"]]


def _labelled(offices: Offices) -> None:
    offices.labelled = lambda code: CODES["cpi"] if code == DEFLATOR else code


def _fewer(offices: Offices) -> None:
    offices.held[DEFLATOR] = {of: offices.held[DEFLATOR][of] for of in ("DNK", "DEU")}


def _other(offices: Offices) -> None:
    for of in set(offices.held[DEFLATOR]) - {"DNK"}:
        offices.held[DEFLATOR][of] = dict.fromkeys(range(1961, 2024), 2.0)


def _two_days(offices: Offices) -> None:
    offices.vintage = lambda page: f"2026-10-{page:02}"


def _no_rate(offices: Offices) -> None:
    offices.held[CODES["exchange"]]["SEK"][2020] = 0.0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_in_other_units, "the figures of Hungary are 0.0025 times those in force"),
        (_exchanged, "DNK 2022 is 7.697"),
        (_labelled, "'FP.CPI.TOTL.ZG' where NY.GDP.DEFL.KD.ZG was asked for"),
        (_fewer, "it lacks 2,"),
        (_other, "differ from those in force by more than a percentage point"),
        (_two_days, "its figures changed from 2026-10-01 to 2026-10-02"),
        (_no_rate, "the rate of SEK 2020 is not above 0"),
    ],
)
def test_figures_that_cannot_be_right_change_nothing(
    change: Callable[[Offices], None], why: str, offices: Offices, run: Run, tmp_path: Path
) -> None:
    offices.held[CODES["cpi"]]["FIN"][2025] = 1.0
    change(offices)
    found = run()
    assert {why in one.why for one in found.refused} == {True}
    assert found.folder == ""
    assert not (tmp_path / "money").exists()


_REFUSAL = [{"message": [{"id": "120", "key": "Invalid value", "value": "Not valid"}]}]
_NOTHING = [{"page": 0, "pages": 0, "per_page": 0, "total": 0, "lastupdated": None}, None]


@pytest.mark.parametrize(
    ("answer", "times", "why"),
    [
        (as_json(_REFUSAL), 1, "World Bank: it refuses the request: Not valid"),
        (as_json(_NOTHING), 3, "page 0 of 0 was sent, with 0 rows, where page 1 was asked for"),
        (as_json({"page": 1}), 3, "it sent JSON that is no list"),
        (as_json([{"page": 1, "pages": 1}, [{"indicator": 7}]]), 1, "it sent figures of ''"),
        (Answer(b'[{"page":1,"pages":1},[{"ind'), 3, "it sent no JSON"),
        (Answer(b"<html>down</html>"), 3, "a page in HTML"),
        (Answer(b"x" * 100, how="cut"), 3, "was cut off"),
        (Answer(how="reset"), 3, "World Bank: the"),
        (Answer(b"", 500), 3, "it is out of order (500)"),
        (Answer(b"", 429, {"Retry-After": "0"}), 3, "too many requests (429)"),
        (Answer(b"", 429, {"Retry-After": "9999"}), 1, "its budget for now is used up"),
        (Answer(b"", 404), 1, "it has no such address"),
    ],
)
def test_an_office_that_fails_leaves_everything_as_it_was(
    answer: Answer, times: int, why: str, run: Run, server: Server
) -> None:
    before, asked = files(run.folder), len(server.asked)
    run.offices.held[DEFLATOR]["DNK"][2024] = 2.5
    server.answer = lambda one: answer if CODES["ppp"] in one.path else run.offices(one)
    found = run("gdp-deflator", "ppp")
    assert [one.name for one in found.refused] == ["ppp"]
    assert why in found.refused[0].why
    assert sum(CODES["ppp"] in one.path for one in server.asked[asked:]) == times
    assert files(run.folder) == before


def test_a_page_that_fails_once_is_asked_for_again(
    offices: Offices, run: Run, server: Server
) -> None:
    offices.held[DEFLATOR]["DNK"][2024] = 2.5

    def answer(asked: Asked) -> Answer:
        return Answer(b"", 503) if asked.number == 2 else offices(asked)

    server.answer = answer
    assert run("gdp-deflator").folder == "2026-11-25"


def test_a_full_disk_leaves_everything_as_it_was(
    offices: Offices, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.held[DEFLATOR]["DNK"][2024] = 2.5
    offices.held[CODES["cpi"]]["DNK"][2025] = 2.5
    real = disk.write_new

    def full(path: Path, pieces: object) -> None:
        if path.name == "cpi.csv":
            raise OSError(28, "No space left on device", str(path))
        real(path, pieces)  # type: ignore[arg-type]

    monkeypatch.setattr("litreview.store.money_tables.write_new", full)
    with pytest.raises(StorageError, match="the disk is full"):
        run()
    assert files(tmp_path) == []


def test_a_review_converts_with_its_own_tables_and_its_check_names_their_faults(
    tmp_path: Path,
) -> None:
    with create(tmp_path / "review", title="Invented") as review:
        review.folder.money.mkdir()
        own = review.folder.money / "own.csv"
        head = "# name: gdp-deflator\n# source: An office\n# vintage: 2026\nid,2024\n"
        own.write_text(head + "DNK,2\nDEU,two\n", "utf-8")
        figures = review.evidence().figures
        assert figures.layers("gdp-deflator")[0].at("DNK", 2024) == 2
        found = [(one.code, one.where) for one in review.check()]
        assert found == [("MT102", "money/own.csv, line 6")]
        own.write_bytes(b"\xff\xfe")
        (broken := review.folder.money / "2026-11-25").mkdir()
        shipped_text = write_series(shipped("cpi")).replace("\nDNK,", "\nDNK,high,", 1)
        (broken / "cpi.csv").write_text(shipped_text, "utf-8")
        codes = {(one.code, one.where.partition(", line")[0]) for one in review.check()}
        assert codes == {("MT101", "money/own.csv"), ("MT106", "money/2026-11-25/cpi.csv")}
        (broken / "cpi.csv").write_text(write_series(shipped("ppp")), "utf-8")
        exchanged = figures_in(review.folder.money)
        assert "'ppp', and its name says 'cpi'" in exchanged.refused["cpi"]
        assert "ppp" not in exchanged.fetched
