"""`litreview money ...` at the command line: bad input, streams, and tables of a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prompt import status_of
from replaying import Server
from serving_offices import Offices

from litreview.extraction.money.series import CODES

CONVERT = ("money", "convert", "100", "--to", "DKK", "--year", "2023")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((*CONVERT, "--from", "XYZ", "--price-year", "2010"), 1, "'XYZ' is not known"),
        ((*CONVERT, "--from", "USD", "--price-year", "1950"), 1, "is known for 1961 to 2023"),
        ((*CONVERT, "--from", "USD"), 1, "the price year is not known"),
        ((*CONVERT, "--from", "EUR", "--price-year", "2010"), 1, "none is named"),
        (("money", "convert", "nan", *CONVERT[3:], "--from", "USD"), 2, "nan is no plain number"),
        (("money", "convert", "=1+1", *CONVERT[3:], "--from", "USD"), 2, "not a valid float"),
        (("money", "convert", "1", "--from", "USD", "--to", "EUR", "--year", "2023"), 2,
         "EUR is the money of several countries"),
        ((*CONVERT, "--from", "USD", "--tables", "nowhere"), 2, "there is no such folder"),
        (("money", "tables", "--country", "Atlantis"), 2, "no figures for the country 'Atlantis'"),
        (("money", "update"), 2, "there is no review here"),
        (("money", "discount", "--rate", "3", "--amounts", "1"), 2, "'3' is no discount rate"),
        (("money", "discount", "--rate", "-3%", "--amounts", "1"), 2, "is no discount rate"),
        (("money", "discount", "--rate", "3%", "--amounts", "1 two"), 2, "'two' is no amount"),
        (("money", "discount", "--rate", "3%"), 2, "give the amounts once"),
        (("money", "discount", "--rate", "3%", "--total", "1"), 2, "from one year to another"),
        (("money", "discount", "--rate", "3%", "--total", "1", "--total-rate", "5%"), 2,
         "discounted at 5 per cent cannot be brought to 3 per cent"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(
    arguments: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(list(arguments)) == status
    told = capsys.readouterr()
    assert said in told.out + told.err


def test_a_stream_is_discounted_year_by_year(capsys: pytest.CaptureFixture[str]) -> None:
    status = status_of(
        ["money", "discount", "--rate", "3%", "--amounts", "-1200 500 500 500", "--first-year",
         "2020", "--base-year", "2018", "--timing", "middle", "--annuity", "10", "--json"]
    )  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [one["periods"] for one in told["years"]] == [2.5, 3.5, 4.5, 5.5]
    expected = sum(one["amount"] / 1.03 ** one["periods"] for one in told["years"])
    assert told["value"] == pytest.approx(expected)
    again = sum(told["annuity"]["amount"] / 1.03 ** (at + 0.5) for at in range(10))
    assert again == pytest.approx(expected)


def test_a_line_that_cannot_be_read_leaves_no_sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "years.csv").write_text('year,amount\n2021,-1200\n2022,"=1+1"\n', "utf-8")
    assert status_of(["money", "discount", "years.csv", "--rate", "3%", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["value"] is None
    assert [(one["line"], one["column"]) for one in told["left_out"]] == [(3, "amount")]


def test_tables_of_a_folder_are_fetched_shown_and_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offices = Offices()
    offices.held[CODES["gdp-deflator"]]["DNK"][2024] = 10.0
    (tmp_path / "own").mkdir()
    with Server(offices) as server:
        monkeypatch.setenv("LITREVIEW_WORLDBANK_BASE_URL", server.url)
        update = ["money", "update", "--series", "gdp-deflator", "--tables", "own", "--json"]
        assert status_of(update) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert status_of(["money", "tables", "--tables", "own", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["series"]
    assert shown[0]["file"] == f"own/{written}/gdp-deflator.csv"
    assert (shown[0]["last"], shown[1]["file"]) == (2024, None)
    given = ["--from", "DKK", "--price-year", "2023", "--to", "DKK", "--year", "2024"]
    assert status_of(["money", "convert", "100", *given, "--tables", "own"]) == 0
    assert "= 110.00 DKK, prices of 2024" in capsys.readouterr().out
